package dev.plumb.cli.doc;

import dev.plumb.cli.command.Subcommand;
import dev.plumb.cli.option.Flags;
import dev.plumb.cli.process.ExitStatus;
import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.cli.run.RunModules;
import dev.plumb.module.Argument;
import dev.plumb.module.PlumbModule;
import dev.plumb.playbook.PlaybookKeywords;
import dev.plumb.report.ValueJson;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code plumb schema}: prints a JSON Schema for editors, generated from the keywords and arguments
 * that the readers use. It finds wrong names and types of values; lint finds more.
 */
public final class SchemaCommand implements Subcommand<Boolean> {

  private static final Set<String> TASK_LISTS =
      Set.of("tasks", "pre_tasks", "post_tasks", "handlers", "block", "rescue", "always");

  @Override
  public String name() {
    return "schema";
  }

  @Override
  public String summary() {
    return "Print a JSON Schema of playbooks for editors.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Flags.flag(spec, "Print the schema of YAML inventories instead.", "--inventory");
  }

  @Override
  public Boolean options(ParseResult given, ProcessEnvironment environment) {
    return Flags.has(given, "--inventory");
  }

  @Override
  public int run(Boolean inventory, ProcessEnvironment environment) {
    environment
        .out()
        .println(
            ValueJson.of(
                inventory ? InventorySchema.schema() : schema(RunModules.find(environment))));
    return ExitStatus.DONE.number();
  }

  static Value schema(List<PlumbModule<?, ?>> modules) {
    Map<String, Value> plays = new LinkedHashMap<>();
    plays.put("type", Value.text("array"));
    plays.put(
        "items",
        anyOf(
            object(keywords(PlaybookKeywords.PLAY), List.of("hosts")),
            object(keywords(PlaybookKeywords.IMPORT_PLAYBOOK), List.of("import_playbook"))));
    Map<String, Value> schema = new LinkedHashMap<>();
    schema.put("$schema", Value.text("http://json-schema.org/draft-07/schema#"));
    schema.put("title", Value.text("plumb playbook"));
    // The task files of roles and imports are lists as well.
    schema.put(
        "anyOf", Value.list(List.of(Value.map(plays), Value.map(Map.of("$ref", def("tasks"))))));
    schema.put("definitions", definitions(modules));
    return Value.map(schema);
  }

  private static Value definitions(List<PlumbModule<?, ?>> modules) {
    Map<String, Value> tasks = new LinkedHashMap<>();
    tasks.put("type", Value.texts(List.of("array", "null")));
    tasks.put("items", Value.map(Map.of("$ref", def("task"))));
    Map<String, Value> all = new LinkedHashMap<>();
    all.put("tasks", Value.map(tasks));
    List<Value> forms = new ArrayList<>();
    Map<String, Value> block = keywords(PlaybookKeywords.IMPORT);
    block.putAll(keywords(PlaybookKeywords.BLOCK_PARTS));
    forms.add(object(block, List.of("block")));
    for (String word : List.of("import_tasks", "import_role")) {
      Map<String, Value> keys = keywords(PlaybookKeywords.TASK);
      keys.putAll(keywords(PlaybookKeywords.IMPORT));
      keys.put(word, Value.map(Map.of()));
      forms.add(object(keys, List.of(word)));
    }
    for (PlumbModule<?, ?> module : modules) {
      module.info().names().stream()
          .flatMap(name -> Stream.of(name, "ansible.builtin." + name))
          .forEach(
              name -> {
                Map<String, Value> keys = keywords(PlaybookKeywords.TASK);
                keys.put(name, Value.map(Map.of("$ref", def("module-" + module.name()))));
                forms.add(object(keys, List.of(name)));
              });
      all.put("module-" + module.name(), module(module));
    }
    all.put("task", Value.map(Map.of("anyOf", Value.list(forms))));
    return Value.map(all);
  }

  /** The arguments of a module; a string is their short form. */
  private static Value module(PlumbModule<?, ?> module) {
    Map<String, Value> args = new LinkedHashMap<>();
    boolean open = false;
    for (Argument arg : module.argReader().args()) {
      open |= arg.rest();
      for (String name : arg.names()) {
        Map<String, Value> one = new LinkedHashMap<>(type(arg.typeDescription()));
        one.put("description", Value.text(arg.doc()));
        args.put(name, Value.map(one));
      }
    }
    Map<String, Value> object = new LinkedHashMap<>();
    object.put("description", Value.text(module.info().doc()));
    object.put("type", Value.texts(List.of("object", "string", "null")));
    object.put("properties", Value.map(args));
    if (!open) {
      object.put("additionalProperties", Value.bool(false));
    }
    return Value.map(object);
  }

  /** Rejects only values that are certainly invalid: every value can be a template. */
  private static Map<String, Value> type(String takes) {
    Value template =
        Value.map(Map.of("type", Value.text("string"), "pattern", Value.text("\\$\\{")));
    if (takes.startsWith("one of ")) {
      List<String> words = List.of(takes.substring("one of ".length()).split(", "));
      return Map.of(
          "anyOf", Value.list(List.of(Value.map(Map.of("enum", Value.texts(words))), template)));
    }
    if (takes.equals("true or false")) {
      Map<String, Value> bool = Map.of("type", Value.text("boolean"));
      Value words = Value.map(Map.of("enum", Value.texts(List.of("yes", "no", "true", "false"))));
      return Map.of("anyOf", Value.list(List.of(Value.map(bool), words, template)));
    }
    return Map.of();
  }

  private static Map<String, Value> keywords(Set<String> words) {
    Map<String, Value> keys = new LinkedHashMap<>();
    for (String word : words) {
      keys.put(
          word,
          TASK_LISTS.contains(word)
              ? Value.map(Map.of("$ref", def("tasks")))
              : Value.map(Map.of()));
    }
    return keys;
  }

  private static Value object(Map<String, Value> keys, List<String> required) {
    Map<String, Value> object = new LinkedHashMap<>();
    object.put("type", Value.text("object"));
    object.put("properties", Value.map(keys));
    object.put("required", Value.texts(required));
    object.put("additionalProperties", Value.bool(false));
    return Value.map(object);
  }

  private static Value anyOf(Value... forms) {
    return Value.map(Map.of("anyOf", Value.list(List.of(forms))));
  }

  private static Value def(String name) {
    return Value.text("#/definitions/" + name);
  }
}
