package dev.plumb.module.file.download;

/** Where a file is downloaded from. */
record DownloadUrl(String text) {

  public static DownloadUrl of(String text) {
    if (!text.matches("[A-Za-z][A-Za-z0-9+.-]*://[^\\s/?#]*[/?#]?\\S*")) {
      throw new IllegalArgumentException(
          "must be a URL such as \"https://example.org/etcd.tar.gz\", but was \"" + text + "\"");
    }
    return new DownloadUrl(text);
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
