package dev.plumb.module.link;

/** The name of a link or a network namespace. */
record LinkName(String value) {

  /**
   * @throws IllegalArgumentException with a sentence that starts with "must"
   */
  public static LinkName of(String text) {
    if (!text.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}")) {
      throw new IllegalArgumentException(
          "must be a name of at most 15 letters, digits, dots and dashes such as"
              + " \"br0\", but was \""
              + text
              + "\"");
    }
    return new LinkName(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
