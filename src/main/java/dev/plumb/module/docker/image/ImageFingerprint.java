package dev.plumb.module.docker.image;

import dev.plumb.value.Bytes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an image carries in labels, so that a look at it tells whether it is still what the task
 * asks for: digests of all that it was made from.
 */
final class ImageFingerprint {

  static final String CONTEXT = "dev.plumb.image.context";
  static final String DOCKERFILE = "dev.plumb.image.dockerfile";
  static final String ARGS = "dev.plumb.image.args";
  static final String OPTIONS = "dev.plumb.image.options";

  /** The ids of the images that it was built from, as they were then, with commas. */
  static final String BASE = "dev.plumb.image.base";

  static final String IMPORT = "dev.plumb.image.import";

  private ImageFingerprint() {}

  /** The labels that an image as asked for has, {@link #BASE} aside; in the order to be told. */
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

  /** What a label is called in a change. */
  static String propertyName(String label) {
    return label.substring(label.lastIndexOf('.') + 1);
  }

  private static String digest(Object data) {
    return Bytes.utf8(data.toString()).sha256().hex();
  }
}
