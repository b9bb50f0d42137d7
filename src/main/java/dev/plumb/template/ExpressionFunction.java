package dev.plumb.template;

import dev.plumb.value.Value;
import java.util.List;

/**
 * A function that expressions may call.
 *
 * @param signature as a person would write the call: {@code "hash(text, algorithm = 'sha256')"}
 * @param doc the documentation, one or two sentences
 * @param example a call, verified by a test
 * @param result the result of the example in JSON; empty if it varies
 * @param min the minimum number of arguments
 * @param max the maximum number of arguments
 */
public record ExpressionFunction(
    String signature, String doc, String example, String result, int min, int max, Body body) {

  /** The implementation. Throws IllegalArgumentException with a full sentence. */
  @FunctionalInterface
  interface Body {
    Value call(List<Value> args, Caller caller);
  }

  /** The context of the call. */
  interface Caller {
    ControllerAccess controller();

    /** Returns the base of relative paths: the playbook's folder. */
    String folder();
  }

  public String name() {
    return signature.substring(0, signature.indexOf('('));
  }
}
