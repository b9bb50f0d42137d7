package dev.plumb.module.control;

import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.module.Arg;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.ModuleTrait;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Validates values against an argument specification, as roles have one. */
public final class ValidateArgumentSpecModule
    implements ControlModule<ValidateArgumentSpecModule.Spec> {

  record Spec(
      @Arg(
              doc = "For each argument: type, required, choices, elements, options.",
              example = "{port: {type: int, required: true}}")
          Value.Entries argumentSpec,
      @Arg(doc = "The values.", example = "{port: 2379}") Optional<Value.Entries> providedArguments,
      @Arg(
              doc = "The values, each in a list that is empty for a variable that is not set.",
              example = "{port: [2379]}")
          Optional<Value.Entries> variables,
      @Arg(doc = "The role that has the arguments, for messages.", example = "etcd")
          Optional<String> role) {

    /** Validates: problems are found before any host is probed, if the values are known. */
    Spec {
      Map<String, Value> values = new LinkedHashMap<>();
      providedArguments.ifPresent(entries -> values.putAll(entries.map()));
      variables.ifPresent(
          entries ->
              entries
                  .map()
                  .forEach(
                      (name, value) -> {
                        if (value instanceof Value.Items items && !items.list().isEmpty()) {
                          values.put(name, items.list().getFirst());
                        }
                      }));
      Diagnostics problems = new Diagnostics();
      new ArgumentSpecValidator(
              role.map(name -> "The role \"" + name + "\"").orElse("The specification"), problems)
          .check(argumentSpec, values, "");
      problems.throwIfErrors();
    }
  }

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of(
            "validate_argument_spec",
            Spec.class,
            "Validates values against an argument specification. Runs by itself before the first"
                + " task of a role with meta/argument_specs.yml.")
        .with(ModuleTrait.VALIDATES_ARGUMENTS);
  }
}
