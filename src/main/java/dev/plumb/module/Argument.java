package dev.plumb.module;

import static dev.plumb.module.ArgConversion.convert;
import static dev.plumb.module.ArgConversion.describe;
import static dev.plumb.module.ArgConversion.each;
import static dev.plumb.module.ArgConversion.text;

import dev.plumb.value.Content;
import dev.plumb.value.FileMode;
import dev.plumb.value.FileSource;
import dev.plumb.value.FileTree;
import dev.plumb.value.ModeChange;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Secret;
import dev.plumb.value.Value;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One argument of a module: its names, its documentation, and how a value is read into it.
 *
 * <p>Supported types: String, boolean, int, long, Duration (seconds, or a number with s, m or h),
 * enums (their names in lower case, with {@code -} or {@code _}), {@link Value}, {@link
 * Value.Entries}, {@link Content}, {@link FileSource}, {@link FileTree}, {@link Condition}, {@link
 * Expression}, {@link Secret}, {@link FileMode}, {@link ModeChange}, every class with a public
 * static {@code of(String)}, records whose components are arguments again, and Optional, List and
 * Map&lt;String, X&gt; of these.
 */
public final class Argument {

  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

  private final String name;
  private final Arg arg;
  private final Type type;
  private final List<String> choices;

  // An annotation answers by reflection, and these are needed at each task of each host.
  private final List<String> names;
  private final String defaultValue;
  private final boolean rest;
  private final String onHostWhen;

  private Argument(String name, Arg arg, Type type, List<String> choices) {
    this.name = name;
    this.arg = arg;
    this.type = type;
    this.choices = List.copyOf(choices);
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
    return new Argument(snakeCase(component.getName()), arg, component.getGenericType(), List.of());
  }

  /**
   * An argument that no record component declares.
   *
   * @param container List.class, Optional.class, or the type itself for a required single value
   * @param arg see {@link Arg.Literal}
   * @param choices the texts that it accepts; empty for all
   */
  public static Argument of(
      String name, Class<?> container, Class<?> type, Arg arg, List<String> choices) {
    return new Argument(
        name, arg, container == type ? type : new Generic(container, type), choices);
  }

  /** {@code List<X>} or {@code Optional<X>}. */
  private record Generic(Class<?> container, Class<?> type) implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
      return new Type[] {type};
    }

    @Override
    public Type getRawType() {
      return container;
    }

    @Override
    public @Nullable Type getOwnerType() {
      return null;
    }
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
    return choices.isEmpty() ? describe(type) : "one of " + String.join(", ", choices);
  }

  /** Whether it takes every argument that no other one is named for. */
  public boolean rest() {
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
      List<Value> items =
          isA(List.class) && whole instanceof Value.Items list ? list.list() : List.of(whole);
      return asDeclared(each(items, one -> ArgReader.group(c, one, context)));
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
    if (!choices.isEmpty() && !choices.contains(text(value))) {
      throw new IllegalArgumentException(
          "must be " + typeDescription() + ", but was \"" + text(value) + "\"");
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
    return (type instanceof ParameterizedType generic ? generic.getRawType() : type) == wanted;
  }

  private static String snakeCase(String camelCase) {
    return CAPITAL.matcher(camelCase).replaceAll("_$0").toLowerCase(Locale.ROOT);
  }
}
