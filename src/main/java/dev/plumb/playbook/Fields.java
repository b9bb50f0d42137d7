package dev.plumb.playbook;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keywords of one play, task or role entry, read by type. What is wrong is told to the
 * diagnostics, and the keyword then taken as absent.
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

  /** The value; absent also when nothing stands after the colon. */
  Optional<Value> value(String key) {
    return entries.get(key).filter(value -> !(value instanceof Value.Null));
  }

  /** A text that may hold templates; numbers and the like are taken as written. */
  Optional<Value> text(String key) {
    return value(key)
        .filter(
            value ->
                switch (value) {
                  case Value.Text _, Value.Num _, Value.Bool _ -> true;
                  default -> reportWrongType(key, "a text", value);
                });
  }

  /** A text that is known without any host. */
  Optional<String> name(String key) {
    return text(key).filter(value -> requireLiteral(key, value)).map(Value::toString);
  }

  /** The name of a variable to set. */
  Optional<String> variable(String key) {
    return name(key).filter(name -> isVariableName(name, value(key).orElseThrow().place()));
  }

  /** True or false, known without any host. */
  Optional<Boolean> flag(String key) {
    return value(key)
        .filter(
            value ->
                value instanceof Value.Bool
                    || (requireLiteral(key, value) && reportWrongType(key, "true or false", value)))
        .map(value -> ((Value.Bool) value).truth());
  }

  /** One of the names of an enum, in lower case. */
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

  /** A text or a list of texts, known without any host. */
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

  /** Names with commas between them, or a list of such. */
  List<String> tags() {
    return names("tags").stream()
        .flatMap(tags -> Stream.of(tags.split(",")))
        .map(String::strip)
        .filter(tag -> !tag.isEmpty())
        .toList();
  }

  /** One expression or a list of them. */
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

  /** The value itself when it is a list, else a list of it alone; empty when absent. */
  List<Value> asList(String key) {
    return value(key)
        .map(value -> value instanceof Value.Items items ? items.list() : List.of(value))
        .orElse(List.of());
  }

  /** A list, empty when absent. */
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

  /** A mapping of variables; those whose names cannot be used are left out. */
  Value.Entries vars(String key) {
    return mapping(key).map(this::requireVariableNames).orElse(NO_VARS);
  }

  static final Value.Entries NO_VARS = Value.map(Map.of());

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
        "A variable's name is made of letters, digits and \"_\", and does not begin with a digit,"
            + " but this one is \"%s\". Name it for example \"%s\"."
                .formatted(name, better.isEmpty() ? "_" : better));
    return false;
  }

  /** A number or a template that yields one. */
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

  /** Inner variables win; the order is outer first. */
  static Value.Entries merge(Value.Entries outer, Value.Entries inner) {
    if (inner.map().isEmpty()) {
      return outer;
    }
    if (outer.map().isEmpty()) {
      return inner;
    }
    Map<String, Value> all = new LinkedHashMap<>(outer.map());
    all.putAll(inner.map());
    Map<String, Place> places = new LinkedHashMap<>(outer.keyPlaces());
    places.putAll(inner.keyPlaces());
    return new Value.Entries(all, places, false, inner.place());
  }

  private boolean requireLiteral(String key, Value value) {
    if (value instanceof Value.Text text && text.template()) {
      reportError(
          "Template not possible here",
          value.place(),
          "\"%s\" is needed before any host is asked, so it cannot hold a template."
              .formatted(key));
      return false;
    }
    return true;
  }

  /** Always false, so that it can end a condition. */
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
