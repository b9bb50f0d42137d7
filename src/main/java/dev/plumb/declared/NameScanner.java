package dev.plumb.declared;

import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the names of variables in templates and expressions. It knows strings, interpolations,
 * properties, built-ins and lambdas; directives ({@code <#if>}) are left to the evaluation.
 */
final class NameScanner {

  /** A name and its offset in the text. */
  record Name(String name, int offset) {}

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern LAMBDA = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)\\s*->");
  private static final Set<String> WORDS =
      Set.of("true", "false", "gt", "gte", "lt", "lte", "and", "or", "not", "in", "as", "using");

  private final String text;
  private final List<Name> names = new ArrayList<>();
  private int at;

  private NameScanner(String text) {
    this.text = text;
  }

  /** The names in a template; none in a text without one. */
  static List<Name> inTemplate(Value value) {
    if (!(value instanceof Value.Text(String text, boolean template, _)) || !template) {
      return List.of();
    }
    NameScanner scanner = new NameScanner(text);
    scanner.interpolations(text.length());
    return scanner.free();
  }

  /** The names in a bare expression, or in one within <code>${}</code>. */
  static List<Name> inExpression(Value value) {
    if (!(value instanceof Value.Text(String text, _, _))) {
      return List.of();
    }
    if (text.startsWith("${")) {
      return inTemplate(new Value.Text(text, true, value.place()));
    }
    NameScanner scanner = new NameScanner(text);
    scanner.expression('\0');
    return scanner.free();
  }

  /** All but the parameters of lambdas. */
  private List<Name> free() {
    Set<String> parameters = new HashSet<>();
    Matcher lambda = LAMBDA.matcher(text);
    while (lambda.find()) {
      parameters.add(lambda.group(1));
    }
    return names.stream().filter(name -> !parameters.contains(name.name())).toList();
  }

  private void interpolations(int end) {
    while (at < end) {
      if (text.startsWith("${", at)) {
        at += 2;
        expression('}');
      } else {
        at++;
      }
    }
  }

  /** Reads up to the closing brace, or to the end of the text. */
  private void expression(char close) {
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"' || c == '\'') {
        string(c);
      } else if (Character.isLetter(c) || c == '_') {
        name();
      } else if (c == close && depth == 0) {
        at++;
        return;
      } else {
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        at++;
      }
    }
  }

  /** A string may hold interpolations, unless it is a raw one: r"...". */
  private void string(char quote) {
    boolean raw = at > 0 && text.charAt(at - 1) == 'r';
    at++;
    while (at < text.length() && text.charAt(at) != quote) {
      if (text.charAt(at) == '\\' && !raw) {
        at += 2;
      } else if (!raw && text.startsWith("${", at)) {
        at += 2;
        expression('}');
      } else {
        at++;
      }
    }
    at++;
  }

  private void name() {
    Matcher matcher = NAME.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      at++;
      return;
    }
    String name = matcher.group();
    String before = text.substring(0, at).stripTrailing();
    boolean range = before.endsWith("..");
    boolean property = before.endsWith(".") && !range;
    boolean builtIn = before.endsWith("?") && !before.endsWith("??");
    boolean digits = at > 0 && Character.isLetterOrDigit(text.charAt(at - 1));
    char next = matcher.end() < text.length() ? text.charAt(matcher.end()) : '\0';
    boolean rawMark = name.equals("r") && (next == '"' || next == '\'');
    if (!property && !builtIn && !digits && !rawMark && !WORDS.contains(name)) {
      names.add(new Name(name, at));
    }
    at = matcher.end();
  }
}
