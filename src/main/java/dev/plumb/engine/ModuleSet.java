package dev.plumb.engine;

import dev.plumb.module.AnyModule;
import dev.plumb.module.ArgReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The modules by every name they answer to, each with the reader of its arguments. */
final class ModuleSet {

  /** A module and the reader of its arguments, made when first needed: most runs use few. */
  static final class Entry<S extends Record, T> {
    private final AnyModule<S, T> module;
    private volatile @Nullable ArgReader<S> reader;

    private Entry(AnyModule<S, T> module) {
      this.module = module;
    }

    AnyModule<S, T> module() {
      return module;
    }

    ArgReader<S> reader() {
      ArgReader<S> made = reader;
      if (made == null) {
        // Two threads may both make one; either will do.
        made = new ArgReader<>(module.name(), module.spec());
        reader = made;
      }
      return made;
    }
  }

  private final Map<String, Entry<?, ?>> byName = new LinkedHashMap<>();

  ModuleSet(List<AnyModule<?, ?>> modules) {
    for (AnyModule<?, ?> module : modules) {
      Entry<?, ?> entry = new Entry<>(module);
      byName.put(module.name(), entry);
      module.aliases().forEach(alias -> byName.put(alias, entry));
    }
  }

  Optional<Entry<?, ?>> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Set<String> names() {
    return byName.keySet();
  }
}
