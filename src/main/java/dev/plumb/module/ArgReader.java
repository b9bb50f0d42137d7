package dev.plumb.module;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.UnknownValueException;
import dev.plumb.value.Value;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments of a task into the module's spec record; every argument passes through here
 * and nowhere else. Made once for each module; any thread may call it.
 */
public final class ArgReader<S extends Record> {

  private final String owner;
  private final SpecConstructor<S> constructor;
  private final List<Part> parts;
  private final List<Argument> args;

  /** Under their names and aliases, in their order; the one that takes the rest has none. */
  private final Map<String, Argument> byName = new LinkedHashMap<>();

  /** What a component of the record is read from. */
  private sealed interface Part {
    List<Argument> args();

    /** One argument. */
    record One(Argument type) implements Part {
      @Override
      public List<Argument> args() {
        return List.of(type);
      }
    }

    /** A record without an {@link Arg} of its own: its arguments stand among all others. */
    record Group(ArgReader<?> reader) implements Part {
      @Override
      public List<Argument> args() {
        return reader.args();
      }
    }
  }

  /**
   * @throws IllegalArgumentException when the record is not one that can be read into; that is a
   *     bug in the module
   */
  public ArgReader(String module, Class<S> spec) {
    this(spec, "module " + module);
  }

  /**
   * @param owner what has the arguments, for messages
   */
  ArgReader(Class<S> spec, String owner) {
    this(
        owner,
        Stream.of(spec.getRecordComponents()).map(component -> part(component, owner)).toList(),
        SpecConstructor.of(spec));
  }

  /**
   * For arguments that no record declares.
   *
   * @param constructor makes the spec of what was read, by name; throws IllegalArgumentException
   *     with a sentence that starts with "must" when the arguments contradict each other
   */
  public ArgReader(
      String module, List<Argument> args, Function<Map<String, Object>, S> constructor) {
    this(
        "module " + module,
        args.stream().<Part>map(Part.One::new).toList(),
        values -> {
          Map<String, Object> byName = new LinkedHashMap<>();
          for (int i = 0; i < values.length; i++) {
            byName.put(args.get(i).name(), Objects.requireNonNull(values[i]));
          }
          return constructor.apply(byName);
        });
  }

  private ArgReader(String owner, List<Part> parts, SpecConstructor<S> constructor) {
    this.owner = owner;
    this.parts = parts;
    this.constructor = constructor;
    this.args = parts.stream().flatMap(part -> part.args().stream()).toList();
    for (Argument arg : args) {
      if (!arg.rest()) {
        arg.names().forEach(name -> byName.putIfAbsent(name, arg));
      }
    }
  }

  private static Part part(RecordComponent component, String owner) {
    return !component.isAnnotationPresent(Arg.class) && isGroup(component.getType())
        ? new Part.Group(new ArgReader<>(component.getType().asSubclass(Record.class), owner))
        : new Part.One(Argument.of(component));
  }

  /** Whether values are read into it argument by argument, as into a spec. */
  static boolean isGroup(Class<?> type) {
    return type.isRecord()
        && Stream.of(type.getRecordComponents()).allMatch(c -> c.isAnnotationPresent(Arg.class));
  }

  /** Reads a mapping that stands within an argument. */
  static Record group(Class<?> type, Value value, ArgContext context) {
    return new ArgReader<>(type.asSubclass(Record.class), owner(type))
        .read(value, value.place(), context);
  }

  /** The last word of its name: {@code build} for ImageBuild. */
  private static String owner(Class<?> type) {
    return type.getSimpleName()
        .replace("Args", "")
        .replaceFirst(".*(?=[A-Z])", "")
        .toLowerCase(Locale.ROOT);
  }

  /** The arguments in the order of the record, for documentation and completeness tests. */
  public List<Argument> args() {
    return args;
  }

  /**
   * Everything that can be found wrong without a host: unknown and missing arguments, and wrong
   * values among those that hold no template.
   */
  public List<Diagnostic> check(Value given, Place place) {
    Diagnostics problems = new Diagnostics();
    Value.Entries entries = entries(given, place, problems);
    checkNames(entries, place, problems);
    for (Argument arg : args) {
      find(arg, entries)
          .filter(value -> !LiteralContext.hasTemplate(value))
          .ifPresent(value -> convert(arg, value, false, LiteralContext.INSTANCE, problems));
    }
    return problems.all().stream().map(d -> d.withContext(owner)).toList();
  }

  /**
   * The spec that a task asks for on a host.
   *
   * @throws BadInputException with every problem found
   * @throws UnknownValueException when an argument cannot be known yet
   */
  public S read(Value given, Place place, ArgContext context) {
    Diagnostics problems = new Diagnostics();
    Value.Entries entries = entries(given, place, problems);
    checkNames(entries, place, problems);
    problems.throwIfErrors();
    S spec = make(entries, place, context, problems);
    problems.throwIfErrors();
    return Objects.requireNonNull(spec);
  }

