package dev.plumb.template;

import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.json.JsonReader;
import dev.plumb.json.JsonWriter;
import dev.plumb.playbook.yaml.YamlReader;
import dev.plumb.playbook.yaml.YamlWriter;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions for data: JSON and YAML, mappings and lists, defaults. */
final class DataFunctions {

  static final List<ExpressionFunction> ALL =
      List.of(
          new ExpressionFunction(
              "to_json(value)",
              "Converts a value to JSON on one line.",
              "to_json({'a': [1, true]})",
              "\"{\\\"a\\\":[1,true]}\"",
              1,
              1,
              (args, _) -> Value.text(JsonWriter.write(args.get(0)))),
          new ExpressionFunction(
              "from_json(text)",
              "Parses JSON.",
              "from_json('{\"a\": 1}').a",
              "1",
              1,
              1,
              (args, _) ->
                  JsonReader.read(args.get(0).toString())
                      .orElseThrow(
                          () -> new IllegalArgumentException("The text is not one JSON value."))),
          new ExpressionFunction(
              "to_yaml(value)",
              "Converts a value to YAML, with a final newline.",
              "to_yaml({'a': {'b': [1, 'x: y']}})",
              "\"a:\\n  b:\\n    - 1\\n    - \\\"x: y\\\"\\n\"",
              1,
              1,
              (args, _) -> Value.text(YamlWriter.write(args.get(0)))),
          new ExpressionFunction(
              "from_yaml(text)",
              "Parses YAML.",
              "from_yaml('a: [1, 2]').a",
              "[1,2]",
              1,
              1,
              (args, _) -> fromYaml(args.get(0).toString())),
          new ExpressionFunction(
              "combine(mapping, other, ...)",
              "Merges mappings; later values of a key override earlier ones. With true as the last"
                  + " argument, nested mappings are merged too.",
              "combine({'a': 1, 'b': {'x': 1}}, {'b': {'y': 2}}, true)",
              "{\"a\":1,\"b\":{\"x\":1,\"y\":2}}",
              2,
              Integer.MAX_VALUE,
              (args, _) -> combine(args)),
          new ExpressionFunction(
              "dict2items(mapping)",
              "Converts a mapping to a list of mappings with key and value.",
              "dict2items({'a': 1})",
              "[{\"key\":\"a\",\"value\":1}]",
              1,
              1,
              (args, _) ->
                  Value.list(
                      mapping(args.get(0)).entrySet().stream()
                          .map(
                              e -> {
                                Map<String, Value> item = new LinkedHashMap<>();
                                item.put("key", Value.text(e.getKey()));
                                item.put("value", e.getValue());
                                return Value.map(item);
                              })
                          .toList())),
          new ExpressionFunction(
              "items2dict(list)",
              "Converts a list of mappings with key and value to one mapping.",
              "items2dict([{'key': 'a', 'value': 1}])",
              "{\"a\":1}",
              1,
              1,
              (args, _) -> fromItems(args.get(0))),
          new ExpressionFunction(
              "default(value, otherwise)",
              "Returns the value, or the default if it is missing or empty. FreeMarker's own syntax"
                  + " for missing values is value!otherwise.",
              "default('', 'none')",
              "\"none\"",
              2,
              2,
              (args, _) -> isEmpty(args.get(0)) ? args.get(1) : args.get(0)),
          new ExpressionFunction(
              "mandatory(value, message)",
              "Returns the value, or fails with the message if it is missing or empty.",
              "mandatory('value', 'Set the path.')",
              "\"value\"",
              1,
              2,
              (args, _) -> {
                if (isEmpty(args.get(0))) {
                  throw new IllegalArgumentException(
                      args.size() > 1
                          ? args.get(1).toString()
                          : "The value is mandatory, but is missing or empty.");
                }
                return args.get(0);
              }));

  private DataFunctions() {}

  private static boolean isEmpty(Value value) {
    return value instanceof Value.Null || value.equals(Value.text(""));
  }

  private static Value fromYaml(String text) {
    Diagnostics problems = new Diagnostics();
    Value value =
        YamlReader.read(new SourceText("the text", text), problems).orElse(Value.nothing());
    if (problems.hasErrors()) {
      throw new IllegalArgumentException(
          "The text is not YAML: " + problems.all().getFirst().detail());
    }
    return withoutTemplates(value);
  }

  /** Parsed text is data and contains no templates. */
  private static Value withoutTemplates(Value value) {
    return switch (value) {
      case Value.Text text -> Value.text(text.text());
      case Value.Items items ->
          Value.list(items.list().stream().map(DataFunctions::withoutTemplates).toList());
      case Value.Entries entries -> {
        Map<String, Value> map = new LinkedHashMap<>();
        entries.map().forEach((key, item) -> map.put(key, withoutTemplates(item)));
        yield Value.map(map);
      }
      case Value.Num _, Value.Bool _, Value.Null _, Value.Unknown _ -> value;
    };
  }

  private static Map<String, Value> mapping(Value value) {
    if (value instanceof Value.Entries entries) {
      return entries.map();
    }
    throw new IllegalArgumentException(
        "The argument must be a mapping, but was " + value.kind() + ".");
  }

  private static Value combine(List<Value> args) {
    List<Value> mappings = new ArrayList<>(args);
    boolean deep = mappings.getLast() instanceof Value.Bool;
    boolean recursive = deep && mappings.removeLast().equals(Value.bool(true));
    Map<String, Value> all = new LinkedHashMap<>();
    mappings.forEach(each -> putAll(all, mapping(each), recursive));
    return Value.map(all);
  }

  private static void putAll(Map<String, Value> all, Map<String, Value> more, boolean recursive) {
    more.forEach(
        (key, value) -> {
          if (recursive
              && value instanceof Value.Entries inner
              && all.get(key) instanceof Value.Entries before) {
            Map<String, Value> merged = new LinkedHashMap<>(before.map());
            putAll(merged, inner.map(), true);
            all.put(key, Value.map(merged));
          } else {
            all.put(key, value);
          }
        });
  }

  private static Value fromItems(Value list) {
    if (!(list instanceof Value.Items items)) {
      throw new IllegalArgumentException(
          "The argument must be a list, but was " + list.kind() + ".");
    }
    Map<String, Value> map = new LinkedHashMap<>();
    for (Value item : items.list()) {
      Value key = mapping(item).get("key");
      Value value = mapping(item).get("value");
      if (key == null || value == null) {
        throw new IllegalArgumentException("Each item must have \"key\" and \"value\".");
      }
      map.put(key.toString(), value);
    }
    return Value.map(map);
  }
}
