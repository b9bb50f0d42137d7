package dev.plumb.module;

import dev.plumb.diagnostic.Place;
import dev.plumb.value.Value;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Values for tests, written as YAML. */
public final class TestValues {

  private TestValues() {}

  public static Value yaml(String text) {
    return value(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
  }

  private static Value value(@Nullable Object loaded) {
    return switch (loaded) {
      case null -> Value.nothing();
      case Boolean truth -> Value.bool(truth);
      case Number number -> new Value.Num(new BigDecimal(number.toString()), Place.NONE);
      case List<?> list -> Value.list(list.stream().map(TestValues::value).toList());
      case Map<?, ?> map -> {
        Map<String, Value> entries = new LinkedHashMap<>();
        map.forEach((key, one) -> entries.put(String.valueOf(key), value(one)));
        yield Value.map(entries);
      }
      default -> Value.text(loaded.toString());
    };
  }
}
