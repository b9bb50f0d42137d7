package dev.plumb.remote.batch;

import java.util.List;

/** Quotes words for a POSIX shell. */
public final class ShellQuote {

  private ShellQuote() {}

  /** Quotes one word, unless no shell gives any of its characters a meaning. */
  static String word(String word) {
    return isPlain(word) ? word : quoted(word);
  }

  /** Quotes a program's name, so that it is not read as a keyword, alias or assignment. */
  static String program(String word) {
    return word.startsWith("/") ? word(word) : quoted(word);
  }

  /**
   * A command line. Where no word holds a quote, backslash, newline or exclamation mark, csh and
   * fish read it the same way.
   */
  public static String line(List<String> words) {
    StringBuilder line = new StringBuilder(program(words.getFirst()));
    for (String word : words.subList(1, words.size())) {
      line.append(' ').append(word(word));
    }
    return line.toString();
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private static boolean isPlain(String word) {
    if (word.isEmpty()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "_-./:,@%+=".indexOf(c) >= 0;
      if (!plain) {
        return false;
      }
    }
    return true;
  }
}
