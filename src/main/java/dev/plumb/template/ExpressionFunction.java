package dev.plumb.template;

import dev.plumb.value.Value;
import java.util.List;

/**
 * A function that expressions may call.
 *
 * @param signature as a person would write the call: {@code "hash(text, algorithm = 'sha256')"}
 * @param doc one or two sentences
 * @param example a call that a test runs
 * @param result what the example comes to, in JSON; empty when that differs from run to run
 * @param min how many arguments it needs
 * @param max how many it takes
 */
public record ExpressionFunction(
    String signature, String doc, String example, String result, int min, int max, Body body) {

  /** What it does with its arguments. Throws IllegalArgumentException with a whole sentence. */
  @FunctionalInterface
  interface Body {
    Value call(List<Value> args, Caller caller);
  }

  /** Where it is called from. */
  interface Caller {
    ControllerAccess controller();

    /** What relative paths are relative to: the playbook's folder. */
    String folder();
  }

  public String name() {
    return signature.substring(0, signature.indexOf('('));
  }
}
