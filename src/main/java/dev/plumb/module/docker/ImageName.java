package dev.plumb.module.docker;

/**
 * The name of an image with its tag or digest, in docker's form.
 *
 * @param value {@code registry:5000/app:1}, {@code debian@sha256:...}
 */
public record ImageName(String value) {

  public ImageName {
    if (!value.matches("[a-z0-9][\\w.:/-]*(@sha256:[0-9a-f]{64})?")) {
      throw new IllegalArgumentException(
          "must be the name of an image in lower case, such as \"app:1\" or \"registry:5000/team/app\", but was \"%s\""
              .formatted(value));
    }
  }

  public static ImageName of(String value) {
    return new ImageName(value);
  }

  boolean hasTag() {
    return value.contains("@") || value.lastIndexOf(':') > value.lastIndexOf('/');
  }

  /** Returns the name with this tag, unless it has a tag or digest. */
  public ImageName withTag(String tag) {
    return hasTag() ? this : new ImageName(value + ":" + tag);
  }

  @Override
  public String toString() {
    return value;
  }
}
