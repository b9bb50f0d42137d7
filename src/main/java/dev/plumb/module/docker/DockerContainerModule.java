package dev.plumb.module.docker;

import dev.plumb.change.Plan;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;

/** Keeps a docker container: made anew only when something it is made with is to be another. */
public final class DockerContainerModule
    implements TaskModule<DockerContainerSpec, DockerContainerFound> {

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
  public Class<DockerContainerSpec> spec() {
    return DockerContainerSpec.class;
  }

  @Override
  public Probe<DockerContainerFound> probe(DockerContainerSpec spec) {
    Probe<DockerLook> container = DockerLook.at("container", List.of(spec.name()));
    return spec.state() == DockerContainerSpec.State.ABSENT
        ? container.map(look -> DockerContainerFound.of(look, new DockerLook.Shown(Map.of())))
        : container.zip(
            DockerLook.at("image", List.of(spec.imageName())), DockerContainerFound::of);
  }

  @Override
  public Plan<DockerContainerFound> plan(DockerContainerSpec spec, DockerContainerFound found) {
    return switch (found) {
      case DockerContainerFound.Unavailable(DockerLook why) ->
          Plan.blocked(DockerLook.notThere(why));
      case DockerContainerFound.Absent absent -> new DockerContainerPlanner(spec).plan(absent);
      case DockerContainerFound.Present present -> new DockerContainerPlanner(spec).plan(present);
    };
  }

  @Override
  public Map<String, Value> result(
      DockerContainerSpec spec, DockerContainerFound found, List<Exec> ran) {
    return found instanceof DockerContainerFound.Present present
        ? Map.of(
            "container",
            Value.map(
                Map.of(
                    "Image", Value.text(present.madeOf()),
                    "State",
                        Value.map(
                            Map.of(
                                "Running", Value.bool(present.running()),
                                "Health", Value.text(present.health()))))))
        : Map.of();
  }
}
