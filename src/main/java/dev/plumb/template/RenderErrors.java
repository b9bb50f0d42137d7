package dev.plumb.template;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.Value;
import freemarker.core.InvalidReferenceException;
import freemarker.core.StopException;
import freemarker.template.TemplateException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Explains runtime errors of FreeMarker and suggests a remedy. */
final class RenderErrors {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
  private static final Pattern MEMBER = Pattern.compile("(.+)\\.([A-Za-z_]\\w*)");
  private static final Pattern WRONG_TYPE =
      Pattern.compile("Expected (.*?) ?, but this has evaluated to (an? [\\w-]+)");
  private static final Pattern KEY_IN_BRACKETS = Pattern.compile("\\[\"([A-Za-z_]\\w*)\"\\]");

  /** A single bar: a Jinja2 filter. */
  private static final Pattern FILTER = Pattern.compile("(?<!\\|)\\|(?!\\|)\\s*[a-z_]+");

  private static final Pattern OPERANDS =
      Pattern.compile(
          "Left hand operand is (an? \\w+).*Right hand operand is (an? \\w+).*", Pattern.DOTALL);

  private RenderErrors() {}

  /**
   * @param shift the number of columns added to the first line for FreeMarker
   */
  static Diagnostic explain(
      TemplateException e, TemplateSource written, int shift, Rendering rendering) {
    String blamed = e.getBlamedExpressionString();
    Place place = place(e, written, shift, blamed);
    String plain = blamed == null ? "" : withoutParentheses(blamed);
    if (e instanceof InvalidReferenceException) {
      return undefined(plain, place, written, rendering);
    }
    if (e instanceof StopException) {
      return Diagnostic.error(
          written.summary(), place, "The template stopped: " + e.getMessageWithoutStackTop());
    }
    return Diagnostic.error(
        written.summary(),
        place,
        describe(String.valueOf(e.getMessageWithoutStackTop()), plain) + filterHint(written));
  }

  private static String filterHint(TemplateSource written) {
    return written.kind() != TemplateSource.Kind.FILE && FILTER.matcher(written.text()).find()
        ? "\n"
            + "In FreeMarker, \"x | default(y)\" is the first of these; other filters look like"
            + " the second:\n"
            + "    x!y\n"
            + "    x?lower_case"
        : "";
  }

  static Diagnostic notBoolean(TemplateSource written, Value value) {
    boolean simple =
        value instanceof Value.Text || value instanceof Value.Num || value instanceof Value.Bool;
    boolean empty = value.equals(Value.text(""));
    return Diagnostic.error(
        "Invalid expression",
        written.place(),
        "The expression must be true or false, but is %s. %s"
            .formatted(
                simple ? "\"" + value + "\"" : value.kind(),
                empty
                    ? "To treat a missing variable as false:\n    x!false"
                    : "To test whether there is a value:\n    x?has_content"));
  }

  private static Place place(
      TemplateException e, TemplateSource written, int shift, @Nullable String blamed) {
    if (e.getLineNumber() == null || e.getColumnNumber() == null) {
      return written.place();
    }
    int line = e.getLineNumber();
    int column = e.getColumnNumber();
    boolean oneLine = e.getEndLineNumber() != null && e.getEndLineNumber() == line;
    int length =
        oneLine && e.getEndColumnNumber() != null ? e.getEndColumnNumber() - column + 1 : 0;
    if (line == 1) {
      column -= shift;
      if (shift > 0 && blamed != null && !withoutParentheses(blamed).equals(blamed)) {
        column++;
        length = Math.max(0, length - 2);
      }
    }
    if (column < 1) {
      return written.place();
    }
    return written.placeAt(line, column, length);
  }

  /** Removes parentheses, which the compiler adds around typed expressions. */
  private static String withoutParentheses(String blamed) {
    String plain = blamed;
    while (plain.startsWith("(")
        && plain.endsWith(")")
        && plain.lastIndexOf('(') < plain.indexOf(')')) {
      plain = plain.substring(1, plain.length() - 1);
    }
    return plain;
  }

