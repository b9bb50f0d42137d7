package dev.plumb.module.file;

import java.net.URI;
import java.net.URISyntaxException;

/** Where a file is downloaded from. */
record Url(String text) {

  public static Url of(String text) {
    try {
      URI parsed = new URI(text);
      if (parsed.isAbsolute() && !parsed.isOpaque()) {
        return new Url(text);
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(mustBe(text), e);
    }
    throw new IllegalArgumentException(mustBe(text));
  }

  private static String mustBe(String text) {
    return "must be a URL such as \"https://example.org/etcd.tar.gz\", but was \"" + text + "\"";
  }

  /** What a download into a folder is called. */
  String fileName() {
    String path = text.replaceFirst("[?#].*$", "").replaceFirst("^[^:]+://[^/]*", "");
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.isEmpty() || name.equals(".") || name.equals("..") ? "index.html" : name;
  }

  @Override
  public String toString() {
    return text;
  }
}
