package dev.plumb.module.docker.image;

import dev.plumb.value.Bytes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Labels of an image with digests of everything it was made from, to detect changes. */
final class ImageFingerprint {

  static final String CONTEXT = "dev.plumb.image.context";
  static final String DOCKERFILE = "dev.plumb.image.dockerfile";
  static final String ARGS = "dev.plumb.image.args";
  static final String OPTIONS = "dev.plumb.image.options";

  /** The ids of its base images at the time of the build, separated by commas. */
  static final String BASE = "dev.plumb.image.base";

  static final String IMPORT = "dev.plumb.image.import";

  private ImageFingerprint() {}

  /** Returns the labels of the declared image, except {@link #BASE}, in order of display. */
  static Map<String, String> of(ImageSpec spec) {
    Map<String, String> marks = new TreeMap<>();
    spec.build()
        .ifPresent(
            how -> {
              marks.put(CONTEXT, how.context().sha256().hex());
              marks.put(DOCKERFILE, how.dockerfileContent().sha256().hex());
              marks.put(ARGS, digest(new TreeMap<>(how.args())));
              marks.put(
                  OPTIONS,
                  digest(
                      List.of(
                          how.target(),
                          how.network(),
                          new TreeMap<>(how.labels()),
                          how.dockerfileName())));
            });
    spec.importPath()
        .ifPresent(
            path ->
                marks.put(
                    IMPORT, digest(List.of(path, spec.importExclude(), spec.importChanges()))));
    return marks;
  }

  /** Returns the property name of a label in a change. */
  static String propertyName(String label) {
    return label.substring(label.lastIndexOf('.') + 1);
  }

  private static String digest(Object data) {
    return Bytes.utf8(data.toString()).sha256().hex();
  }
}
