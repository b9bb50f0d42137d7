package dev.plumb.cli.doc;

import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema of YAML inventories. */
final class InventorySchema {

  private InventorySchema() {}

  static Value schema() {
    Map<String, Value> group = new LinkedHashMap<>();
    group.put("hosts", map("Hosts, each with its variables.", ref("vars")));
    group.put("children", map("Groups within this one.", ref("group")));
    group.put("vars", ref("vars"));
    Map<String, Value> definitions = new LinkedHashMap<>();
    definitions.put("vars", vars());
    definitions.put("group", object(group));
    Map<String, Value> schema = new LinkedHashMap<>();
    schema.put("$schema", Value.text("http://json-schema.org/draft-07/schema#"));
    schema.put("title", Value.text("plumb inventory"));
    schema.put("type", Value.text("object"));
    schema.put("additionalProperties", ref("group"));
    schema.put("definitions", Value.map(definitions));
    return Value.map(schema);
  }

  private static Value object(Map<String, Value> properties) {
    Map<String, Value> object = new LinkedHashMap<>();
    object.put("type", Value.texts(List.of("object", "null")));
    object.put("properties", Value.map(properties));
    object.put("additionalProperties", Value.bool(false));
    return Value.map(object);
  }

  private static Value vars() {
    Map<String, Value> object = new LinkedHashMap<>();
    object.put("description", Value.text("Variables."));
    object.put("type", Value.texts(List.of("object", "null")));
    object.put(
        "propertyNames", Value.map(Map.of("pattern", Value.text("^[A-Za-z_][A-Za-z0-9_]*$"))));
    return Value.map(object);
  }

  private static Value map(String description, Value of) {
    Map<String, Value> object = new LinkedHashMap<>();
    object.put("description", Value.text(description));
    object.put("type", Value.texts(List.of("object", "null")));
    object.put("additionalProperties", of);
    return Value.map(object);
  }

  private static Value ref(String name) {
    return Value.map(Map.of("$ref", Value.text("#/definitions/" + name)));
  }
}
