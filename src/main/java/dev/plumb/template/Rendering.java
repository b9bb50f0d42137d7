package dev.plumb.template;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.UnknownValueException;
import dev.plumb.value.Value;
import freemarker.core.Environment;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateException;
import freemarker.template.TemplateHashModel;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of one call of {@link Templates}: the variables rendered so far and those in progress.
 * It is FreeMarker's data model. Not thread-safe.
 */
final class Rendering implements TemplateHashModel {

  private final TemplateCompiler compiler;
  private final ControllerAccess controller;
  private final Scope scope;
  private final Map<String, Value> rendered = new HashMap<>();

  /** Variables whose rendering is in progress, outermost first. */
  private final Set<String> inProgress = new LinkedHashSet<>();

  Rendering(TemplateCompiler compiler, ControllerAccess outside, Scope scope) {
    this.compiler = compiler;
    this.controller = outside;
    this.scope = scope;
  }

  ControllerAccess controller() {
    return controller;
  }

  Scope scope() {
    return scope;
  }

  @Override
  public @Nullable TemplateModel get(String name) {
    Optional<Value> value = scope.lookup(name);
    return value.isPresent() ? model(value.get(), name) : Functions.find(name, this).orElse(null);
  }

  @Override
  public boolean isEmpty() {
    return false;
  }

  /**
   * Adapts a value to FreeMarker; null for a null value.
   *
   * @param path how a template refers to it: {@code etcd.port}
   */
  @Nullable TemplateModel model(Value value, String path) {
    return switch (value) {
      case Value.Text text when text.template() -> model(variable(text, path), path);
      case Value.Text text -> new Models.OfText(text);
      case Value.Num number -> new Models.OfNumber(number);
      case Value.Bool bool -> new Models.OfBoolean(bool);
      case Value.Null _ -> null;
      case Value.Items items -> new Models.OfItems(items, path, this);
      case Value.Entries entries -> new Models.OfEntries(entries, path, this);
      case Value.Unknown unknown -> throw new UnknownValueException(unknown.why());
    };
  }

  /** Renders the text of a variable. */
  private Value variable(Value.Text text, String path) {
    Value known = rendered.get(path);
    if (known != null) {
      return known;
    }
    if (!inProgress.add(path)) {
      throw cycleError(text, path);
    }
    try {
      Value value = text(text);
      rendered.put(path, value);
      return value;
    } finally {
      inProgress.remove(path);
    }
  }

  private BadInputException cycleError(Value.Text text, String path) {
    StringBuilder steps = new StringBuilder();
    boolean inCircle = false;
    for (String step : inProgress) {
      inCircle |= step.equals(path);
      if (inCircle) {
        steps.append(step).append(" -> ");
      }
    }
    return new BadInputException(
        Diagnostic.error(
            "Variable cycle",
            text.place(),
            "The value of \"%s\" depends on itself:\n    %s%s".formatted(path, steps, path)));
  }

  /** Renders all templates in a value. Reports all problems at once. */
  Value renderDeep(Value value, String path) {
    return switch (value) {
      case Value.Text text when text.template() ->
          path.isEmpty() ? text(text) : variable(text, path);
      case Value.Text _, Value.Num _, Value.Bool _, Value.Null _ -> value;
      case Value.Items items -> {
        ErrorCollector attempt = new ErrorCollector();
        List<Value> list = new ArrayList<>();
        for (int i = 0; i < items.list().size(); i++) {
          Value item = items.list().get(i);
          String itemPath = path.isEmpty() ? "" : path + "[" + i + "]";
          attempt.attempt(() -> list.add(renderDeep(item, itemPath)));
        }
        attempt.throwCollected();
        yield new Value.Items(list, items.place());
      }
      case Value.Entries entries -> {
        ErrorCollector attempt = new ErrorCollector();
        Map<String, Value> map = new LinkedHashMap<>();
        entries
            .map()
            .forEach(
                (key, item) ->
                    attempt.attempt(
                        () ->
                            map.put(
                                key, renderDeep(item, path.isEmpty() ? "" : path + "." + key))));
        attempt.throwCollected();
        yield new Value.Entries(map, entries.keyPlaces(), entries.open(), entries.place());
      }
      case Value.Unknown unknown -> throw new UnknownValueException(unknown.why());
    };
  }

  /** Continues after a problem to find further ones. */
  private static final class ErrorCollector {
    private final Diagnostics problems = new Diagnostics();
    private @Nullable UnknownValueException unknown;

    void attempt(Runnable work) {
      try {
        work.run();
      } catch (BadInputException e) {
        problems.addAll(e.diagnostics());
      } catch (UnknownValueException e) {
        unknown = e;
      }
    }

    void throwCollected() {
      problems.throwIfErrors();
      if (unknown != null) {
        throw unknown;
      }
    }
  }

