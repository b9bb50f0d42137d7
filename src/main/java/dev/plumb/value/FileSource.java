package dev.plumb.value;

/** The source of a file's content, with its name. */
public sealed interface FileSource {

  /** Returns the file name to use in a target folder. */
  String name();

  /** Content that plumb uploads. */
  record Upload(String name, Content content) implements FileSource {}

  /** A file on the host. */
  record OnHost(RemotePath path) implements FileSource {
    @Override
    public String name() {
      return path.name();
    }
  }

  /**
   * @param path the path as written; its last part becomes the name
   */
  static FileSource upload(String path, Content content) {
    return new Upload(path.substring(path.lastIndexOf('/') + 1), content);
  }
}
