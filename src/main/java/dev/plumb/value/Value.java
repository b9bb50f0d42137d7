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
 * A piece of data in a playbook, an inventory or a variable, that knows where a person wrote it.
 *
 * <p>Two values are equal when their data is equal; the places do not count.
 */
public sealed interface Value {

  /** Where it was written, or {@link Place#NONE} for what was computed. */
  Place place();

  /**
   * A text.
   *
   * @param template whether it may hold {@code ${...}} that is still to be rendered. True only for
   *     what a person wrote; never for what a host or a program answered, so that output cannot run
   *     as a template.
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
   * A number. BigDecimal takes as long to be set up as a playbook of forty tasks to be read, so
   * that it is only asked for where a long does not do.
   *
   * @param exact a Long when it is whole and fits in one, a Double when that is shown by the very
   *     digits that it was written with, a BigDecimal otherwise
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

    /** Whole ones have scale 0. */
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

  /** Explicitly nothing. */
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
   * A mapping, in the order written.
   *
   * @param keyPlaces where each key was written; keys that were computed are absent
   * @param open whether keys that are not there are unknown, not absent: the result of a task that
   *     check mode did not run
   */
  record Entries(Map<String, Value> map, Map<String, Place> keyPlaces, boolean open, Place place)
      implements Value {
    public Entries {
      map = Collections.unmodifiableMap(new LinkedHashMap<>(map));
      keyPlaces = Map.copyOf(keyPlaces);
    }

    public Optional<Value> get(String key) {
      return Optional.ofNullable(map.get(key));
    }

    /** Where the key was written, or the mapping's place. */
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
   * A value that only an apply would settle. It spreads: what is computed from it is unknown too.
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

  /** A text that is not a template. */
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

  /** A list of texts that are not templates. */
  static Items texts(List<String> texts) {
    return list(texts.stream().map(Value::text).toList());
  }

  static Entries map(Map<String, ? extends Value> map) {
    return new Entries(new LinkedHashMap<>(map), Map.of(), false, Place.NONE);
  }

  /** The word for this kind of value in error messages: {@code "a list"}. */
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
