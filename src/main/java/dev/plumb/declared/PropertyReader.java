package dev.plumb.declared;

import dev.plumb.declared.StepDeclaration.Action;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the properties that a module declares, with their steps. */
final class PropertyReader {

  private static final List<String> KEYS = List.of("when", "now", "wanted", "steps");
  private static final List<String> ACTIONS = List.of("run", "write");
  private static final List<String> STEP_KEYS =
      List.of("run", "write", "when", "input", "content", "mode", "owner", "group", "validate");

  private PropertyReader() {}

  static List<PropertyDeclaration> read(ModuleFields file) {
    if (file.mapping("properties").map().isEmpty()) {
      file.problem(
          "Missing key",
          file.place("properties"),
          "A module needs \"properties\": what it keeps, each with \"now\", \"wanted\" and"
              + " \"steps\".");
    }
    List<PropertyDeclaration> properties = new ArrayList<>();
    file.each(
        "properties",
        "property",
        KEYS,
        (name, fields) -> {
          Optional<Value> when = fields.expression("when");
          Optional<Value> now = fields.requiredExpression("now");
          Optional<Value> wanted = fields.requiredExpression("wanted");
          List<StepDeclaration> steps = steps(name, fields);
          if (now.isPresent() && wanted.isPresent()) {
            properties.add(new PropertyDeclaration(name, when, now.get(), wanted.get(), steps));
          }
        });
    return properties;
  }

  private static List<StepDeclaration> steps(String property, ModuleFields fields) {
    List<Value> items = fields.list("steps");
    if (items.isEmpty()) {
      fields.problem(
          "Property without steps",
          fields.place("steps"),
          "%s has no \"steps\", so that plumb could find a difference and never move it. Name the commands that do, or a file to write:\n    steps:\n      - run: [program, word]"
              .formatted(fields.what()));
    }
    return items.stream()
        .flatMap(item -> fields.inner(item, "A step of \"" + property + "\"", STEP_KEYS).stream())
        .flatMap(step -> step(step).stream())
        .toList();
  }

  private static Optional<StepDeclaration> step(ModuleFields fields) {
    Optional<Value> when = fields.expression("when");
    Map<String, Value> rest = new LinkedHashMap<>(fields.entries().map());
    rest.remove("when");
    fields.checkTemplates(Value.map(rest));
    return switch (fields.one(ACTIONS)) {
      case "run" ->
          Optional.of(
              new StepDeclaration(
                  when, new Action.Run(fields.words("run"), fields.scalar("input"))));
      case "write" -> {
        Optional<Value> path = fields.scalar("write");
        Optional<Value> content = fields.required("content");
        yield path.isEmpty() || content.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new StepDeclaration(
                    when,
                    new Action.Write(
                        path.get(),
                        content.get(),
                        fields.scalar("mode"),
                        fields.scalar("owner"),
                        fields.scalar("group"),
                        fields.words("validate"))));
      }
      default -> Optional.empty();
    };
  }
}
