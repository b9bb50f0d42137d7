package dev.plumb.module;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.value.Content;
import dev.plumb.value.FileMode;
import dev.plumb.value.ModeChange;
import dev.plumb.value.Secret;
import dev.plumb.value.Value;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Converts values of a playbook into the types of arguments; see {@link Argument}. Throws
 * IllegalArgumentException with a sentence that starts with "must" for a value of the wrong type.
 */
final class ArgConversion {

  private static final Pattern DURATION = Pattern.compile("[0-9]+(\\.[0-9]+)?[smh]?");

  private ArgConversion() {}

  static Object convert(Type type, Value value) {
    if (type instanceof ParameterizedType generic) {
      Type inner = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      if (generic.getRawType() == Optional.class) {
        return Optional.of(convert(inner, value));
      }
      if (generic.getRawType() == List.class) {
        List<Value> items = value instanceof Value.Items list ? list.list() : List.of(value);
        return each(items, item -> convert(inner, item));
      }
      if (generic.getRawType() == Map.class && value instanceof Value.Entries entries) {
        Map<String, Object> converted = new LinkedHashMap<>();
        entries.map().forEach((key, item) -> converted.put(key, convert(inner, item)));
        return converted;
      }
      throw mustBe(type, value);
    }
    return switch (type) {
      case Class<?> c when c == Value.class -> value;
      case Class<?> c when c == Value.Entries.class && value instanceof Value.Entries -> value;
      case Class<?> c when c == String.class -> text(value);
      case Class<?> c when c == Secret.class -> Secret.of(text(value));
      case Class<?> c when c == Content.class -> Content.utf8(text(value));
      case Class<?> c when c == boolean.class || c == Boolean.class -> bool(value);
      case Class<?> c when c == int.class || c == Integer.class ->
          Math.toIntExact(wholeNumber(value));
      case Class<?> c when c == long.class || c == Long.class -> wholeNumber(value);
      case Class<?> c when c == Duration.class -> duration(value);
      case Class<?> c when c == FileMode.class -> mode(value);
      case Class<?> c when c == ModeChange.class ->
          value instanceof Value.Num ? ModeChange.to(mode(value)) : ModeChange.of(text(value));
      case Class<?> c when c.isEnum() -> enumConstant(c, text(value));
      case Class<?> c when ArgReader.isGroup(c) ->
          ArgReader.group(c, value, LiteralContext.INSTANCE);
      case Class<?> c -> byFactory(c, text(value));
      default -> throw mustBe(type, value);
    };
  }

  /** Reads each item; throws the problems of all of them together. */
  static List<Object> each(List<Value> items, Function<Value, Object> read) {
    Diagnostics problems = new Diagnostics();
    List<Object> converted = new ArrayList<>();
    for (Value item : items) {
      try {
        converted.add(read.apply(item));
      } catch (BadInputException e) {
        problems.addAll(e.diagnostics());
      }
    }
    problems.throwIfErrors();
    return List.copyOf(converted);
  }

  static String text(Value value) {
    return switch (value) {
      case Value.Text text -> text.text();
      case Value.Num number -> number.toString();
      case Value.Bool bool -> bool.toString();
      case Value.Null _, Value.Items _, Value.Entries _, Value.Unknown _ ->
          throw mustBe(String.class, value);
    };
  }

  private static boolean bool(Value value) {
    // The words are YAML 1.1's, as people coming from Ansible write them, quoted or not.
    return switch (text(value).toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default -> throw mustBe(boolean.class, value);
    };
  }

  private static long wholeNumber(Value value) {
    if (value instanceof Value.Num(Long number, _)) {
      return number;
    }
    try {
      return new BigDecimal(text(value).strip()).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw mustBe(long.class, value, e);
    }
  }

  private static Duration duration(Value value) {
    String text = text(value).strip();
    if (!DURATION.matcher(text).matches()) {
      throw mustBe(Duration.class, value);
    }
    long unit = text.endsWith("h") ? 3_600_000 : text.endsWith("m") ? 60_000 : 1000;
    String digits = text.replaceAll("[smh]", "");
    if (digits.length() < 10 && !digits.contains(".")) {
      return Duration.ofMillis(Long.parseLong(digits) * unit);
    }
    BigDecimal number = new BigDecimal(digits);
    return Duration.ofMillis(number.multiply(BigDecimal.valueOf(unit)).longValue());
  }

  private static FileMode mode(Value value) {
    // YAML reads a bare 0644 as the octal number it is, and a bare 644 as the decimal one: the
    // latter is never what was meant.
    if (value instanceof Value.Num number) {
      int bits = number.exact().intValue();
      boolean usualMode = List.of(400, 440, 444, 500, 1755, 1770, 1777).contains(bits);
      boolean usualSetId = List.of(2700, 2750, 2755, 2770, 2775).contains(bits);
      if (usualMode
          || usualSetId
          || bits > 07777
          || (bits > 0777 && Integer.toString(bits).matches("[0-7]{3}"))) {
        throw new IllegalArgumentException(
            "must be a mode in octal digits, in quotes: \"0" + bits + "\"");
      }
      return new FileMode(bits);
    }
    return FileMode.of(text(value));
  }

  private static Object enumConstant(Class<?> type, String text) {
    String wanted = text.replace('-', '_').toUpperCase(Locale.ROOT);
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(wanted)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("must be " + describe(type) + ", but was \"" + text + "\"");
  }

  private static Object byFactory(Class<?> type, String text) {
    try {
      Method factory = type.getMethod("of", String.class);
      if (!Modifier.isStatic(factory.getModifiers())) {
        throw new NoSuchMethodException("static of(String)");
      }
      factory.setAccessible(true);
      return factory.invoke(null, text);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException why) {
        throw why;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be an argument. This is a bug in plumb.", e);
    }
  }

  private static IllegalArgumentException mustBe(Type type, Value value) {
    return mustBe(type, value, null);
  }

  private static IllegalArgumentException mustBe(
      Type type, Value value, @Nullable Throwable cause) {
    String found =
        value instanceof Value.Text || value instanceof Value.Num || value instanceof Value.Bool
            ? "\"" + value + "\""
            : value.kind();
    return new IllegalArgumentException("must be " + describe(type) + ", but was " + found, cause);
  }

  static String describe(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type inner = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      if (generic.getRawType() == Optional.class) {
        return describe(inner);
      }
      return (generic.getRawType() == List.class ? "a list of " : "a mapping to ")
          + describe(inner).replaceFirst("^an? ", "");
    }
    return switch (type) {
      case Class<?> c when c == boolean.class || c == Boolean.class -> "true or false";
      case Class<?> c when c == int.class || c == long.class -> "a whole number";
      case Class<?> c when c == Integer.class || c == Long.class -> "a whole number";
      case Class<?> c when c == Duration.class -> "a time in seconds";
      case Class<?> c when c == Value.Entries.class -> "a mapping";
      case Class<?> c when c == Value.class -> "any value";
      case Class<?> c when c == Condition.class || c == Expression.class -> "an expression";
      case Class<?> c when c.isEnum() ->
          Stream.of(c.getEnumConstants())
              .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", ", "one of ", ""));
      case Class<?> c when ArgReader.isGroup(c) -> "a mapping";
      default -> "a text";
    };
  }
}
