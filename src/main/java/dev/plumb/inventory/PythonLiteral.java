package dev.plumb.inventory;

import dev.plumb.diagnostic.Place;
import dev.plumb.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses a value of an INI inventory. Like Ansible, reads it as a Python literal if possible
 * ({@code 80}, {@code True}, {@code "a b"}, {@code ['x', 1]}), otherwise as text ({@code yes},
 * {@code 0644}).
 */
final class PythonLiteral {

  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<hex>0[xX](?:_?[0-9a-fA-F])+)|(?<oct>0[oO](?:_?[0-7])+)|(?<bin>0[bB](?:_?[01])+)"
              + "|(?<frac>(?:[0-9](?:_?[0-9])*\\.(?:[0-9](?:_?[0-9])*)?|\\.[0-9](?:_?[0-9])*)(?:[eE][-+]?[0-9]+)?"
              + "|[0-9](?:_?[0-9])*[eE][-+]?[0-9]+)|(?<int>[1-9](?:_?[0-9])*|0(?:_?0)*)");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");
  private static final Pattern PREFIX = Pattern.compile("(?:[rR]|[uU])(?=['\"])");

  /** The text is not a literal. */
  private static final class NoLiteral extends Exception {
    private static final long serialVersionUID = 1L;

    NoLiteral() {
      super(null, null, false, false);
    }
  }

  private final String text;
  private final Place place;
  private int at;

  private PythonLiteral(String text, Place place) {
    this.text = text;
    this.place = place;
  }

  /** Returns the value of the text. */
  static Value read(String text, Place place) {
    return literal(text, place).orElseGet(() -> text(text, place));
  }

  private static Optional<Value> literal(String text, Place place) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    char first = text.charAt(0);
    // Most values are words; skip them early.
    if (Character.isLetter(first) && "TFNrRuU".indexOf(first) < 0) {
      return Optional.empty();
    }
    try {
      PythonLiteral reader = new PythonLiteral(text, place);
      Value value = reader.value(0);
      reader.skipBlanks();
      return reader.at == text.length() || reader.text.charAt(reader.at) == '#'
          ? Optional.of(value)
          : Optional.empty();
    } catch (NoLiteral _) {
      return Optional.empty();
    }
  }

  static Value.Text text(String text, Place place) {
    return new Value.Text(text, text.contains("${") || text.contains("<#"), place);
  }

  private Value value(int depth) throws NoLiteral {
    skipBlanks();
    if (at >= text.length() || depth > 50) {
      throw new NoLiteral();
    }
    char c = text.charAt(at);
    return switch (c) {
      case '[' -> new Value.Items(sequence(']', depth), place);
      case '(' -> tuple(depth);
      case '{' -> mapping(depth);
      case '"', '\'' -> strings();
      case '-', '+' -> {
        at++;
        if (value(depth) instanceof Value.Num number) {
          yield new Value.Num(c == '-' ? number.number().negate() : number.number(), place);
        }
        throw new NoLiteral();
      }
      default -> Character.isLetter(c) || c == '_' ? word() : number();
    };
  }

  private Value word() throws NoLiteral {
    if (PREFIX.matcher(text).region(at, text.length()).lookingAt()) {
      return strings();
    }
    return switch (token(WORD).group()) {
      case "True" -> new Value.Bool(true, place);
      case "False" -> new Value.Bool(false, place);
      case "None" -> new Value.Null(place);
      default -> throw new NoLiteral();
    };
  }

  private Value number() throws NoLiteral {
    Matcher found = token(NUMBER);
    if (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || peek('_'))) {
      throw new NoLiteral();
    }
    String digits = found.group().replace("_", "");
    if (found.group("frac") != null) {
      return new Value.Num(new BigDecimal(digits), place);
    }
    int radix =
        found.group("hex") != null
            ? 16
            : found.group("oct") != null ? 8 : found.group("bin") != null ? 2 : 10;
    return new Value.Num(
        new BigDecimal(new BigInteger(radix == 10 ? digits : digits.substring(2), radix)), place);
  }

  /** Adjacent strings are concatenated. */
  private Value strings() throws NoLiteral {
    StringBuilder all = new StringBuilder();
    boolean more = true;
    while (more) {
      boolean raw = false;
      if (Character.isLetter(text.charAt(at))) {
        raw = Character.toLowerCase(text.charAt(at)) == 'r';
        at++;
      }
      string(all, raw);
      skipBlanks();
      more = peek('"') || peek('\'') || PREFIX.matcher(text).region(at, text.length()).lookingAt();
    }
    return text(all.toString(), place);
  }

  private void string(StringBuilder out, boolean raw) throws NoLiteral {
    char quote = text.charAt(at);
    String triple = String.valueOf(quote).repeat(3);
    String end = text.startsWith(triple, at) ? triple : String.valueOf(quote);
    at += end.length();
    while (!text.startsWith(end, at)) {
      if (at >= text.length()) {
        throw new NoLiteral();
      }
      char c = text.charAt(at++);
      if (c != '\\') {
        out.append(c);
      } else if (at >= text.length()) {
        throw new NoLiteral();
      } else if (raw) {
        out.append(c).append(text.charAt(at++));
      } else {
        escape(out);
      }
    }
    at += end.length();
  }

  private void escape(StringBuilder out) throws NoLiteral {
    char c = text.charAt(at++);
    switch (c) {
      case '\\', '\'', '"' -> out.append(c);
      case 'n' -> out.append('\n');
      case 't' -> out.append('\t');
      case 'r' -> out.append('\r');
      case 'a' -> out.append('\u0007');
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'v' -> out.append('\u000b');
      case 'x' -> out.appendCodePoint(code(2, 16));
      case 'u' -> out.appendCodePoint(code(4, 16));
      case 'U' -> out.appendCodePoint(code(8, 16));
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        at--;
        int end = at;
        while (end < text.length() && end < at + 3 && Character.digit(text.charAt(end), 8) >= 0) {
          end++;
        }
        out.appendCodePoint(code(end - at, 8));
      }
      default -> out.append('\\').append(c);
    }
  }

  private int code(int digits, int radix) throws NoLiteral {
    try {
      int code = Integer.parseInt(text.substring(at, at + digits), radix);
      at += digits;
      if (!Character.isValidCodePoint(code)) {
        throw new NoLiteral();
      }
      return code;
    } catch (NumberFormatException | IndexOutOfBoundsException _) {
      throw new NoLiteral();
    }
  }

  private List<Value> sequence(char close, int depth) throws NoLiteral {
    at++;
    List<Value> list = new ArrayList<>();
    skipBlanks();
    while (!peek(close)) {
      list.add(value(depth + 1));
      comma(close);
    }
    at++;
    return list;
  }

  /** One value in parentheses without a comma is not a tuple. */
  private Value tuple(int depth) throws NoLiteral {
    int open = at;
    List<Value> list = sequence(')', depth);
    boolean comma = text.substring(open, at - 1).strip().endsWith(",");
    return list.size() == 1 && !comma ? list.getFirst() : new Value.Items(list, place);
  }

  private Value mapping(int depth) throws NoLiteral {
    at++;
    Map<String, Value> map = new LinkedHashMap<>();
    skipBlanks();
    while (!peek('}')) {
      Value key = value(depth + 1);
      skipBlanks();
      if (!peek(':')) {
        throw new NoLiteral();
      }
      at++;
      map.put(key.toString(), value(depth + 1));
      comma('}');
    }
    at++;
    return new Value.Entries(map, Map.of(), false, place);
  }

  private void comma(char close) throws NoLiteral {
    skipBlanks();
    if (peek(',')) {
      at++;
      skipBlanks();
    } else if (!peek(close)) {
      throw new NoLiteral();
    }
  }

  private boolean peek(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private Matcher token(Pattern pattern) throws NoLiteral {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw new NoLiteral();
    }
    at = matcher.end();
    return matcher;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
