package dev.plumb.module.calico;

import dev.plumb.json.JsonReader;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An object in JSON of calicoctl or docker. Both leave out what is empty: it reads as empty here,
 * and so does what is of another kind than asked for.
 */
record Json(Value.Entries entries) {

  private static final Json EMPTY = new Json(Value.map(Map.of()));

  /** The objects of a list; nothing when the text is no list. */
  static Optional<List<Json>> list(String text) {
    return JsonReader.read(text)
        .filter(Value.Items.class::isInstance)
        .map(list -> items(list).flatMap(Json::object).toList());
  }

  /** The object behind these keys. */
  Json in(String... keys) {
    Json at = this;
    for (String key : keys) {
      at = at.entries.get(key).stream().flatMap(Json::object).findFirst().orElse(EMPTY);
    }
    return at;
  }

  String text(String key) {
    return entries.get(key).map(Json::text).orElse("");
  }

  boolean isTrue(String key) {
    return text(key).equals("true");
  }

  List<String> texts(String key) {
    return entries.get(key).stream().flatMap(Json::items).map(Json::text).toList();
  }

  List<Json> objects(String key) {
    return entries.get(key).stream().flatMap(Json::items).flatMap(Json::object).toList();
  }

  List<String> keys() {
    return List.copyOf(entries.map().keySet());
  }

  private static Stream<Value> items(Value value) {
    return value instanceof Value.Items items ? items.list().stream() : Stream.of();
  }

  private static Stream<Json> object(Value value) {
    return value instanceof Value.Entries entries ? Stream.of(new Json(entries)) : Stream.of();
  }

  private static String text(Value value) {
    return value instanceof Value.Null ? "" : value.toString();
  }
}
