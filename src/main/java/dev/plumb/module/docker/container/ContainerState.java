package dev.plumb.module.docker.container;

import dev.plumb.host.text.JsonView;
import dev.plumb.json.JsonReader;
import dev.plumb.module.docker.DockerInspection;
import dev.plumb.value.Value;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What module {@code docker_container} finds. */
sealed interface ContainerState {

  /** Docker is not there, or does not run. */
  record Unavailable(DockerInspection why) implements ContainerState {}

  /** There is no container of that name. */
  record Absent(Optional<ImageDefaults> currentImage) implements ContainerState {}

  /**
   * There is one.
   *
   * @param running whether it runs, or is being started again by docker
   * @param health healthy, unhealthy or starting; empty when it has no health check
   * @param imageId the id of the image that it was made of
   * @param imageName that image's name then
   * @param recordedFields the names of the fields that plumb gave it
   * @param currentImage what the image of the task is now
   */
  record Present(
      boolean running,
      String health,
      String imageId,
      String imageName,
      ContainerFields fields,
      SortedSet<String> recordedFields,
      Optional<ImageDefaults> currentImage)
      implements ContainerState {
    public Present {
      recordedFields = Collections.unmodifiableSortedSet(new TreeSet<>(recordedFields));
    }
  }

  /** An image on the host, and what a container gets from it. */
  record ImageDefaults(String id, ContainerFields fields) {}

  /**
   * @param containers what was found under the container's name
   * @param images what was found under the image's name
   */
  static ContainerState of(DockerInspection containers, DockerInspection images) {
    if (!(containers instanceof DockerInspection.Shown(Map<String, JsonView> container))) {
      return new Unavailable(containers);
    }
    if (!(images instanceof DockerInspection.Shown(Map<String, JsonView> image))) {
      return new Unavailable(images);
    }
    Optional<ImageDefaults> from =
        image.values().stream()
            .map(shown -> new ImageDefaults(shown.text("Id"), ContainerFields.fromInspect(shown)))
            .findFirst();
    return container.values().stream()
        .findFirst()
        .<ContainerState>map(shown -> present(shown, from))
        .orElse(new Absent(from));
  }

  private static Present present(JsonView shown, Optional<ImageDefaults> from) {
    JsonView state = shown.object("State");
    return new Present(
        state.isTrue("Running"),
        state.object("Health").text("Status").replace("none", ""),
        shown.text("Image"),
        shown.object("Config").text("Image"),
        ContainerFields.fromInspect(shown),
        recorded(shown.object("Config").map("Labels").getOrDefault(ContainerFields.LABEL, "")),
        from);
  }

  private static SortedSet<String> recorded(String label) {
    return new TreeSet<>(
        JsonReader.read(label)
            .filter(Value.Items.class::isInstance)
            .map(items -> ((Value.Items) items).list().stream().map(Value::toString).toList())
            .map(Set::copyOf)
            .orElse(Set.of()));
  }
}
