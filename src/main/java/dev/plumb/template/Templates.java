package dev.plumb.template;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.value.Value;
import java.util.List;

/** Renders templates and evaluates expressions with FreeMarker. Any thread may call it. */
public final class Templates {

  /** Renders every template within a value. A text that is exactly one ${...} keeps its type. */
  public Value render(Value value, Scope scope) {
    throw new UnsupportedOperationException(value + " " + scope);
  }

  /** Evaluates a bare expression ({@code when}); a Bool or Num is its own value. */
  public Value evaluate(Value expression, Scope scope) {
    throw new UnsupportedOperationException(expression + " " + scope);
  }

  /** Evaluates a bare expression that must be true or false. */
  public boolean holds(Value expression, Scope scope) {
    throw new UnsupportedOperationException(expression + " " + scope);
  }

  /** Renders a whole template file. */
  public String renderFile(SourceText template, Scope scope) {
    throw new UnsupportedOperationException(template + " " + scope);
  }

  /** The syntax errors of every template within a value, without rendering. */
  public List<Diagnostic> check(Value value) {
    throw new UnsupportedOperationException("" + value);
  }

  /** The syntax errors of a bare expression. */
  public List<Diagnostic> checkExpression(Value expression) {
    throw new UnsupportedOperationException("" + expression);
  }
}
