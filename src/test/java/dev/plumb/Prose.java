package dev.plumb;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The prose of one file.
 *
 * @param messages the parts that users read
 * @param comments the parts that developers read
 */
record Prose(List<Passage> messages, List<Passage> comments) {

  private static final Pattern TEST_NAME = Pattern.compile("\\bvoid ([a-z][A-Za-z0-9]+)\\(");
  private static final Pattern HUMP = Pattern.compile("(?=[A-Z])");
  private static final Pattern CODE = Pattern.compile("`[^`]*`|\\]\\([^)]*\\)");
  private static final Pattern EXAMPLES =
      Pattern.compile("(?s)(\\n## How we write\\n).*?(?=\\n## )");

  /** A text and the line it begins in. */
  record Passage(int line, String text) {}

  Prose {
    messages = List.copyOf(messages);
    comments = List.copyOf(comments);
  }

  /** Reads string literals and comments; literals joined with "+" are one passage. */
  static Prose ofJava(String source) {
    List<Passage> strings = new ArrayList<>();
    List<Passage> comments = new ArrayList<>();
    int joinable = -1;
    int i = 0;
    while (i < source.length()) {
      int end = i + 1;
      if (source.startsWith("//", i)) {
        end = endOf(source, "\n", i);
        add(comments, source, i, source.substring(i, end));
      } else if (source.startsWith("/*", i)) {
        end = endOf(source, "*/", i);
        add(comments, source, i, source.substring(i, end).replaceAll("\\s*\\n\\s*\\*?\\s*", " "));
      } else if (source.startsWith("\"\"\"", i)) {
        end = endOf(source, "\"\"\"", i + 3);
        add(strings, source, i, source.substring(i, end));
        joinable = end;
      } else if (source.charAt(i) == '"' || source.charAt(i) == '\'') {
        end = endOfLiteral(source, i);
        String text = source.substring(i + 1, end - 1).replace("\\n", "\n").replace("\\\"", "\"");
        if (source.charAt(i) == '"' && joinable >= 0) {
          Passage before = strings.removeLast();
          strings.add(new Passage(before.line(), before.text() + text));
          joinable = end;
        } else if (source.charAt(i) == '"') {
          add(strings, source, i, text);
          joinable = end;
        }
      } else if (source.charAt(i) != '+' && !Character.isWhitespace(source.charAt(i))) {
        joinable = -1;
      }
      i = end;
    }
    return new Prose(strings, comments);
  }

  /** Reads the comments and method names of a test; its literals mostly quote other programs. */
  static Prose ofTest(String source) {
    List<Passage> texts = new ArrayList<>(ofJava(source).comments());
    Matcher names = TEST_NAME.matcher(source);
    while (names.find()) {
      String words = String.join(" ", HUMP.split(names.group(1))).toLowerCase(Locale.ROOT);
      add(texts, source, names.start(), words);
    }
    return new Prose(List.of(), texts);
  }

  /** Reads documentation without code and without the examples of bad style. */
  static Prose ofMarkdown(String source) {
    String prose = blank(CODE, blank(EXAMPLES, source));
    return new Prose(lines(prose), List.of());
  }

  /** Reads every line of a playbook or script as a comment or message. */
  static Prose ofText(String source) {
    return new Prose(List.of(), lines(source));
  }

  private static List<Passage> lines(String source) {
    List<Passage> lines = new ArrayList<>();
    source.lines().forEach(line -> lines.add(new Passage(lines.size() + 1, line)));
    return lines;
  }

  private static String blank(Pattern pattern, String source) {
    return pattern.matcher(source).replaceAll(match -> match.group().replaceAll("[^\\n]", ""));
  }

  private static void add(List<Passage> to, String source, int at, String text) {
    to.add(new Passage((int) source.substring(0, at).lines().count() + 1, text));
  }

  private static int endOf(String source, String mark, int from) {
    int at = source.indexOf(mark, from);
    return at < 0 ? source.length() : at + mark.length();
  }

  private static int endOfLiteral(String source, int open) {
    int i = open + 1;
    while (source.charAt(i) != source.charAt(open)) {
      i += source.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }
}
