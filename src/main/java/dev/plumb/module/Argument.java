package dev.plumb.module;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.value.Content;
import dev.plumb.value.FileMode;
import dev.plumb.value.FileSource;
import dev.plumb.value.FileTree;
import dev.plumb.value.ModeChange;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Secret;
import dev.plumb.value.Value;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
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
 * One argument of a module: its names, its documentation, and how a value is read into it.
 *
 * <p>Types it knows: String, boolean, int, long, Duration (seconds, or a number with s, m or h),
 * enums (their names in lower case, with {@code -} or {@code _}), {@link Value}, {@link
 * Value.Entries}, {@link Content}, {@link FileSource}, {@link FileTree}, {@link Condition}, {@link
 * Expression}, {@link Secret}, {@link FileMode}, {@link ModeChange}, every class with a public
 * static {@code of(String)}, records whose components are arguments again, and Optional, List and
 * Map&lt;String, X&gt; of these.
 */
public final class Argument {

  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
  private static final Pattern DURATION = Pattern.compile("[0-9]+(\\.[0-9]+)?[smh]?");

  private final String name;
  private final Arg arg;
  private final Type type;

  // An annotation answers by reflection, and these are asked for at each task of each host.
  private final List<String> names;
  private final String defaultValue;
  private final boolean rest;
  private final String onHostWhen;

  private Argument(String name, Arg arg, Type type) {
    this.name = name;
    this.arg = arg;
    this.type = type;
    this.names = Stream.concat(Stream.of(name), Stream.of(arg.aliases())).toList();
    this.defaultValue = arg.defaultValue();
    this.rest = arg.rest();
    this.onHostWhen = arg.onHostWhen();
  }

  static Argument of(RecordComponent component) {
    Arg arg = component.getAnnotation(Arg.class);
    if (arg == null) {
      throw new IllegalArgumentException("must have @Arg: " + component);
    }
    return new Argument(snakeCase(component.getName()), arg, component.getGenericType());
  }

  public String name() {
    return name;
  }

  /** The name and its aliases. */
  public List<String> names() {
    return names;
  }

  public String doc() {
    return arg.doc();
  }

  public String example() {
    return arg.example();
  }

  /** The default as it would stand in a playbook. */
  public Optional<String> defaultValue() {
    return Optional.of(defaultValue).filter(text -> !text.isEmpty());
  }

  public boolean required() {
    return !isA(Optional.class)
        && !isA(List.class)
        && !isA(Map.class)
        && !rest
        && defaultValue.isEmpty();
  }

  /** What it takes, in words: {@code list of text}, {@code one of present, absent}. */
  public String typeDescription() {
    return describe(type);
  }

  /** Whether it takes every argument that no other one is named for. */
  public boolean takesRest() {
    return rest;
  }

  /** What stands within it, for an argument that is a mapping with arguments of its own. */
  public List<Argument> nested() {
    return unwrapped() instanceof Class<?> c && ArgReader.isGroup(c)
        ? new ArgReader<>(c.asSubclass(Record.class), name).args()
        : List.of();
  }

  boolean freeForm() {
    return arg.freeForm();
  }

  boolean rest() {
    return rest;
  }

  /** The argument that makes this one mean a path on the host, or the empty string. */
  String onHostWhen() {
    return onHostWhen;
  }

  @Nullable Object absentValue() {
    if (!defaultValue.isEmpty()) {
      return convert(type, Value.text(defaultValue));
    }
    if (isA(Optional.class)) {
      return Optional.empty();
    }
    if (isA(List.class)) {
      return List.of();
    }
    return isA(Map.class) ? Map.of() : null;
  }

  /**
   * @throws IllegalArgumentException with a sentence that starts with "must"
   */
  Object read(Value raw, ArgContext context) {
    if (unwrapped() == Condition.class) {
      return asDeclared(conditions(raw, context));
    }
    if (unwrapped() == Expression.class) {
      String text = text(raw);
      Value.Text template = new Value.Text("${" + text + "}", true, raw.place());
      return asDeclared(List.of(new Expression(text, context.render(template))));
    }
    if (unwrapped() instanceof Class<?> c && ArgReader.isGroup(c)) {
      // Its parts are rendered one by one: files and templates may be among them.
      Value whole = raw instanceof Value.Text ? context.render(raw) : raw;
      List<Value> each =
          isA(List.class) && whole instanceof Value.Items items ? items.list() : List.of(whole);
      return asDeclared(each(each, one -> ArgReader.group(c, one, context)));
    }
    Value value = context.render(raw);
    if (unwrapped() == Secret.class && value instanceof Value.Text text) {
      context.registerSecret(Secret.of(text.text()));
    }
    if (unwrapped() == FileSource.class) {
      String named = text(value);
      return asDeclared(List.of(FileSource.upload(named, content(named, raw, context))));
    }
    if (unwrapped() == FileTree.class) {
      return asDeclared(List.of(context.folder(text(value), arg.ignoreFile(), raw.place())));
    }
    if (unwrapped() == Content.class && arg.from() != Arg.Source.TEXT) {
      return asDeclared(List.of(content(text(value), raw, context)));
    }
    return convert(type, value);
  }

  /** As {@link #read}, for a {@link FileSource} that stands on the host itself. */
  Object readOnHost(Value raw, ArgContext context) {
    return asDeclared(List.of(new FileSource.OnHost(RemotePath.of(text(context.render(raw))))));
  }

  /** The type within Optional or List. */
  private Type unwrapped() {
    return isA(Optional.class) || isA(List.class)
        ? ((ParameterizedType) type).getActualTypeArguments()[0]
        : type;
  }

  private Content content(String named, Value raw, ArgContext context) {
    return arg.from() == Arg.Source.TEMPLATE
        ? context.template(named, raw.place())
        : context.file(named, raw.place());
  }

  private Object asDeclared(List<?> found) {
    return isA(List.class)
        ? found
        : isA(Optional.class) ? Optional.of(found.getFirst()) : found.getFirst();
  }

  private static List<Condition> conditions(Value raw, ArgContext context) {
    List<Value> expressions = raw instanceof Value.Items items ? items.list() : List.of(raw);
    return expressions.stream().map(e -> new Condition(e.toString(), context.holds(e))).toList();
  }

  private boolean isA(Class<?> wanted) {
    return rawType(type) == wanted;
  }

  private static Type rawType(Type type) {
    return type instanceof ParameterizedType generic ? generic.getRawType() : type;
  }

  private static Object convert(Type type, Value value) {
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
          ArgReader.group(c, value, ArgReader.LiteralContext.INSTANCE);
      case Class<?> c -> byFactory(c, text(value));
      default -> throw mustBe(type, value);
    };
  }

  /** All of them read, or all that is wrong with them told. */
  private static List<Object> each(List<Value> items, Function<Value, Object> read) {
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

  private static String text(Value value) {
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

  private static String describe(Type type) {
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

  private static String snakeCase(String camelCase) {
    return CAPITAL.matcher(camelCase).replaceAll("_$0").toLowerCase(Locale.ROOT);
  }
}
