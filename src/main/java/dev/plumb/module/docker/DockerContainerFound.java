package dev.plumb.module.docker;

import dev.plumb.json.JsonReader;
import dev.plumb.value.Value;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What module {@code docker_container} finds. */
sealed interface DockerContainerFound {

  /** Docker is not there, or does not run. */
  record Unavailable(DockerLook why) implements DockerContainerFound {}

  /** There is no container of that name. */
  record Absent(Optional<FromImage> image) implements DockerContainerFound {}

  /**
   * There is one.
   *
   * @param running whether it runs, or is being started again by docker
   * @param health healthy, unhealthy or starting; empty when it has no health check
   * @param madeOf the id of the image that it was made of
   * @param madeOfName that image's name then
   * @param recorded the names of the fields that plumb gave it
   * @param image what the image of the task is now
   */
  record Present(
      boolean running,
      String health,
      String madeOf,
      String madeOfName,
      DockerContainerFields fields,
      SortedSet<String> recorded,
      Optional<FromImage> image)
      implements DockerContainerFound {
    public Present {
      recorded = Collections.unmodifiableSortedSet(new TreeSet<>(recorded));
    }
  }

  /** An image on the host, and what a container gets from it. */
  record FromImage(String id, DockerContainerFields fields) {}

  /**
   * @param containers what was found under the container's name
   * @param images what was found under the image's name
   */
  static DockerContainerFound of(DockerLook containers, DockerLook images) {
    if (!(containers instanceof DockerLook.Shown(Map<String, Inspected> container))) {
      return new Unavailable(containers);
    }
    if (!(images instanceof DockerLook.Shown(Map<String, Inspected> image))) {
      return new Unavailable(images);
    }
    Optional<FromImage> from =
        image.values().stream()
            .map(shown -> new FromImage(shown.text("Id"), DockerContainerFields.shown(shown)))
            .findFirst();
    return container.values().stream()
        .findFirst()
        .<DockerContainerFound>map(shown -> present(shown, from))
        .orElse(new Absent(from));
  }

  private static Present present(Inspected shown, Optional<FromImage> from) {
    Inspected state = shown.in("State");
    return new Present(
        state.flag("Running"),
        state.in("Health").text("Status").replace("none", ""),
        shown.text("Image"),
        shown.in("Config").text("Image"),
        DockerContainerFields.shown(shown),
        recorded(shown.in("Config").map("Labels").getOrDefault(DockerContainerFields.LABEL, "")),
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
