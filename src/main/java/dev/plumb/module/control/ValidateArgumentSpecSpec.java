package dev.plumb.module.control;

import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.module.Arg;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

record ValidateArgumentSpecSpec(
    @Arg(
            doc = "For each argument: type, required, choices, elements, options.",
            example = "{port: {type: int, required: true}}")
        Value.Entries argumentSpec,
    @Arg(doc = "The values.", example = "{port: 2379}") Optional<Value.Entries> providedArguments,
    @Arg(
            doc = "The same with each value in a list, which is empty for what is not set.",
            example = "{port: [2379]}")
        Optional<Value.Entries> variables,
    @Arg(doc = "The role whose arguments they are, for messages.", example = "etcd")
        Optional<String> role) {

  /** Reading it is checking it: what is wrong is found before any host is asked, if it can be. */
  ValidateArgumentSpecSpec {
    Diagnostics problems = new Diagnostics();
    new ArgumentSpecValidator(
            role.map(name -> "The role \"" + name + "\"").orElse("The specification"), problems)
        .check(argumentSpec, given(providedArguments, variables), "");
    problems.throwIfErrors();
  }

  private static Map<String, Value> given(
      Optional<Value.Entries> provided, Optional<Value.Entries> variables) {
    Map<String, Value> all = new LinkedHashMap<>();
    provided.ifPresent(entries -> all.putAll(entries.map()));
    variables.ifPresent(
        entries ->
            entries
                .map()
                .forEach(
                    (name, value) -> {
                      if (value instanceof Value.Items items && !items.list().isEmpty()) {
                        all.put(name, items.list().getFirst());
                      }
                    }));
    return all;
  }
}
