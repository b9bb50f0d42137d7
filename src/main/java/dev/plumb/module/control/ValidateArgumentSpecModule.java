package dev.plumb.module.control;

/** Checks variables against a specification, as roles have one. */
public final class ValidateArgumentSpecModule extends ControlModule<ValidateArgumentSpecSpec> {

  public ValidateArgumentSpecModule() {
    super(
        "validate_argument_spec",
        "Checks values against a specification. Roles that have meta/argument_specs.yml are checked"
            + " by it before their first task.",
        ValidateArgumentSpecSpec.class);
  }
}