  private static Diagnostic undefined(
      String expression, Place place, TemplateSource written, Rendering rendering) {
    String summary = "Undefined variable";
    String blamed = KEY_IN_BRACKETS.matcher(expression).replaceAll(".$1");
    if (NAME.matcher(blamed).matches()) {
      if (rendering.scope().lookup(blamed).isPresent()) {
        return Diagnostic.error(summary, place, noValue(blamed));
      }
      return Diagnostic.error(
          summary,
          place,
          noSuchVariable(blamed, written, rendering.scope().names()) + filterHint(written));
    }
    Matcher member = MEMBER.matcher(blamed);
    if (member.matches()) {
      Optional<Value.Entries> owner = entries(member.group(1), rendering);
      if (owner.isPresent()) {
        String key = member.group(2);
        if (owner.get().get(key).isPresent()) {
          return Diagnostic.error(summary, place, noValue(blamed));
        }
        String holds = owner.get().map().keySet().stream().collect(Collectors.joining(", "));
        return Diagnostic.error(
            summary,
            place,
            "\"%s\" has no \"%s\". %s%s"
                .formatted(
                    member.group(1),
                    key,
                    holds.isEmpty() ? "It is empty." : "It contains: " + holds + ".",
                    DidYouMean.suggestion(key, owner.get().map().keySet())));
      }
    }
    return Diagnostic.error(
        summary,
        place,
        "\"%s\" has no value. If that is allowed, specify a default:\n    (%s)!\"...\""
            .formatted(blamed, blamed));
  }

  private static String noValue(String blamed) {
    return "\"%s\" is defined but has no value. Set it, or specify a default:\n    %s!\"...\""
        .formatted(blamed, blamed);
  }

  private static String noSuchVariable(String name, TemplateSource written, Set<String> known) {
    String problem = "There is no variable \"" + name + "\".";
    Set<String> names = new LinkedHashSet<>(known);
    names.addAll(Functions.names());
    String question = DidYouMean.suggestion(name, names);
    boolean shell =
        written.kind() == TemplateSource.Kind.TEXT
            && name.equals(name.toUpperCase(Locale.ROOT))
            && written.text().contains("${" + name + "}");
    if (written.text().contains("${" + name + "[@]}")) {
      return TemplateSyntaxErrors.shellLiteral(problem, name + "[@]");
    }
    if (shell) {
      return TemplateSyntaxErrors.shellLiteral(problem, name)
          + "\nor without braces:\n    $"
          + name
          + question;
    }
    return question.isEmpty()
        ? problem + " Set it, or specify a default:\n    %s!\"...\"".formatted(name)
        : problem + question;
  }

  /** Returns the mapping at a dotted path, if it exists and is known. */
  private static Optional<Value.Entries> entries(String path, Rendering rendering) {
    String[] parts = path.split("\\.");
    Optional<Value> value = rendering.scope().lookup(parts[0]);
    for (int i = 1; i < parts.length && value.isPresent(); i++) {
      String part = parts[i];
      value =
          value.filter(v -> v instanceof Value.Entries).flatMap(v -> ((Value.Entries) v).get(part));
    }
    return value.filter(v -> v instanceof Value.Entries).map(v -> (Value.Entries) v);
  }

  private static String describe(String message, String blamed) {
    String what = blamed.isEmpty() ? "The value" : "\"" + blamed + "\"";
    Matcher operands = OPERANDS.matcher(message);
    if (message.startsWith("Can't compare") && operands.find()) {
      return "%s compares %s with %s. Convert one of them: x?number converts a text to a number, x?c a number to a text."
          .formatted(what, kind(operands.group(1)), kind(operands.group(2)));
    }
    Matcher wrong = WRONG_TYPE.matcher(message);
    if (wrong.find()) {
      return "%s is %s, but %s is needed here."
          .formatted(what, kind(wrong.group(2)), kind(wrong.group(1)));
    }
    if (message.contains("Can't use ?api")) {
      return "Templates can only access data: ?api is disabled.";
    }
    if (message.startsWith("Instantiating")) {
      return "Templates cannot create Java objects: ?new is disabled.";
    }
    if (message.contains("/ by zero")) {
      return "This divides by zero.";
    }
    if (message.contains("template_loader") || message.contains("Template inclusion failed")) {
      return "A template cannot include another file.";
    }
    return TemplateSyntaxErrors.firstSentence(message);
  }

  /** Translates FreeMarker's name of a type to plumb's. */
  static String kind(String freeMarkers) {
    String words = freeMarkers.strip();
    if (words.contains("string") || words.contains("template output")) {
      return "a text";
    }
    if (words.contains("hash")) {
      return "a mapping";
    }
    if (words.contains("sequence") || words.contains("collection")) {
      return "a list";
    }
    if (words.contains("boolean")) {
      return "true or false";
    }
    if (words.contains("method") || words.contains("function")) {
      return "a function";
    }
    return words;
  }
}
