package dev.plumb.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.module.TestValues;
import dev.plumb.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void readsEveryKindOfValue() {
    assertThat(JsonReader.read("{\"a\": [1, 2.5, true, null], \"b\": {\"c\": \"${x}\"}} "))
        .contains(TestValues.yaml("{a: [1, 2.5, true, null], b: {c: '${x}'}}"));
  }

  @Test
  void neverTreatsInputAsTemplate() {
    assertThat(JsonReader.read("\"${x}\""))
        .hasValueSatisfying(value -> assertThat(((Value.Text) value).template()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1", "{} {}", "nothing", "{\"a\"}"})
  void rejectsInvalidJson(String text) {
    assertThat(JsonReader.read(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":[1,2.5,true,null,\"x\\n\"],\"b\":{}}", "[]", "\"a\"", "0"})
  void roundTrips(String text) {
    assertThat(JsonReader.read(text).map(JsonWriter::write)).contains(text);
  }

  @Test
  void prettyPrints() {
    assertThat(
            JsonReader.read("{\"b\":{\"c\":[1,\"x\"],\"d\":{}},\"a\":[],\"e\":true}")
                .map(JsonWriter::pretty))
        .contains(
            """
            {
              "b": {
                "c": [1,"x"],
                "d": {}
              },
              "a": [],
              "e": true
            }
            """);
  }
}
