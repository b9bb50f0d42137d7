package dev.plumb.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumb.value.UnknownValueException;
import dev.plumb.value.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes a value as JSON in one line, keys in the order of the mapping. */
public final class JsonWriter {

  private JsonWriter() {}

  /**
   * @throws UnknownValueException when a part of the value is unknown
   */
  public static String write(Value value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Value value) throws IOException {
    switch (value) {
      case Value.Text text -> json.writeString(text.text());
      case Value.Num number -> json.writeNumber(number.toString());
      case Value.Bool bool -> json.writeBoolean(bool.truth());
      case Value.Null _ -> json.writeNull();
      case Value.Items items -> {
        json.writeStartArray();
        for (Value item : items.list()) {
          write(json, item);
        }
        json.writeEndArray();
      }
      case Value.Entries entries -> {
        json.writeStartObject();
        for (Map.Entry<String, Value> entry : entries.map().entrySet()) {
          json.writeFieldName(entry.getKey());
          write(json, entry.getValue());
        }
        json.writeEndObject();
      }
      case Value.Unknown unknown -> throw new UnknownValueException(unknown.why());
    }
  }
}
