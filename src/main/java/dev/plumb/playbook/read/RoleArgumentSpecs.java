package dev.plumb.playbook.read;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.diagnostic.Place;
import dev.plumb.module.ModuleTrait;
import dev.plumb.playbook.Role;
import dev.plumb.playbook.Task;
import dev.plumb.value.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Converts a role's {@code meta/argument_specs.yml} into a validation task that runs before the
 * role's own tasks.
 */
final class RoleArgumentSpecs {

  /** Keys that are validated; the others are documentation. */
  private static final Set<String> RULE_KEYS =
      Set.of("type", "required", "choices", "elements", "options");

  private static final Set<String> DOCUMENTATION_KEYS =
      Set.of("description", "default", "version_added", "no_log", "aliases");

  private final LoadContext loading;

  RoleArgumentSpecs(LoadContext loading) {
    this.loading = loading;
  }

  /**
   * @param entryPoint the tasks file of the role that is used
   */
  List<Task> validationTask(Role role, String entryPoint, Place asked, InheritedKeywords around) {
    Optional<Value.Entries> options =
        specs(Path.of(role.folder(), "meta"), asked)
            .flatMap(specs -> mapping(specs, entryPoint.replaceFirst("\\.ya?ml$", "")))
            .flatMap(spec -> mapping(spec, "options"));
    if (options.isEmpty() || options.get().map().isEmpty()) {
      return List.of();
    }
    Map<String, Value> variables = new LinkedHashMap<>();
    for (String name : options.get().map().keySet()) {
      variables.put(
          name, new Value.Text("${(%s??)?then([%s], [])}".formatted(name, name), true, Place.NONE));
    }
    Map<String, Value> args = new LinkedHashMap<>();
    args.put("argument_spec", rules(options.get()));
    args.put("variables", Value.map(variables));
    args.put("role", Value.text(role.name()));
    Map<String, Value> task = new LinkedHashMap<>();
    task.put("name", Value.text("validate the arguments of role " + role.name()));
    String validator = loading.modules().require(ModuleTrait.VALIDATES_ARGUMENTS).name();
    task.put(validator, Value.map(args));
    task.put("tags", Value.text("always"));
    return new TaskReader(loading)
        .read(
            new Value.Entries(task, Map.of(validator, asked), false, asked),
            around.inRole(role, role.folder()))
        .map(List::of)
        .orElse(List.of());
  }

  private Optional<Value.Entries> specs(Path meta, Place asked) {
    Optional<Path> own = RoleReader.file(meta, "argument_specs");
    Optional<Value.Entries> file =
        own.or(() -> RoleReader.file(meta, "main"))
            .flatMap(path -> loading.file(path, asked))
            .filter(value -> value instanceof Value.Entries)
            .map(value -> (Value.Entries) value);
    return file.flatMap(entries -> mapping(entries, "argument_specs"));
  }

  private Optional<Value.Entries> mapping(Value.Entries entries, String key) {
    return loading.fields(entries, "in argument_specs").mapping(key);
  }

  private Value rules(Value.Entries options) {
    Map<String, Value> all = new LinkedHashMap<>();
    for (Map.Entry<String, Value> option : options.map().entrySet()) {
      if (!(option.getValue() instanceof Value.Entries given)) {
        reportError(
            "Invalid argument specification",
            option.getValue().place(),
            "The specification of \"%s\" must be a mapping, but was %s."
                .formatted(option.getKey(), option.getValue().kind()));
        continue;
      }
      Map<String, Value> rules = new LinkedHashMap<>();
      for (Map.Entry<String, Value> rule : given.map().entrySet()) {
        String name = rule.getKey();
        if (name.equals("options") && rule.getValue() instanceof Value.Entries inner) {
          rules.put(name, rules(inner));
        } else if (RULE_KEYS.contains(name)) {
          rules.put(name, literal(rule.getValue()));
        } else if (!DOCUMENTATION_KEYS.contains(name)) {
          reportError(
              "Invalid argument specification",
              given.keyPlace(name),
              "Unknown key \"%s\".%s".formatted(name, DidYouMean.suggestion(name, RULE_KEYS)));
        }
      }
      all.put(option.getKey(), Value.map(rules));
    }
    return Value.map(all);
  }

  private static Value literal(Value value) {
    return switch (value) {
      case Value.Text text -> new Value.Text(text.text(), false, text.place());
      case Value.Items items ->
          Value.list(items.list().stream().map(RoleArgumentSpecs::literal).toList());
      default -> value;
    };
  }

  private void reportError(String summary, Place place, String detail) {
    loading.problems().add(Diagnostic.error(summary, place, detail));
  }
}
