package dev.plumb.declared;

import dev.plumb.module.Arg;
import dev.plumb.module.ArgReader;
import dev.plumb.module.Argument;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Secret;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the arguments that a module declares. */
final class ArgumentReader {

  private static final List<String> KEYS = List.of("type", "doc", "example", "default", "required");

  private static final Map<String, Class<?>> TYPES = types();

  private ArgumentReader() {}

  private static Map<String, Class<?>> types() {
    Map<String, Class<?>> types = new LinkedHashMap<>();
    types.put("text", String.class);
    types.put("bool", Boolean.class);
    types.put("int", Long.class);
    types.put("path", RemotePath.class);
    types.put("secret", Secret.class);
    types.put("list", List.class);
    types.put("map", Value.Entries.class);
    types.put("any", Value.class);
    return types;
  }

  static List<Argument> read(String module, ModuleFields file) {
    List<Argument> args = new ArrayList<>();
    file.each(
        "args",
        "argument",
        KEYS,
        (name, fields) -> {
          Optional<Value> otherwise = fields.scalar("default");
          List<String> choices = new ArrayList<>();
          Class<?> type = type(fields, choices);
          boolean optional =
              !fields.flag("required", true) && otherwise.isEmpty() && type != List.class;
          Argument argument =
              Argument.of(
                  name,
                  optional ? Optional.class : type,
                  type == List.class ? String.class : type,
                  new Arg.Literal(
                      text(fields.required("doc")),
                      text(fields.required("example")),
                      text(otherwise)),
                  choices);
          otherwise.ifPresent(value -> check(module, argument, value, fields));
          fields.value("example").ifPresent(value -> check(module, argument, value, fields));
          args.add(argument);
        });
    return args;
  }

  private static String text(Optional<Value> value) {
    return value.map(Value::toString).orElse("");
  }

  private static Class<?> type(ModuleFields fields, List<String> choices) {
    Value given = fields.value("type").orElse(Value.text("text"));
    if (given instanceof Value.Items items) {
      items.list().forEach(item -> choices.add(item.toString()));
      return String.class;
    }
    Class<?> type = TYPES.get(given.toString());
    if (type == null) {
      fields.invalid(
          given.place(),
          "\"type\" of %s must be one of %s, or a list of the texts to choose from, but is \"%s\".",
          fields.subject(),
          String.join(", ", TYPES.keySet()),
          given);
      return String.class;
    }
    return type;
  }

  /** A default or an example must be what the argument takes. */
  private static void check(String module, Argument argument, Value value, ModuleFields fields) {
    fields
        .problems()
        .addAll(
            new ArgReader<>(module, List.of(argument), _ -> new DeclaredSpec(Map.of()))
                .check(Value.map(Map.of(argument.name(), value)), value.place()));
  }

  /** What was read for a task, as values for expressions; absent arguments are left out. */
  static Map<String, Value> values(Map<String, Object> read) {
    Map<String, Value> values = new LinkedHashMap<>();
    read.forEach(
        (name, object) -> {
          if (!(object instanceof Optional<?> optional)) {
            values.put(name, value(object));
          } else if (optional.isPresent()) {
            values.put(name, value(optional.get()));
          }
        });
    return values;
  }

  private static Value value(Object object) {
    return switch (object) {
      case Value value -> value;
      case Boolean truth -> Value.bool(truth);
      case Long number -> Value.number(number);
      case Secret secret -> Value.text(secret.reveal());
      case List<?> list -> Value.list(list.stream().map(ArgumentReader::value).toList());
      default -> Value.text(object.toString());
    };
  }
}
