package dev.plumb.declared;

import dev.plumb.value.Value;
import java.util.Map;

/**
 * The arguments of one task.
 *
 * @param args by name; those that are absent and have no default are left out
 */
record DeclaredSpec(Map<String, Value> args) {
  DeclaredSpec {
    args = Map.copyOf(args);
  }
}