  /**
   * Returns the rendered value at a path of names; null if a name is missing, the value is null or
   * unknown, or an intermediate value is not a mapping.
   */
  @Nullable Value lookupPath(List<String> names) {
    Value value = scope.lookup(names.getFirst()).orElse(null);
    StringBuilder path = new StringBuilder(names.getFirst());
    for (int i = 1; i <= names.size(); i++) {
      if (value instanceof Value.Text text && text.template()) {
        value = variable(text, path.toString());
      }
      if (i == names.size()) {
        break;
      }
      value = value instanceof Value.Entries entries ? entries.map().get(names.get(i)) : null;
      path.append('.').append(names.get(i));
    }
    return value == null || value instanceof Value.Null || value instanceof Value.Unknown
        ? null
        : renderDeep(value, path.toString());
  }

  private Value text(Value.Text text) {
    TemplateSource written = TemplateSource.text(text);
    FastTemplate simple = compiler.fastTemplate(written);
    if (simple != null && simple.whole()) {
      return expression(written);
    }
    String plain = simple == null ? null : renderFast(written, simple);
    if (plain != null) {
      return new Value.Text(plain, false, text.place());
    }
    TemplateCompiler.Compiled compiled = compiler.compile(written);
    return compiled.typed()
        ? value(written, compiled)
        : new Value.Text(plain(written, compiled), false, text.place());
  }

  Value expression(TemplateSource written) {
    FastTemplate simple = compiler.fastTemplate(written);
    if (simple != null) {
      Value value = withPlace(written, () -> simple.value(this));
      if (value != null) {
        return ResultConverter.withPlace(value, written.place());
      }
    }
    return value(written, compiler.compile(written));
  }

  private Value value(TemplateSource written, TemplateCompiler.Compiled compiled) {
    return typed(written, compiled, model -> ResultConverter.value(model, written, this));
  }

  boolean holds(TemplateSource written) {
    FastTemplate simple = compiler.fastTemplate(written);
    if (simple != null && withPlace(written, () -> simple.value(this)) instanceof Value.Bool bool) {
      return bool.truth();
    }
    return typed(
        written,
        compiler.compile(written),
        model -> {
          if (model instanceof TemplateBooleanModel bool) {
            return truth(bool);
          }
          Value value = ResultConverter.value(model, written, this);
          return switch (value.toString()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadInputException(RenderErrors.notBoolean(written, value));
          };
        });
  }

  private static boolean truth(TemplateBooleanModel bool) {
    try {
      return bool.getAsBoolean();
    } catch (TemplateModelException e) {
      throw new IllegalStateException("A boolean has no value. This is a bug in plumb.", e);
    }
  }

  String file(TemplateSource written) {
    FastTemplate simple = compiler.fastTemplate(written);
    String plain = simple == null ? null : renderFast(written, simple);
    return plain != null ? plain : plain(written, compiler.compile(written));
  }

  private @Nullable String renderFast(TemplateSource written, FastTemplate simple) {
    return withPlace(written, () -> simple.text(this));
  }

  private String plain(TemplateSource written, TemplateCompiler.Compiled compiled) {
    StringWriter out = new StringWriter(written.text().length() * 2);
    process(written, compiled, out);
    return out.toString();
  }

  private <T> T typed(
      TemplateSource written,
      TemplateCompiler.Compiled compiled,
      Function<TemplateModel, T> result) {
    Environment environment = process(written, compiled, Writer.nullWriter());
    try {
      return result.apply(environment.getMainNamespace().get(TemplateCompiler.RESULT));
    } catch (TemplateException e) {
      throw new BadInputException(RenderErrors.explain(e, written, compiled.shift(), this));
    } catch (BadInputException e) {
      throw withPlace(written, e);
    }
  }

  private Environment process(
      TemplateSource written, TemplateCompiler.Compiled compiled, Writer out) {
    try {
      Environment environment = compiled.template().createProcessingEnvironment(this, out);
      environment.process();
      return environment;
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot fail. This is a bug in plumb.", e);
    } catch (TemplateException e) {
      throw new BadInputException(RenderErrors.explain(e, written, compiled.shift(), this));
    } catch (BadInputException e) {
      throw withPlace(written, e);
    } catch (StackOverflowError _) {
      throw new BadInputException(
          Diagnostic.error(
              written.summary(), written.place(), "A function or macro calls itself infinitely."));
    }
  }

  private <T extends @Nullable Object> T withPlace(TemplateSource written, Supplier<T> work) {
    try {
      return work.get();
    } catch (BadInputException e) {
      throw withPlace(written, e);
    }
  }

  /** Places errors in computed values at the place of their use. */
  private static BadInputException withPlace(TemplateSource written, BadInputException e) {
    Place place = written.place();
    return new BadInputException(e.diagnostics().stream().map(d -> d.withPlace(place)).toList());
  }
}
