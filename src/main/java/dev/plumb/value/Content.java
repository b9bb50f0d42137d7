package dev.plumb.value;

/** What a file shall hold. Equal by what decides about a change: the digest. */
public sealed interface Content {

  Sha256 sha256();

  long size();

  /** Content that is small enough to be held: rendered templates, inline texts. */
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
   * A file on the machine that plumb runs on; streamed when it is sent, never held whole.
   *
   * @param path its path on this machine
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
