package dev.plumb.playbook.read;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.diagnostic.Place;
import dev.plumb.playbook.PlaybookKeywords;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the keywords of one play, task or role entry by type. An invalid keyword is reported and
 * treated as absent.
 */
final class Fields {

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Value.Entries entries;
  private final String context;
  private final Diagnostics problems;

  /**
   * @param context as in {@link Diagnostic}
   */
  Fields(Value.Entries entries, String context, Diagnostics problems) {
    this.entries = entries;
    this.context = context;
    this.problems = problems;
  }

  Value.Entries entries() {
    return entries;
  }

  boolean has(String key) {
    return entries.map().containsKey(key);
  }

  Place keyPlace(String key) {
    return entries.keyPlace(key);
  }

  void reportError(String summary, Place place, String detail) {
    problems.add(Diagnostic.error(summary, place, detail).withContext(context));
  }

  /** Reports every key that is not one of the keywords of an entry such as {@code A play}. */
  void checkKeywords(String entry, Set<String> keywords) {
    for (String key : entries.map().keySet()) {
      if (!keywords.contains(key)) {
        reportUnknown(key, entry, keywords);
      }
    }
  }

  /** Reports a key that is not one of the keywords of an entry such as {@code A play}. */
  void reportUnknown(String key, String entry, Set<String> keywords) {
    if (!reportUnsupported(key)) {
      reportError(
          "Unknown keyword",
          keyPlace(key),
          "%s has no keyword \"%s\".%s"
              .formatted(entry, key, DidYouMean.suggestion(key, keywords)));
    }
  }

  /** Reports a keyword of Ansible that plumb does not support; returns whether it is one. */
  boolean reportUnsupported(String key) {
    Optional<String> hint = PlaybookKeywords.unsupportedHint(key);
    hint.ifPresent(text -> reportUnsupported(key, text));
    return hint.isPresent();
  }

  void reportUnsupported(String key, String hint) {
    reportError(
        "Unsupported keyword",
        keyPlace(key),
        "plumb does not support Ansible's \"%s\".%s"
            .formatted(key, hint.isEmpty() ? "" : " " + hint));
  }

  /** Returns the value; an explicit null counts as absent. */
  Optional<Value> value(String key) {
    return entries.get(key).filter(value -> !(value instanceof Value.Null));
  }

  /** Returns a text that may contain templates; numbers and booleans are converted. */
  Optional<Value> text(String key) {
    return value(key)
        .filter(
            value ->
                switch (value) {
                  case Value.Text _, Value.Num _, Value.Bool _ -> true;
                  default -> reportWrongType(key, "a text", value);
                });
  }

  /** Returns a text without templates. */
  Optional<String> name(String key) {
    return text(key).filter(value -> requireLiteral(key, value)).map(Value::toString);
  }

  /** Returns the name of a variable to set. */
  Optional<String> variable(String key) {
    return name(key).filter(name -> isVariableName(name, value(key).orElseThrow().place()));
  }

  /** Returns true or false; templates are rejected. */
  Optional<Boolean> flag(String key) {
    return value(key)
        .filter(
            value ->
                value instanceof Value.Bool
                    || (requireLiteral(key, value) && reportWrongType(key, "true or false", value)))
        .map(value -> ((Value.Bool) value).truth());
  }

  /** Returns an enum constant by its lower-case name. */
  <E extends Enum<E>> Optional<E> oneOf(String key, Class<E> names) {
    Optional<String> name = name(key);
    for (E one : names.getEnumConstants()) {
      if (name.isPresent() && one.name().equals(name.get().toUpperCase(Locale.ROOT))) {
        return Optional.of(one);
      }
    }
    if (name.isPresent()) {
      reportWrongType(
          key,
          "one of "
              + Stream.of(names.getEnumConstants())
                  .map(one -> one.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(", ")),
          value(key).orElseThrow());
    }
    return Optional.empty();
  }

  /** Returns a text or a list of texts without templates. */
  List<String> names(String key) {
    return asList(key).stream()
        .filter(
            value ->
                switch (value) {
                  case Value.Text _, Value.Num _, Value.Bool _ -> requireLiteral(key, value);
                  default -> reportWrongType(key, "a text or a list of texts", value);
                })
        .map(Value::toString)
        .toList();
  }