  /** Null when there are problems. */
  private @Nullable S make(
      Value.Entries entries, Place place, ArgContext context, Diagnostics problems) {
    @Nullable Object[] values = new @Nullable Object[parts.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (parts.get(i)) {
            case Part.One(Argument arg) -> {
              Optional<Value> value = find(arg, entries);
              boolean onHost = isTrue(arg.onHostWhen(), entries, context);
              yield value.isPresent()
                  ? convert(arg, value.get(), onHost, context, problems)
                  : arg.absentValue();
            }
            case Part.Group(ArgReader<?> reader) -> reader.make(entries, place, context, problems);
          };
    }
    if (problems.hasErrors()) {
      return null;
    }
    try {
      return constructor.construct(values);
    } catch (IllegalArgumentException e) {
      // A compact constructor checks what no single argument can say: "must have src or content".
      throw new BadInputException(
          Diagnostic.error(
              "Invalid arguments", place, "The " + owner + " " + e.getMessage() + "."));
    } catch (BadInputException e) {
      throw new BadInputException(
          e.diagnostics().stream().map(problem -> problem.withPlace(place)).toList());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "The spec of " + owner + " cannot be made. This is a bug in plumb.", e);
    }
  }

  private Value.Entries entries(Value given, Place place, Diagnostics problems) {
    return switch (given) {
      case Value.Entries entries -> entries;
      case Value.Null _ -> Value.map(Map.of());
      case Value.Text text -> {
        Optional<Argument> freeForm = args.stream().filter(Argument::freeForm).findFirst();
        if (freeForm.isPresent()) {
          yield new Value.Entries(
              Map.of(freeForm.get().name(), text),
              Map.of(freeForm.get().name(), text.place()),
              false,
              place);
        }
        yield KeyValueArgs.parse(text, problems);
      }
      default -> {
        problems.add(
            Diagnostic.error(
                "Invalid arguments",
                given.place(),
                "The "
                    + owner
                    + " takes a mapping of arguments, but was given "
                    + given.kind()
                    + "."));
        yield Value.map(Map.of());
      }
    };
  }

  private void checkNames(Value.Entries entries, Place place, Diagnostics problems) {
    Map<String, String> seen = new LinkedHashMap<>();
    for (String key : entries.map().keySet()) {
      Argument arg = byName.get(key);
      if (arg == null && args.stream().noneMatch(Argument::rest)) {
        problems.add(
            Diagnostic.error(
                "Unknown argument",
                entries.keyPlace(key),
                "The %s has no argument \"%s\". It takes: %s.%s"
                    .formatted(
                        owner,
                        key,
                        args.stream()
                            .map(Argument::name)
                            .sorted()
                            .collect(Collectors.joining(", ")),
                        DidYouMean.suggestion(key, List.copyOf(byName.keySet())))));
      } else if (arg != null) {
        String first = seen.putIfAbsent(arg.name(), key);
        if (first != null) {
          problems.add(
              Diagnostic.error(
                  "Argument given twice",
                  entries.keyPlace(key),
                  "\"%s\" and \"%s\" are the same argument of %s. Keep one of them."
                      .formatted(first, key, owner)));
        }
      }
    }
    for (Argument arg : args) {
      if (arg.required() && find(arg, entries).isEmpty()) {
        problems.add(
            Diagnostic.error(
                "Missing argument",
                place,
                "The %s needs the argument \"%s\": %s For example:\n    %s: %s"
                    .formatted(owner, arg.name(), arg.doc(), arg.name(), arg.example())));
      }
    }
  }

  private Optional<Value> find(Argument arg, Value.Entries entries) {
    if (arg.rest()) {
      Map<String, Value> rest = new LinkedHashMap<>(entries.map());
      rest.keySet().removeAll(byName.keySet());
      return Optional.of(new Value.Entries(rest, entries.keyPlaces(), false, entries.place()));
    }
    for (String name : arg.names()) {
      Optional<Value> value = entries.get(name);
      if (value.isPresent() && !(value.get() instanceof Value.Null)) {
        return value;
      }
    }
    return Optional.empty();
  }

  private boolean isTrue(String name, Value.Entries entries, ArgContext context) {
    Argument arg = byName.get(name);
    if (arg == null) {
      return false;
    }
    Optional<Value> value = find(arg, entries);
    // Its own reading tells what is wrong with it, if anything is.
    return value.isPresent()
        && Boolean.TRUE.equals(convert(arg, value.get(), false, context, new Diagnostics()));
  }

  private @Nullable Object convert(
      Argument arg, Value raw, boolean onHost, ArgContext context, Diagnostics problems) {
    try {
      return onHost ? arg.readOnHost(raw, context) : arg.read(raw, context);
    } catch (BadInputException e) {
      problems.addAll(e.diagnostics());
    } catch (IllegalArgumentException e) {
      problems.add(
          Diagnostic.error(
              "Invalid argument",
              raw.place(),
              "The argument \"%s\" %s.".formatted(arg.name(), e.getMessage())));
    }
    return null;
  }
}
