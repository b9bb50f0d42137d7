package dev.plumb.module.control;

import dev.plumb.module.Arg;

record FailSpec(
    @Arg(
            doc = "What to say.",
            example = "This host is not meant for it",
            defaultValue = "Failed as requested from task")
        String msg) {

  FailSpec {
    if (msg.isBlank()) {
      throw new IllegalArgumentException("must have something to say in \"msg\"");
    }
  }
}
