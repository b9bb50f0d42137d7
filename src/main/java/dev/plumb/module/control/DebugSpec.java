package dev.plumb.module.control;

import dev.plumb.module.Arg;
import dev.plumb.module.Expression;
import dev.plumb.value.Value;
import java.util.Optional;

record DebugSpec(
    @Arg(doc = "What to say: a text, or any value.", example = "etcd is at ${etcd_version}")
        Optional<Value> msg,
    @Arg(doc = "A variable or an expression whose value is shown.", example = "etcd_version")
        Optional<Expression> var,
    @Arg(
            doc = "Shown only when plumb is run with at least this many -v.",
            example = "1",
            defaultValue = "0")
        int verbosity) {

  DebugSpec {
    if (msg.isPresent() && var.isPresent()) {
      throw new IllegalArgumentException("must have \"msg\" or \"var\", not both");
    }
  }
}
