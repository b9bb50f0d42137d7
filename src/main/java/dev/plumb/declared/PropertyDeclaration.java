package dev.plumb.declared;

import dev.plumb.change.Change;
import dev.plumb.change.FileText;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.remote.Step;
import dev.plumb.value.Content;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Optional;

/**
 * A property that a module keeps.
 *
 * @param when the property is left alone unless this holds
 * @param now an expression for the value that it has
 * @param wanted an expression for the value that it must have
 */
record PropertyDeclaration(
    String name, Optional<Value> when, Value now, Value wanted, List<StepDeclaration> steps) {

  boolean applies(Environment environment) {
    return when.isEmpty() || environment.holds(when.get());
  }

  /** A program's output is text; an argument may be a number that is written the same. */
  static boolean same(Value a, Value b) {
    return a.equals(b) || (isScalar(a) && isScalar(b) && a.toString().equals(b.toString()));
  }

  Change change(Value before, Value after, Environment environment) {
    List<Step> moves = steps.stream().flatMap(step -> step.step(environment).stream()).toList();
    if (moves.isEmpty()) {
      throw new BadInputException(
          Diagnostic.error(
              "No step for a change",
              now.place(),
              "\"%s\" must change from %s to %s, but the condition of none of its steps holds. Correct the module."
                  .formatted(name, describe(before), describe(after))));
    }
    Change change = new Change(name, describe(before), describe(after), moves, Optional.empty());
    // The diff of a whole file, where the property is its content.
    return moves.stream()
        .filter(Step.Write.class::isInstance)
        .map(Step.Write.class::cast)
        .filter(write -> write.content().equals(Content.utf8(after.toString())))
        .findFirst()
        .map(
            write ->
                change.withFileText(
                    new FileText(
                        write.path(),
                        Optional.of(Content.utf8(before.toString())),
                        write.content())))
        .orElse(change);
  }

  private static boolean isScalar(Value value) {
    return value instanceof Value.Text || value instanceof Value.Num || value instanceof Value.Bool;
  }

  private static String describe(Value value) {
    String text = value.toString();
    return switch (value) {
      case Value.Bool bool -> bool.truth() ? "yes" : "no";
      case Value.Text _ when text.isEmpty() -> "none";
      case Value.Text _ when text.contains("\n") -> text.lines().count() + " lines";
      default -> text;
    };
  }
}
