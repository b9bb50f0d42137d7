package dev.plumb.module.docker.image;

import dev.plumb.host.docker.DockerInspection;
import dev.plumb.host.text.JsonView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The images on a host. */
sealed interface ImageState {

  /** Docker is missing or stopped. */
  record Unavailable(DockerInspection why) implements ImageState {}

  /**
   * Docker answered.
   *
   * @param images by the names of the task, as far as they exist
   */
  record Images(Map<String, Image> images) implements ImageState {
    public Images {
      images = Map.copyOf(images);
    }

    Optional<Image> at(String name) {
      return Optional.ofNullable(images.get(name));
    }

    Images with(List<String> names, Image image) {
      Map<String, Image> all = new LinkedHashMap<>(images);
      names.forEach(name -> all.put(name, image));
      return new Images(all);
    }

    Images without(List<String> names) {
      Map<String, Image> all = new LinkedHashMap<>(images);
      names.forEach(all::remove);
      return new Images(all);
    }
  }

  /** An image. */
  record Image(String id, Map<String, String> labels) {

    /** The id of an image that is not created yet. */
    static final String ID_UNKNOWN = "(known after apply)";

    public Image {
      labels = Map.copyOf(labels);
    }

    String label(String name) {
      return labels.getOrDefault(name, "");
    }
  }

  static ImageState of(DockerInspection look) {
    if (!(look instanceof DockerInspection.Shown(Map<String, JsonView> found))) {
      return new Unavailable(look);
    }
    Map<String, Image> images = new LinkedHashMap<>();
    found.forEach(
        (name, shown) ->
            images.put(name, new Image(shown.text("Id"), shown.object("Config").map("Labels"))));
    return new Images(images);
  }
}
