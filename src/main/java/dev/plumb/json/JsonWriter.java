package dev.plumb.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.plumb.value.UnknownValueException;
import dev.plumb.value.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a value as JSON, keys in the order of the mapping. */
public final class JsonWriter {

  private JsonWriter() {}

  /**
   * Writes a value on one line.
   *
   * @throws UnknownValueException when a part of the value is unknown
   */
  public static String write(Value value) {
    return write(value, null);
  }

  /**
   * Writes a value as an indented file.
   *
   * @throws UnknownValueException when a part of the value is unknown
   */
  public static String pretty(Value value) {
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    return write(
            value,
            new DefaultPrettyPrinter(separators)
                .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance))
        + "\n";
  }

  private static String write(Value value, @Nullable PrettyPrinter printer) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      if (printer != null) {
        json.setPrettyPrinter(printer);
      }
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
