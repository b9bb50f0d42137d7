package dev.plumb.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.diagnostic.Place;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValueJsonTest {

  @Test
  void keepsEveryKindOfValueAndTheOrderOfKeys() {
    Map<String, Value> map = new LinkedHashMap<>();
    map.put("text", Value.text("a\"b"));
    map.put("number", Value.number(7));
    map.put("truth", Value.bool(true));
    map.put("nothing", Value.nothing());
    map.put("unknown", new Value.Unknown("later", Place.NONE));
    map.put("list", Value.list(List.of(Value.number(1), Value.map(Map.of()))));
    assertThat(ValueJson.of(Value.map(map)))
        .isEqualTo(
            """
            {
              "text" : "a\\"b",
              "number" : 7,
              "truth" : true,
              "nothing" : null,
              "unknown" : null,
              "list" : [ 1, { } ]
            }\
            """);
  }
}
