package dev.plumb.value;

import dev.plumb.diagnostic.Place;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A value in a playbook, an inventory or a variable, with the place where it was written.
 *
 * <p>Values are equal if their data is equal; places are ignored.
 */
public sealed interface Value {

  /** Returns where it was written, or {@link Place#NONE} for computed values. */
  Place place();

  /**
   * A text.
   *
   * @param template whether it may contain {@code ${...}} to render. True only for text from
   *     playbooks and inventories, never for output of hosts or programs, so output cannot run as a
   *     template.
   */
  record Text(String text, boolean template, Place place) implements Value {
    @Override
    public boolean equals(Object other) {
      return other instanceof Text that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A number. Loading BigDecimal takes as long as reading a playbook of forty tasks, so it is used
   * only where a long is insufficient.
   *
   * @param exact a Long if possible, a Double if it prints with the digits it was written with,
   *     otherwise a BigDecimal
   */
  record Num(Number exact, Place place) implements Value {

    public Num {
      boolean fits =
          exact instanceof Integer
              || (exact instanceof BigDecimal big
                  && big.scale() == 0
                  && big.unscaledValue().bitLength() < Long.SIZE);
      exact = fits ? exact.longValue() : exact;
    }

    /** Returns the exact value; integers have scale 0. */
    public BigDecimal number() {
      return exact instanceof BigDecimal big ? big : new BigDecimal(exact.toString());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Num that
          && ((exact instanceof Long && that.exact instanceof Long)
              ? exact.equals(that.exact)
              : number().compareTo(that.number()) == 0);
    }

    @Override
    public int hashCode() {
      return Double.hashCode(exact.doubleValue());
    }

    @Override
    public String toString() {
      return exact instanceof Long ? exact.toString() : number().toPlainString();
    }
  }

  /** True or false. */
  record Bool(boolean truth, Place place) implements Value {
    @Override
    public boolean equals(Object other) {
      return other instanceof Bool that && truth == that.truth;
    }

    @Override
    public int hashCode() {
      return Boolean.hashCode(truth);
    }

    @Override
    public String toString() {
      return Boolean.toString(truth);
    }
  }

  /** An explicit null. */
  record Null(Place place) implements Value {
    @Override
    public boolean equals(Object other) {
      return other instanceof Null;
    }

    @Override
    public int hashCode() {
      return 0;
    }

    @Override
    public String toString() {
      return "null";
    }
  }

  /** A list. */
  record Items(List<Value> list, Place place) implements Value {
    public Items {
      list = List.copyOf(list);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Items that && list.equals(that.list);
    }

    @Override
    public int hashCode() {
      return list.hashCode();
    }

    @Override
    public String toString() {
      return list.toString();
    }
  }

  /**
   * A mapping in source order.
   *
   * @param keyPlaces where each key was written; absent for computed keys
   * @param open whether missing keys are unknown instead of absent: true for the result of a task
   *     that a check did not run
   */
  record Entries(Map<String, Value> map, Map<String, Place> keyPlaces, boolean open, Place place)
      implements Value {
    public Entries {
      map = Collections.unmodifiableMap(new LinkedHashMap<>(map));
      keyPlaces = Map.copyOf(keyPlaces);
    }

    /** A mapping without keys. */
    public static final Entries EMPTY = new Entries(Map.of(), Map.of(), false, Place.NONE);

    /** Returns both mappings merged; {@code inner} overrides this one. */
    public Entries overriddenBy(Entries inner) {
      if (inner.map.isEmpty()) {
        return this;
      }
      if (map.isEmpty()) {
        return inner;
      }
      Map<String, Value> all = new LinkedHashMap<>(map);
      all.putAll(inner.map);
      Map<String, Place> places = new LinkedHashMap<>(keyPlaces);
      places.putAll(inner.keyPlaces);
      return new Entries(all, places, false, inner.place);
    }

    public Optional<Value> get(String key) {
      return Optional.ofNullable(map.get(key));
    }

    /** Returns where the key was written, or the mapping's place. */
    public Place keyPlace(String key) {
      return keyPlaces.getOrDefault(key, place);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Entries that && map.equals(that.map) && open == that.open;
    }

    @Override
    public int hashCode() {
      return map.hashCode();
    }

    @Override
    public String toString() {
      return map.entrySet().stream()
          .map(e -> e.getKey() + ": " + e.getValue())
          .collect(Collectors.joining(", ", "{", "}"));
    }
  }

  /**
   * A value that is only known after an apply. Everything computed from it is unknown too.
   *
   * @param why half a sentence for people: {@code "registered by task \"x\", which check does not
   *     run"}
   */
  record Unknown(String why, Place place) implements Value {
    @Override
    public boolean equals(Object other) {
      return other instanceof Unknown;
    }

    @Override
    public int hashCode() {
      return 1;
    }

    @Override
    public String toString() {
      return "(known after apply)";
    }
  }

  /** Returns a text that is not a template. */
  static Text text(String text) {
    return new Text(text, false, Place.NONE);
  }

  static Num number(long number) {
    return new Num(number, Place.NONE);
  }

  static Bool bool(boolean truth) {
    return new Bool(truth, Place.NONE);
  }

  static Null nothing() {
    return new Null(Place.NONE);
  }

  static Items list(List<? extends Value> list) {
    return new Items(List.copyOf(list), Place.NONE);
  }

  /** Returns a list of texts that are not templates. */
  static Items texts(List<String> texts) {
    return list(texts.stream().map(Value::text).toList());
  }

  static Entries map(Map<String, ? extends Value> map) {
    return new Entries(new LinkedHashMap<>(map), Map.of(), false, Place.NONE);
  }

  /** Returns the name of this kind of value for messages: {@code "a list"}. */
  default String kind() {
    return switch (this) {
      case Text _ -> "a text";
      case Num _ -> "a number";
      case Bool _ -> "true or false";
      case Null _ -> "nothing";
      case Items _ -> "a list";
      case Entries _ -> "a mapping";
      case Unknown _ -> "unknown before an apply";
    };
  }
}
