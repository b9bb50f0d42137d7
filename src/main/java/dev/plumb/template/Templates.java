package dev.plumb.template;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.value.Value;
import java.util.List;

/**
 * Renders templates and evaluates expressions with FreeMarker. Thread-safe.
 *
 * <p>Every method with a scope throws {@link BadInputException} with the place in the user's file
 * when rendering fails, and {@link dev.plumb.value.UnknownValueException} when it needs an unknown
 * value. Results are never rendered again: they contain no templates.
 */
public final class Templates {

  private final TemplateCompiler compiler = new TemplateCompiler();
  private final ControllerAccess outside;

  /** Creates templates without access to the control machine. */
  public Templates() {
    this(ControllerAccess.NONE);
  }

  public Templates(ControllerAccess outside) {
    this.outside = outside;
  }

  /** Renders every template within a value. A text that is exactly one ${...} keeps its type. */
  public Value render(Value value, Scope scope) {
    return switch (value) {
      case Value.Text text when !text.template() -> text;
      case Value.Num _, Value.Bool _, Value.Null _ -> value;
      default -> new Rendering(compiler, outside, scope).renderDeep(value, "");
    };
  }

  /** Evaluates a bare expression ({@code when}); a Bool or Num is returned unchanged. */
  public Value evaluate(Value expression, Scope scope) {
    return switch (expression) {
      case Value.Text text ->
          new Rendering(compiler, outside, scope).expression(TemplateSource.expression(text));
      case Value.Bool _, Value.Num _ -> expression;
      default -> throw notAnExpression(expression);
    };
  }

  /**
   * Evaluates a bare expression that must be true or false. Accepts the texts "true" and "false",
   * the results of interpolation, and YAML's quoted forms.
   */
  public boolean holds(Value expression, Scope scope) {
    return switch (expression) {
      case Value.Bool bool -> bool.truth();
      case Value.Text text ->
          switch (text.text().strip()) {
            case "true", "True", "yes", "on" -> true;
            case "false", "False", "no", "off" -> false;
            default ->
                new Rendering(compiler, outside, scope).holds(TemplateSource.expression(text));
          };
      default -> throw notAnExpression(expression);
    };
  }

  /** Renders a whole template file. */
  public String renderFile(SourceText template, Scope scope) {
    return new Rendering(compiler, outside, scope).file(TemplateSource.file(template));
  }

  /** Returns the syntax errors of every template in a value, without rendering. */
  public List<Diagnostic> check(Value value) {
    Diagnostics problems = new Diagnostics();
    check(value, problems);
    return problems.all();
  }

  private void check(Value value, Diagnostics problems) {
    switch (value) {
      case Value.Text text -> {
        if (text.template()) {
          check(TemplateSource.text(text), problems);
        }
      }
      case Value.Items items -> items.list().forEach(item -> check(item, problems));
      case Value.Entries entries -> entries.map().values().forEach(item -> check(item, problems));
      case Value.Num _, Value.Bool _, Value.Null _, Value.Unknown _ -> {}
    }
  }

  /** Returns the syntax errors of a bare expression. */
  public List<Diagnostic> checkExpression(Value expression) {
    Diagnostics problems = new Diagnostics();
    switch (expression) {
      case Value.Text text -> check(TemplateSource.expression(text), problems);
      case Value.Bool _, Value.Num _ -> {}
      default -> problems.addAll(notAnExpression(expression).diagnostics());
    }
    return problems.all();
  }

  /** Returns the syntax errors of a whole template file. */
  public List<Diagnostic> checkFile(SourceText template) {
    Diagnostics problems = new Diagnostics();
    check(TemplateSource.file(template), problems);
    return problems.all();
  }

  private void check(TemplateSource written, Diagnostics problems) {
    if (compiler.fastTemplate(written) != null) {
      return;
    }
    try {
      compiler.compile(written);
    } catch (BadInputException e) {
      problems.addAll(e.diagnostics());
    }
  }

  private static BadInputException notAnExpression(Value value) {
    Place place = value.place();
    return new BadInputException(
        Diagnostic.error(
            "Invalid expression",
            place,
            "An expression must be a text such as \"x == 1\", but was " + value.kind() + "."));
  }
}
