package dev.plumb.module.control;

import dev.plumb.module.Arg;
import dev.plumb.value.Value;

record SetFactSpec(
    @Arg(doc = "The variables and their values.", example = "{etcd_state: existing}", rest = true)
        Value.Entries facts,
    @Arg(
            doc = "Taken for Ansible's sake; plumb keeps no facts beyond a run.",
            example = "true",
            defaultValue = "false")
        boolean cacheable) {

  SetFactSpec {
    if (facts.map().isEmpty()) {
      throw new IllegalArgumentException("must have at least one variable to set");
    }
    for (String name : facts.map().keySet()) {
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw new IllegalArgumentException(
            "must be given names of letters, digits and \"_\" only, but was given \""
                + name
                + "\"");
      }
    }
  }
}
