package dev.plumb.declared;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.diagnostic.Place;
import dev.plumb.template.Templates;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * One mapping of a module file, read by type. A value of the wrong type is reported and then taken
 * as absent.
 *
 * @param what the mapping, for messages: {@code The argument "name"}
 */
record ModuleFields(Value.Entries entries, String what, Diagnostics problems, Templates templates) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Value.Entries NONE = Value.map(Map.of());

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Reports every key that is not among the known ones. */
  ModuleFields only(List<String> known) {
    for (String key : entries.map().keySet()) {
      if (!known.contains(key)) {
        problem(
            "Unknown key",
            entries.keyPlace(key),
            "%s has no key \"%s\". It takes: %s.%s"
                .formatted(what, key, String.join(", ", known), DidYouMean.suggestion(key, known)));
      }
    }
    return this;
  }

  boolean has(String key) {
    return value(key).isPresent();
  }

  Optional<Value> value(String key) {
    return entries.get(key).filter(value -> !(value instanceof Value.Null));
  }

  /** Where the key is, or the mapping without it. */
  Place place(String key) {
    return entries.keyPlace(key);
  }

  Optional<Value> scalar(String key) {
    return value(key).filter(value -> isScalar(value) || wrongType(key, "a text", value));
  }

  Optional<Value> required(String key) {
    if (!has(key)) {
      problem("Missing key", entries.place(), "%s needs \"%s\".".formatted(what, key));
    }
    return scalar(key);
  }

  boolean flag(String key, boolean otherwise) {
    return value(key)
        .filter(value -> value instanceof Value.Bool || wrongType(key, "true or false", value))
        .map(value -> ((Value.Bool) value).truth())
        .orElse(otherwise);
  }

  Value.Entries mapping(String key) {
    return value(key)
        .filter(value -> value instanceof Value.Entries || wrongType(key, "a mapping", value))
        .map(value -> (Value.Entries) value)
        .orElse(NONE);
  }

  List<Value> list(String key) {
    return value(key)
        .filter(value -> value instanceof Value.Items || wrongType(key, "a list", value))
        .map(value -> ((Value.Items) value).list())
        .orElse(List.of());
  }

  /** A command: a list of words, of which the first is the program. */
  List<Value> words(String key) {
    List<Value> words = list(key);
    words.stream()
        .filter(word -> !isScalar(word))
        .forEach(word -> wrongType(key, "a list of words", word));
    if (words.isEmpty() && value(key).orElse(Value.nothing()) instanceof Value.Items) {
      invalid(place(key), "\"%s\" of %s needs a program.", key, subject());
    }
    return words;
  }

  /** A bare expression; reports one that is no expression. */
  Optional<Value> expression(String key) {
    Optional<Value> found = scalar(key);
    found.ifPresent(value -> problems.addAll(templates.checkExpression(value)));
    return found;
  }

  Optional<Value> requiredExpression(String key) {
    return required(key).flatMap(_ -> expression(key));
  }

  /** The one of the keys that is there; empty, and reported, unless it is exactly one. */
  String one(List<String> keys) {
    List<String> given = keys.stream().filter(this::has).toList();
    if (given.size() == 1) {
      return given.getFirst();
    }
    problem(
        given.isEmpty() ? "Missing key" : "Contradicting keys",
        given.isEmpty() ? entries.place() : place(given.get(1)),
        "%s needs one of %s, but has %s."
            .formatted(
                what,
                String.join(", ", keys),
                given.isEmpty() ? "none" : String.join(" and ", given)));
    return "";
  }

  /** Reads each mapping in a mapping of named things. */
  void each(String key, String kind, List<String> known, BiConsumer<String, ModuleFields> read) {
    Value.Entries all = mapping(key);
    all.map()
        .forEach(
            (name, value) -> {
              checkName(name, kind, all.keyPlace(name));
              inner(value, "The " + kind + " \"" + name + "\"", known)
                  .ifPresent(fields -> read.accept(name, fields));
            });
  }

  /** The value as a mapping with its own keys. */
  Optional<ModuleFields> inner(Value value, String name, List<String> known) {
    if (value instanceof Value.Entries inner) {
      return Optional.of(new ModuleFields(inner, name, problems, templates).only(known));
    }
    invalid(
        value.place(),
        "%s must be a mapping with the keys %s, but is %s.",
        name,
        String.join(", ", known),
        value.kind());
    return Optional.empty();
  }

  void checkName(String name, String kind, Place place) {
    if (!isName(name)) {
      problem(
          "Invalid name",
          place,
          "The name of each %s is made of lower-case letters, digits and \"_\" and begins with a letter, but this one is \"%s\"."
              .formatted(kind, name));
    }
  }

  /** Reports the syntax errors of all templates within a value. */
  void checkTemplates(Value value) {
    problems.addAll(templates.check(value));
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation needs a library of its own
  void invalid(Place place, String detail, Object... args) {
    problem("Invalid value", place, detail.formatted(args));
  }

  void problem(String summary, Place place, String detail) {
    problems.add(Diagnostic.error(summary, place, detail));
  }

  /** The mapping within a sentence. */
  String subject() {
    return Character.toLowerCase(what.charAt(0)) + what.substring(1);
  }

  private static boolean isScalar(Value value) {
    return value instanceof Value.Text || value instanceof Value.Num || value instanceof Value.Bool;
  }

  /** Always false, so that it can end a condition. */
  private boolean wrongType(String key, String wanted, Value found) {
    invalid(
        found.place(),
        "\"%s\" of %s must be %s, but is %s.",
        key,
        subject(),
        wanted,
        isScalar(found) ? "\"" + found + "\"" : found.kind());
    return false;
  }
}
