package dev.plumb.module.docker.container;

import dev.plumb.change.Plan;
import dev.plumb.module.TaskModule;
import dev.plumb.module.docker.DockerInspection;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;

/** Keeps a docker container: made anew only when something it is made with is to be another. */
public final class DockerContainerModule implements TaskModule<ContainerSpec, ContainerState> {

  @Override
  public String name() {
    return "docker_container";
  }

  @Override
  public String doc() {
    return "Keeps a docker container running, stopped or away. It is made anew only when a field"
        + " that is asked for differs, is not asked for any more, or its image is another; the"
        + " change names the field. What the image brings is left to it.";
  }

  @Override
  public Class<ContainerSpec> spec() {
    return ContainerSpec.class;
  }

  @Override
  public Probe<ContainerState> probe(ContainerSpec spec) {
    Probe<DockerInspection> container = DockerInspection.probe("container", List.of(spec.name()));
    return spec.state() == ContainerSpec.State.ABSENT
        ? container.map(look -> ContainerState.of(look, new DockerInspection.Shown(Map.of())))
        : container.combine(
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
