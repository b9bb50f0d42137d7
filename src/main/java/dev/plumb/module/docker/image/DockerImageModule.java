package dev.plumb.module.docker.image;

import dev.plumb.change.ClusterPlan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.docker.DockerInspection;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.ModuleInfo;
import dev.plumb.state.Probe;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Maintains a docker image on hosts: created on one of them when its sources changed, and copied
 * from there to the others.
 */
public final class DockerImageModule implements ClusterModule<ImageSpec, ImageState> {

  @Override
  public ModuleInfo<ImageSpec> info() {
    return ModuleInfo.of(
        "docker_image",
        ImageSpec.class,
        "Keeps a docker image identical on all hosts: built on one of them when its context,"
            + " Dockerfile, build arguments or base changed, and copied to the others; or pulled,"
            + " or imported.");
  }

  @Override
  public Probe<ImageState> probe(ImageSpec spec) {
    return DockerInspection.probe("image", spec.inspectedNames()).map(ImageState::of);
  }

  @Override
  public ClusterPlan<ImageState> plan(
      Map<HostName, ImageSpec> specs, Map<HostName, ImageState> states) {
    Map<HostName, ImageState.Images> found = new TreeMap<>();
    SortedMap<HostName, DockerInspection> unavailable = new TreeMap<>();
    states.forEach(
        (host, state) -> {
          switch (state) {
            case ImageState.Images images -> found.put(host, images);
            case ImageState.Unavailable(DockerInspection why) -> unavailable.put(host, why);
          }
        });
    if (!unavailable.isEmpty()) {
      return new ClusterPlan.Blocked<>(DockerInspection.explain(unavailable), true);
    }
    if (specs.values().stream().distinct().count() > 1) {
      return new ClusterPlan.Blocked<>(hostsDiffer(), false);
    }
    ImageSpec spec = specs.values().iterator().next();
    return new ImagePlanner(spec, found).plan();
  }

  private static Diagnostic hostsDiffer() {
    return Diagnostic.error(
        "Hosts declare different images",
        "The arguments of this task differ between hosts, so there is no single image to create."
            + " Remove what differs from the template and the arguments, or write a play for each"
            + " group of hosts.");
  }

  @Override
  public int rounds(int hosts) {
    return 1;
  }

  @Override
  public Map<String, Value> result(HostName host, ImageSpec spec, ImageState state) {
    return state instanceof ImageState.Images images && images.at(spec.image()).isPresent()
        ? Map.of(
            "image",
            Value.map(
                Map.of(
                    "Id", Value.text(images.at(spec.image()).get().id()),
                    "RepoTags", Value.texts(spec.names()))))
        : Map.of();
  }
}
