package dev.plumb.value;

/** The desired content of a file. Equal by digest. */
public sealed interface Content {

  Sha256 sha256();

  long size();

  /** Content that fits in memory: rendered templates, inline texts. */
  record Inline(Bytes bytes) implements Content {
    @Override
    public Sha256 sha256() {
      return bytes.sha256();
    }

    @Override
    public long size() {
      return bytes.size();
    }

    @Override
    public String toString() {
      return "(" + size() + " bytes)";
    }
  }

  /**
   * A file on the control machine; it is streamed, never loaded completely.
   *
   * @param path its path on the control machine
   */
  record LocalFile(String path, long size, Sha256 sha256) implements Content {
    @Override
    public String toString() {
      return path + " (" + size + " bytes)";
    }
  }

  static Content utf8(String text) {
    return new Inline(Bytes.utf8(text));
  }
}
