package dev.plumb.module.control;

import dev.plumb.module.Arg;
import dev.plumb.module.Condition;
import java.util.List;
import java.util.Optional;

record AssertSpec(
    @Arg(doc = "Expressions that must all hold.", example = "[\"port > 1024\"]")
        List<Condition> that,
    @Arg(
            doc = "What to say when one does not hold.",
            example = "Ports below 1024 need root",
            aliases = "msg")
        Optional<String> failMsg,
    @Arg(doc = "What to say when all hold.", example = "The port is fine")
        Optional<String> successMsg,
    @Arg(doc = "Whether to say nothing when all hold.", example = "true", defaultValue = "false")
        boolean quiet) {

  AssertSpec {
    if (that.isEmpty()) {
      throw new IllegalArgumentException("must have at least one expression in \"that\"");
    }
  }
}
