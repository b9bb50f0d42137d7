package dev.plumb.template;

import dev.plumb.value.Value;
import java.util.Optional;
import java.util.Set;

/**
 * The variables of a template. Values may contain templates, which are rendered in the same scope
 * on use. A variable whose value is {@link Value.Unknown} is defined but not yet known.
 */
public interface Scope {

  Optional<Value> lookup(String name);

  /** Returns all names, for suggestions. */
  Set<String> names();
}
