package dev.plumb.module.control;

import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.Arg;
import dev.plumb.module.Condition;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.ModuleTrait;
import dev.plumb.remote.Exec;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Fails unless all conditions hold. */
public final class AssertModule implements ControlModule<AssertModule.Spec> {

  record Spec(
      @Arg(doc = "The expressions that must hold.", example = "[\"port > 1024\"]")
          List<Condition> that,
      @Arg(
              doc = "The message if one of them does not hold.",
              example = "Ports below 1024 need root",
              aliases = "msg")
          Optional<String> failMsg,
      @Arg(doc = "The message if all of them hold.", example = "The port is valid")
          Optional<String> successMsg,
      @Arg(
              doc = "Whether to print nothing if all of them hold.",
              example = "true",
              defaultValue = "false")
          boolean quiet) {

    Spec {
      if (that.isEmpty()) {
        throw new IllegalArgumentException("must have at least one expression in \"that\"");
      }
    }

    List<Condition> failed() {
      return that.stream().filter(condition -> !condition.holds()).toList();
    }
  }

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of("assert", Spec.class, "Fails unless all given expressions hold.")
        .with(ModuleTrait.TAKES_EXPRESSIONS, ModuleTrait.NAMES_VARIABLES);
  }

  @Override
  public Plan<NoState> plan(Spec spec, NoState state) {
    return spec.failed().isEmpty()
        ? Plan.inSync()
        : Plan.failed(
            Diagnostic.error(
                "Assertion failed",
                spec.failMsg().map(text -> text + "\n").orElse("")
                    + "These expressions do not hold:"
                    + spec.failed().stream()
                        .map(condition -> "\n    " + condition.text())
                        .collect(Collectors.joining())));
  }

  @Override
  public Map<String, Value> result(Spec spec, NoState state, List<Exec> ran) {
    boolean holds = spec.failed().isEmpty();
    if (holds && spec.quiet()) {
      return Map.of();
    }
    String message =
        holds
            ? spec.successMsg().orElse("All assertions passed")
            : spec.failMsg().orElse("Assertion failed");
    return Map.of("msg", Value.text(message));
  }
}
