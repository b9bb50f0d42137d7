package dev.plumb.module.docker.container;

import dev.plumb.change.Plan;
import dev.plumb.host.docker.DockerInspection;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;

/** Maintains a docker container, and replaces it only if its configuration must change. */
public final class DockerContainerModule implements TaskModule<ContainerSpec, ContainerState> {

  @Override
  public ModuleInfo<ContainerSpec> info() {
    return ModuleInfo.of(
        "docker_container",
        ContainerSpec.class,
        "Maintains a docker container: running, stopped or absent. It is replaced only if a"
            + " declared field differs, a field is no longer declared, or its image changed; the"
            + " change names the field. Defaults of the image are kept.");
  }

  @Override
  public Probe<ContainerState> probe(ContainerSpec spec) {
    Probe<DockerInspection> container = DockerInspection.probe("container", List.of(spec.name()));
    return spec.state() == ContainerSpec.State.ABSENT
        ? container.map(look -> ContainerState.of(look, new DockerInspection.Shown(Map.of())))
        : container.and(
            DockerInspection.probe("image", List.of(spec.imageName())), ContainerState::of);
  }

  @Override
  public Plan<ContainerState> plan(ContainerSpec spec, ContainerState found) {
    return switch (found) {
      case ContainerState.Unavailable(DockerInspection why) ->
          Plan.blocked(DockerInspection.explain(why));
      case ContainerState.Absent absent -> new ContainerPlanner(spec).plan(absent);
      case ContainerState.Present present -> new ContainerPlanner(spec).plan(present);
    };
  }

  @Override
  public Map<String, Value> result(ContainerSpec spec, ContainerState found, List<Exec> ran) {
    return found instanceof ContainerState.Present present
        ? Map.of(
            "container",
            Value.map(
                Map.of(
                    "Image", Value.text(present.imageId()),
                    "State",
                        Value.map(
                            Map.of(
                                "Running", Value.bool(present.running()),
                                "Health", Value.text(present.health()))))))
        : Map.of();
  }
}
