package dev.plumb.declared;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.template.Scope;
import dev.plumb.template.Templates;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Evaluates what a module file holds, over a task's arguments, the module's variables and the
 * answers of its probes. Every method throws {@link BadInputException} with the place in the file.
 */
record Environment(Templates templates, Map<String, Value> values) implements Scope {

  @Override
  public Optional<Value> lookup(String name) {
    return Optional.ofNullable(values.get(name));
  }

  @Override
  public Set<String> names() {
    return values.keySet();
  }

  Environment with(Map<String, Value> more) {
    Map<String, Value> all = new LinkedHashMap<>(values);
    all.putAll(more);
    return new Environment(templates, all);
  }

  Value evaluate(Value expression) {
    return templates.evaluate(expression, this);
  }

  boolean holds(Value expression) {
    return templates.holds(expression, this);
  }

  String text(Value template) {
    return scalar(templates.render(template, this), template);
  }

  /** The words of a command; one that renders to a list stands for its items. */
  List<String> words(List<Value> templatesOfWords) {
    return templatesOfWords.stream()
        .flatMap(
            word ->
                switch (templates.render(word, this)) {
                  case Value.Items items -> items.list().stream().map(item -> scalar(item, word));
                  case Value other -> Stream.of(scalar(other, word));
                })
        .toList();
  }

  /** A text that has a type of its own: a path, a file mode. */
  <T> T typed(Value template, Function<String, T> type) {
    String text = text(template);
    try {
      return type.apply(text);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          Diagnostic.error(
              "Invalid value in a module", template.place(), "This " + e.getMessage() + "."));
    }
  }

  private static String scalar(Value value, Value template) {
    return switch (value) {
      case Value.Text _, Value.Num _, Value.Bool _ -> value.toString();
      case Value.Null _, Value.Items _, Value.Entries _, Value.Unknown _ ->
          throw new BadInputException(
              Diagnostic.error(
                  "Invalid value in a module",
                  template.place(),
                  "This must be a text, but is " + value.kind() + "."));
    };
  }
}
