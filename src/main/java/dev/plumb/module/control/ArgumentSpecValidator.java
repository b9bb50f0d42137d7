package dev.plumb.module.control;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Values against what a specification says of them; Ansible's types and their leniency. */
final class ArgumentSpecValidator {

  private final String subject;
  private final Diagnostics problems;

  /**
   * @param whose {@code The role "etcd"}
   */
  ArgumentSpecValidator(String whose, Diagnostics problems) {
    this.subject = whose;
    this.problems = problems;
  }

  /**
   * @param within the path to the values, with a dot behind it, or the empty string
   */
  void check(Value.Entries spec, Map<String, Value> values, String within) {
    spec.map()
        .forEach(
            (name, said) -> {
              if (said instanceof Value.Entries rules) {
                check(rules, within + name, Optional.ofNullable(values.get(name)));
              }
            });
  }

  private void check(Value.Entries rules, String name, Optional<Value> given) {
    if (given.isEmpty() || given.get() instanceof Value.Null) {
      if (rules.get("required").filter(ArgumentSpecValidator::isTrue).isPresent()) {
        problems.add(
            Diagnostic.error(
                "Missing argument",
                "%s needs \"%s\", %s, and it is not set."
                    .formatted(subject, name, words(type(rules)))));
      }
      return;
    }
    Value value = given.get();
    if (!fits(type(rules), value)) {
      addProblem(name, value, "must be " + words(type(rules)) + ", but was " + shown(value));
      return;
    }
    List<Value> each = value instanceof Value.Items items ? items.list() : List.of(value);
    rules
        .get("choices")
        .filter(choices -> choices instanceof Value.Items)
        .map(choices -> ((Value.Items) choices).list())
        .ifPresent(
            choices ->
                each.stream()
                    .filter(one -> choices.stream().noneMatch(c -> same(c, one)))
                    .findFirst()
                    .ifPresent(
                        one ->
                            addProblem(
                                name,
                                one,
                                "must be one of "
                                    + String.join(
                                        ", ", choices.stream().map(Value::toString).toList())
                                    + ", but was "
                                    + shown(one))));
    if (type(rules).equals("list")) {
      rules
          .get("elements")
          .map(Value::toString)
          .ifPresent(
              kind ->
                  each.stream()
                      .filter(one -> !fits(kind, one))
                      .findFirst()
                      .ifPresent(
                          one ->
                              addProblem(
                                  name,
                                  one,
                                  "must be a list whose entries are each "
                                      + words(kind)
                                      + ", but one was "
                                      + shown(one))));
    }
    if (rules.get("options").orElse(Value.nothing()) instanceof Value.Entries inner) {
      for (int i = 0; i < each.size(); i++) {
        if (each.get(i) instanceof Value.Entries entries) {
          String path = value instanceof Value.Items ? name + "[" + i + "]." : name + ".";
          check(inner, entries.map(), path);
        }
      }
    }
  }

  private static String type(Value.Entries rules) {
    return rules.get("type").map(Value::toString).orElse("str");
  }

  private static boolean fits(String type, Value value) {
    String text = value.toString().strip();
    boolean scalar =
        value instanceof Value.Text || value instanceof Value.Num || value instanceof Value.Bool;
    return switch (type) {
      case "int" -> scalar && text.matches("[+-]?[0-9]+");
      case "float" -> scalar && text.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
      case "bool" -> scalar && isBool(text);
      case "list" -> value instanceof Value.Items || scalar;
      case "dict" -> value instanceof Value.Entries;
      case "str", "path", "bytes", "bits" -> scalar;
      default -> true;
    };
  }

  private static boolean isBool(String text) {
    return text.toLowerCase(Locale.ROOT).matches("true|false|yes|no|on|off|1|0|y|n|t|f");
  }

  private static boolean isTrue(Value value) {
    return value.toString().toLowerCase(Locale.ROOT).matches("true|yes|on|1");
  }

  private static boolean same(Value a, Value b) {
    return a.toString().equals(b.toString());
  }

  private static String words(String type) {
    return switch (type) {
      case "int" -> "a whole number";
      case "float" -> "a number";
      case "bool" -> "true or false";
      case "list" -> "a list";
      case "dict" -> "a mapping";
      case "path" -> "a path";
      case "raw" -> "any value";
      default -> "a text";
    };
  }

  private static String shown(Value value) {
    return value instanceof Value.Items || value instanceof Value.Entries
        ? value.kind()
        : "\"" + value + "\"";
  }

  private void addProblem(String name, Value value, String must) {
    Place place = value.place();
    problems.add(
        Diagnostic.error(
            "Invalid argument", place, "%s: \"%s\" %s.".formatted(subject, name, must)));
  }
}
