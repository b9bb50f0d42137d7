package dev.plumb.cli.doc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.catalog.Modules;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.playbook.yaml.YamlReader;
import dev.plumb.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaCommandTest {

  private static final Value.Entries SCHEMA = (Value.Entries) SchemaCommand.schema(Modules.all());

  static Stream<Path> ours() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("playbooks"))) {
      return files
          .filter(file -> file.toString().matches("playbooks/[^/]+\\.yml|.*/tasks/.*\\.yml"))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("ours")
  void accepts(Path playbook) {
    Diagnostics problems = new Diagnostics();
    Value read =
        YamlReader.readFile(playbook, playbook.toString(), Place.NONE, problems).orElseThrow();
    assertThat(fits(read, SCHEMA, SCHEMA)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{hosts: all}",
        "[text]",
        "[{tasks: []}]",
        "[{hosts: all, task: []}]",
        "[{hosts: all, tasks: {}}]",
        "[{hosts: all, tasks: [{name: no module}]}]",
        "[{hosts: all, tasks: [{sevice: {name: x}}]}]",
        "[{hosts: all, tasks: [{service: {name: x, stat: started}}]}]",
        "[{hosts: all, tasks: [{service: {name: x, state: runing}}]}]",
        "[{hosts: all, tasks: [{service: {name: x, enabled: maybe}}]}]",
        "[{hosts: all, tasks: [{block: [{debug: {mesg: x}}]}]}]",
        "[{import_playbook: x.yml, tasks: []}]"
      })
  void refuses(String playbook) {
    Value read = YamlReader.read(new SourceText("", playbook), new Diagnostics()).orElseThrow();
    assertThat(fits(read, SCHEMA, SCHEMA)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{all: {hosts: {a: {port: 1}, b: }, vars: {x: 1}}} | true",
        "{etcd: {children: {first: {hosts: {a: }}, second: }}} | true",
        "{all: {host: {a: }}} | false",
        "{all: {hosts: [a, b]}} | false",
        "{all: {children: {etcd: {hosts: {a: text}}}}} | false",
        "{all: {vars: {'not-a-name': 1}}} | false",
        "[a, b] | false",
      })
  void describesInventories(String inventory, boolean right) {
    Value.Entries schema = (Value.Entries) InventorySchema.schema();
    Value read = YamlReader.read(new SourceText("", inventory), new Diagnostics()).orElseThrow();
    assertThat(fits(read, schema, schema)).isEqualTo(right);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inventory/lab.yml", "inventory/hosts.yml"})
  void acceptsOurInventories(Path file) {
    if (Files.exists(file)) {
      Value.Entries schema = (Value.Entries) InventorySchema.schema();
      Value read = YamlReader.readFile(file, "", Place.NONE, new Diagnostics()).orElseThrow();
      assertThat(fits(read, schema, schema)).isTrue();
    }
  }

  /** The part of JSON Schema that ours is written in. */
  private static boolean fits(Value value, Value.Entries schema, Value.Entries root) {
    Map<String, Value> rules = schema.map();
    assertThat(rules.keySet())
        .isSubsetOf(
            "$schema",
            "title",
            "description",
            "definitions",
            "$ref",
            "anyOf",
            "type",
            "items",
            "properties",
            "required",
            "additionalProperties",
            "propertyNames",
            "enum",
            "pattern");
    if (rules.get("$ref") instanceof Value.Text ref) {
      Value.Entries all = (Value.Entries) root.get("definitions").orElseThrow();
      String name = ref.text().substring("#/definitions/".length());
      return fits(value, (Value.Entries) all.get(name).orElseThrow(), root);
    }
    if (rules.get("anyOf") instanceof Value.Items forms
        && forms.list().stream().noneMatch(form -> fits(value, (Value.Entries) form, root))) {
      return false;
    }
    if (rules.get("enum") instanceof Value.Items words && !words.list().contains(value)) {
      return false;
    }
    if (rules.containsKey("type") && !hasType(value, rules.get("type"))) {
      return false;
    }
    if (rules.get("pattern") instanceof Value.Text pattern
        && !value.toString().matches("(?s).*" + pattern.text() + ".*")) {
      return false;
    }
    if (value instanceof Value.Items items && rules.get("items") instanceof Value.Entries each) {
      return items.list().stream().allMatch(item -> fits(item, each, root));
    }
    return !(value instanceof Value.Entries entries) || entriesFit(entries, rules, root);
  }

  private static boolean entriesFit(
      Value.Entries entries, Map<String, Value> rules, Value.Entries root) {
    if (rules.get("required") instanceof Value.Items required
        && !required.list().stream().allMatch(key -> entries.get(key.toString()).isPresent())) {
      return false;
    }
    Value.Entries properties =
        rules.get("properties") instanceof Value.Entries p ? p : Value.map(Map.of());
    if (rules.get("propertyNames") instanceof Value.Entries names
        && !entries.map().keySet().stream().allMatch(name -> fits(Value.text(name), names, root))) {
      return false;
    }
    Value others = rules.getOrDefault("additionalProperties", Value.bool(true));
    boolean closed = Value.bool(false).equals(rules.get("additionalProperties"));
    return entries.map().entrySet().stream()
        .allMatch(
            entry ->
                properties
                    .get(entry.getKey())
                    .or(() -> Optional.of(others).filter(Value.Entries.class::isInstance))
                    .map(rule -> fits(entry.getValue(), (Value.Entries) rule, root))
                    .orElse(!closed));
  }

  private static boolean hasType(Value value, Value types) {
    String type =
        switch (value) {
          case Value.Text _ -> "string";
          case Value.Num _ -> "number";
          case Value.Bool _ -> "boolean";
          case Value.Null _, Value.Unknown _ -> "null";
          case Value.Items _ -> "array";
          case Value.Entries _ -> "object";
        };
    return types instanceof Value.Items several
        ? several.list().contains(Value.text(type))
        : List.of(type).contains(types.toString());
  }
}
