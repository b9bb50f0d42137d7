package dev.plumb.module.docker.container;

import dev.plumb.host.docker.DockerInspection;
import dev.plumb.host.text.JsonView;
import dev.plumb.json.JsonReader;
import dev.plumb.value.Value;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The state of a container on a host. */
sealed interface ContainerState {

  /** Docker is missing or stopped. */
  record Unavailable(DockerInspection why) implements ContainerState {}

  /** The container does not exist. */
  record Absent(Optional<ImageDefaults> currentImage) implements ContainerState {}

  /**
   * The container exists.
   *
   * @param running whether it runs or docker is restarting it
   * @param health healthy, unhealthy or starting; empty without a health check
   * @param imageId the id of its image
   * @param imageName the name of its image when it was created
   * @param recordedFields the fields set by plumb
   * @param currentImage the declared image in its current version
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

  /** An image on the host, and the fields that containers get from it. */
  record ImageDefaults(String id, ContainerFields fields) {}

  /**
   * @param containers the inspection of the container
   * @param images the inspection of the image
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
