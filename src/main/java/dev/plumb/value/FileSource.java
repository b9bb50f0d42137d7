package dev.plumb.value;

/** Where the content of a file comes from, and the name it has there. */
public sealed interface FileSource {

  /** The last part of its name: what a copy into a folder is called. */
  String name();

  /** Content that plumb sends. */
  record Upload(String name, Content content) implements FileSource {}

  /** A file that stands on the host already. */
  record OnHost(RemotePath path) implements FileSource {
    @Override
    public String name() {
      return path.name();
    }
  }

  /**
   * @param path as a person wrote it; the last part counts
   */
  static FileSource upload(String path, Content content) {
    return new Upload(path.substring(path.lastIndexOf('/') + 1), content);
  }
}
