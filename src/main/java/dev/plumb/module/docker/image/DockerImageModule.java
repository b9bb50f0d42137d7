package dev.plumb.module.docker.image;

import dev.plumb.change.ClusterPlan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.docker.DockerInspection;
import dev.plumb.state.Probe;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps a docker image on hosts: made on one of them when what it is made from has changed, and
 * carried from there to the others.
 */
public final class DockerImageModule implements ClusterModule<ImageSpec, ImageState> {

  @Override
  public String name() {
    return "docker_image";
  }

  @Override
  public String doc() {
    return "Keeps a docker image the same on all hosts: built on one of them when its context,"
        + " Dockerfile, build arguments or base changed, and carried to the others; or pulled, or"
        + " imported.";
  }

  @Override
  public Class<ImageSpec> spec() {
    return ImageSpec.class;
  }

  @Override
  public Probe<ImageState> probe(ImageSpec spec) {
    return DockerInspection.probe("image", spec.inspectedNames()).map(ImageState::of);
  }

  @Override
  public ClusterPlan<ImageState> plan(
      Map<HostName, ImageSpec> specs, Map<HostName, ImageState> states) {
    Map<HostName, ImageState.Images> there = new TreeMap<>();
    List<String> unavailable = new ArrayList<>();
    Diagnostic reason = null;
    for (Map.Entry<HostName, ImageState> state : new TreeMap<>(states).entrySet()) {
      switch (state.getValue()) {
        case ImageState.Images images -> there.put(state.getKey(), images);
        case ImageState.Unavailable(DockerInspection why) -> {
          unavailable.add(state.getKey().value());
          reason = reason == null ? DockerInspection.explain(why) : reason;
        }
      }
    }
    if (reason != null) {
      return new ClusterPlan.Blocked<>(
          Diagnostic.error(
              reason.summary(), "On " + String.join(", ", unavailable) + ": " + reason.detail()),
          true);
    }
    if (specs.values().stream().distinct().count() > 1) {
      return new ClusterPlan.Blocked<>(hostsDiffer(), false);
    }
    ImageSpec spec = specs.values().iterator().next();
    return new ImagePlanner(spec, there).plan();
  }

  private static Diagnostic hostsDiffer() {
    return Diagnostic.error(
        "Hosts ask for different images",
        "The arguments of this task come out differently from host to host, so there is no one"
            + " image to make and carry. Leave out of the template and the arguments what differs"
            + " between hosts, or make a play for each group of hosts.");
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