  /** Returns tags from comma-separated names or a list of these. */
  List<String> tags() {
    return names("tags").stream()
        .flatMap(tags -> Stream.of(tags.split(",")))
        .map(String::strip)
        .filter(tag -> !tag.isEmpty())
        .toList();
  }

  /** Returns one expression or a list of expressions. */
  List<Value> expressions(String key) {
    List<Value> expressions = new ArrayList<>();
    for (Value value : asList(key)) {
      switch (value) {
        case Value.Text _, Value.Bool _, Value.Num _ -> expressions.add(value);
        default -> reportWrongType(key, "an expression or a list of expressions", value);
      }
    }
    return expressions;
  }

  /** True, false or an expression. */
  Optional<Value> expression(String key) {
    return value(key)
        .filter(
            value ->
                switch (value) {
                  case Value.Text _, Value.Bool _ -> true;
                  default -> reportWrongType(key, "true, false or an expression", value);
                });
  }

  /** Returns the list, or a single value as a list; empty when absent. */
  List<Value> asList(String key) {
    return value(key)
        .map(value -> value instanceof Value.Items items ? items.list() : List.of(value))
        .orElse(List.of());
  }

  /** Returns a list, empty when absent. */
  List<Value> listOnly(String key) {
    return value(key)
        .filter(value -> value instanceof Value.Items || reportWrongType(key, "a list", value))
        .map(value -> ((Value.Items) value).list())
        .orElse(List.of());
  }

  Optional<Value.Entries> mapping(String key) {
    return value(key)
        .filter(value -> value instanceof Value.Entries || reportWrongType(key, "a mapping", value))
        .map(value -> (Value.Entries) value);
  }

  /** Returns a mapping of variables. */
  Value.Entries vars(String key) {
    return mapping(key).map(this::requireVariableNames).orElse(Value.Entries.EMPTY);
  }

  Value.Entries requireVariableNames(Value.Entries vars) {
    vars.map().keySet().forEach(name -> isVariableName(name, vars.keyPlace(name)));
    return vars;
  }

  private boolean isVariableName(String name, Place place) {
    if (VARIABLE.matcher(name).matches()) {
      return true;
    }
    String better = name.replaceAll("[^A-Za-z0-9_]", "_").replaceFirst("^(?=[0-9])", "_");
    reportError(
        "Invalid variable name",
        place,
        "A variable name consists of letters, digits and \"_\" and does not begin with a digit, but this one is \"%s\". Rename it, for example to \"%s\"."
            .formatted(name, better.isEmpty() ? "_" : better));
    return false;
  }

  /** Returns a number or a template that yields one. */
  Value number(String key, long otherwise) {
    return value(key)
        .filter(
            value ->
                switch (value) {
                  case Value.Num _ -> true;
                  case Value.Text text when text.template() || isWhole(text.text()) -> true;
                  default -> reportWrongType(key, "a number", value);
                })
        .map(
            value ->
                value instanceof Value.Text text && !text.template()
                    ? new Value.Num(Long.valueOf(text.text().strip()), text.place())
                    : value)
        .orElse(Value.number(otherwise));
  }

  private static boolean isWhole(String text) {
    return text.strip().matches("[0-9]{1,9}");
  }

  private boolean requireLiteral(String key, Value value) {
    if (value instanceof Value.Text text && text.template()) {
      reportError(
          "Template not allowed",
          value.place(),
          "\"%s\" is evaluated before any host is contacted, so it cannot contain a template."
              .formatted(key));
      return false;
    }
    return true;
  }

  /** Returns false, so it can end a condition. */
  private boolean reportWrongType(String key, String wanted, Value found) {
    String shown =
        switch (found) {
          case Value.Text _, Value.Num _, Value.Bool _ -> "\"" + found + "\"";
          default -> found.kind();
        };
    reportError(
        "Invalid keyword value",
        found.place(),
        "\"%s\" must be %s, but was %s.".formatted(key, wanted, shown));
    return false;
  }
}
