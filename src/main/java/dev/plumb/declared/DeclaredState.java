package dev.plumb.declared;

import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the probes of a module found.
 *
 * @param answers by the name of the probe
 * @param moved the values of properties that steps have moved since, by the name of the property
 */
record DeclaredState(Map<String, Answer> answers, Map<String, Value> moved) {

  DeclaredState {
    answers = Map.copyOf(answers);
    moved = Map.copyOf(moved);
  }

  /** What one probe found. */
  sealed interface Answer {

    /** The host answered. */
    record Known(Value value) implements Answer {}

    /** The host has no such program, which an earlier task may install. */
    record NoProgram(String name) implements Answer {}
  }

  DeclaredState with(Map<String, Value> more) {
    Map<String, Value> all = new LinkedHashMap<>(moved);
    all.putAll(more);
    return new DeclaredState(answers, all);
  }
}
