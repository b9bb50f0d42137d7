package dev.plumb.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumb.value.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** Formats values as JSON. */
public final class ValueJson {

  private ValueJson() {}

  /** Formats a value, indented, without a trailing newline. Unknown values are null. */
  public static String of(Value value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException("A string takes every character.", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Value value) throws IOException {
    switch (value) {
      case Value.Text text -> json.writeString(text.text());
      case Value.Num number -> json.writeNumber(number.number());
      case Value.Bool bool -> json.writeBoolean(bool.truth());
      case Value.Null _, Value.Unknown _ -> json.writeNull();
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
    }
  }
}
