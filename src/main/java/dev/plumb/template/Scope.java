package dev.plumb.template;

import dev.plumb.value.Value;
import java.util.Optional;
import java.util.Set;

/**
 * The variables that a template sees. Values may hold templates themselves; they are rendered in
 * the same scope when they are used. A variable whose value is {@link Value.Unknown} is defined,
 * but not known yet.
 */
public interface Scope {

  Optional<Value> lookup(String name);

  /** All names, for "did you mean". */
  Set<String> names();
}
