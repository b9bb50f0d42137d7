package dev.plumb.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads JSON from programs and servers. */
public final class JsonReader {

  private JsonReader() {}

  /** Reads a single JSON value; empty if the text is invalid. Its texts are never templates. */
  public static Optional<Value> read(String text) {
    JsonFactory factory =
        JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();
    try (JsonParser parser = factory.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return Optional.empty();
      }
      Value value = value(parser, first);
      return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
    } catch (IOException e) {
      // Invalid JSON is a possible answer; the caller decides how to treat it.
      return Optional.empty();
    }
  }

  private static Value value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> Value.text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new Value.Num(parser.getDecimalValue(), Place.NONE);
      case VALUE_TRUE -> Value.bool(true);
      case VALUE_FALSE -> Value.bool(false);
      case VALUE_NULL -> Value.nothing();
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IOException("unexpected " + token);
    };
  }

  private static Value object(JsonParser parser) throws IOException {
    Map<String, Value> map = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      map.put(key, value(parser, parser.nextToken()));
    }
    return Value.map(map);
  }

  private static Value array(JsonParser parser) throws IOException {
    List<Value> list = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      list.add(value(parser, token));
    }
    return Value.list(list);
  }
}
