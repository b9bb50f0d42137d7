package dev.plumb.module.control;

import dev.plumb.module.Arg;
import dev.plumb.module.Expression;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.ModuleTrait;
import dev.plumb.remote.Exec;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prints a text or a value: the {@code msg} of its result. */
public final class DebugModule implements ControlModule<DebugModule.Spec> {

  record Spec(
      @Arg(doc = "The message: a text, or any value.", example = "etcd is at ${etcd_version}")
          Optional<Value> msg,
      @Arg(doc = "A variable or an expression to print.", example = "etcd_version")
          Optional<Expression> var,
      @Arg(
              doc = "The number of -v options that it takes to print the message.",
              example = "1",
              defaultValue = "0")
          int verbosity) {

    Spec {
      if (msg.isPresent() && var.isPresent()) {
        throw new IllegalArgumentException("must have \"msg\" or \"var\", not both");
      }
    }
  }

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of("debug", Spec.class, "Prints a text or the value of a variable.")
        .with(ModuleTrait.PRINTS_MESSAGE, ModuleTrait.NAMES_VARIABLES);
  }

  @Override
  public Map<String, Value> result(Spec spec, NoState state, List<Exec> ran) {
    Map<String, Value> result = new LinkedHashMap<>();
    if (spec.var().isPresent()) {
      Expression shown = spec.var().get();
      result.put(shown.text(), shown.value());
      result.put("msg", Value.text(shown.text() + ": " + shown.value()));
    } else {
      result.put("msg", spec.msg().orElse(Value.text("Hello world!")));
    }
    // The report decides whether to print it: only the report knows the number of -v options.
    result.put("verbosity", Value.number(spec.verbosity()));
    return result;
  }
}
