package dev.plumb.change;

import dev.plumb.remote.Step;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One property of a state, for {@link Plan#converge}.
 *
 * @param name as a person would say it: {@code mode}, {@code running}
 * @param value reads it from a state; compared by equals
 * @param steps what moves it to the wanted value
 */
public record Property<T>(String name, Function<T, ?> value, List<Step> steps) {

  public Property {
    steps = List.copyOf(steps);
  }

  public static <T> Property<T> of(String name, Function<T, ?> value, Step... steps) {
    return new Property<>(name, value, List.of(steps));
  }

  Optional<Change> change(T now, T wanted) {
    Object before = value.apply(now);
    Object after = value.apply(wanted);
    return before.equals(after)
        ? Optional.empty()
        : Optional.of(new Change(name, describe(before), describe(after), steps, Optional.empty()));
  }

  /** The value for a person: yes and no, none, or the elements with commas between. */
  private static String describe(Object value) {
    return switch (value) {
      case Boolean truth -> truth ? "yes" : "no";
      case Optional<?> optional -> optional.map(Property::describe).orElse("none");
      case Collection<?> all when all.isEmpty() -> "none";
      case Collection<?> all ->
          all.stream().map(Property::describe).collect(Collectors.joining(","));
      default -> value.toString();
    };
  }
}
