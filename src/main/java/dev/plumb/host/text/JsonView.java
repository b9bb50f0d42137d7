package dev.plumb.host.text;

import dev.plumb.json.JsonReader;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object as docker shows it in JSON. What is empty docker leaves out, or says null, as it likes:
 * both read as empty here, and so does what is of another kind than asked for.
 */
public record JsonView(Value.Entries json) {

  /** The one object of {@code --format '{{json .}}'}; nothing when the text is no such. */
  public static Optional<JsonView> parseObject(String text) {
    return JsonReader.read(text).flatMap(JsonView::of);
  }

  /** The objects that {@code docker inspect} printed; nothing when the text is no list. */
  public static Optional<List<JsonView>> parseList(String text) {
    return JsonReader.read(text)
        .filter(Value.Items.class::isInstance)
        .map(items -> objects(Optional.of(items)));
  }

  /** The object at a key, or an empty one. */
  public JsonView object(String key) {
    return json.get(key).flatMap(JsonView::of).orElse(new JsonView(Value.map(Map.of())));
  }

  /** The text, number or truth at a key as a text, or the empty text. */
  public String text(String key) {
    return json.get(key).map(JsonView::text).orElse("");
  }

  /** Returns the whole number at a key, or 0. */
  public long number(String key) {
    String text = text(key);
    return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  public boolean isTrue(String key) {
    return text(key).equals("true");
  }

  public List<String> texts(String key) {
    return json.get(key).filter(Value.Items.class::isInstance).stream()
        .flatMap(items -> ((Value.Items) items).list().stream())
        .map(JsonView::text)
        .toList();
  }

  public List<JsonView> objects(String key) {
    return objects(json.get(key));
  }

  /** A mapping to texts, in docker's order: labels, options. */
  public Map<String, String> map(String key) {
    Map<String, String> map = new LinkedHashMap<>();
    object(key).json.map().forEach((name, value) -> map.put(name, text(value)));
    return map;
  }

  private static Optional<JsonView> of(Value value) {
    return value instanceof Value.Entries entries
        ? Optional.of(new JsonView(entries))
        : Optional.empty();
  }

  private static List<JsonView> objects(Optional<Value> list) {
    return list.filter(Value.Items.class::isInstance).stream()
        .flatMap(items -> ((Value.Items) items).list().stream())
        .flatMap(item -> of(item).stream())
        .toList();
  }

  private static String text(Value value) {
    return value instanceof Value.Null ? "" : value.toString();
  }
}
