package dev.plumb.template;

/** Detects texts that consist of exactly one interpolation. */
final class Interpolation {

  static final String OPEN = "${";
  static final String CLOSE = "}";

  private Interpolation() {}

  /** Returns whether the text begins with <code>${</code> and ends with the matching brace. */
  static boolean isWhole(String text) {
    return text.startsWith(OPEN) && end(text, OPEN.length()) == text.length() - 1;
  }

  /** Returns the text between the braces. */
  static String inner(String whole) {
    return whole.substring(OPEN.length(), whole.length() - CLOSE.length());
  }

  /** Returns the index of the closing brace for an opening one before {@code from}, or -1. */
  private static int end(String text, int from) {
    int depth = 0;
    int i = from;
    while (i < text.length()) {
      switch (text.charAt(i)) {
        case '"', '\'' -> {
          i = stringEnd(text, i);
          if (i < 0) {
            return -1;
          }
        }
        case '{' -> depth++;
        case '}' -> {
          if (depth-- == 0) {
            return i;
          }
        }
        default -> {}
      }
      i++;
    }
    return -1;
  }

  /** Returns the index of the closing quote of the string at {@code open}, or -1. */
  private static int stringEnd(String text, int open) {
    char quote = text.charAt(open);
    boolean raw = open > 0 && text.charAt(open - 1) == 'r' && !isNameBefore(text, open - 1);
    for (int i = open + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && !raw) {
        i++;
      } else if (c == quote) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isNameBefore(String text, int index) {
    return index > 0 && Character.isJavaIdentifierPart(text.charAt(index - 1));
  }
}
