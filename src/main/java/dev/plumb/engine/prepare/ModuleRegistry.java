package dev.plumb.engine.prepare;

import dev.plumb.module.ArgReader;
import dev.plumb.module.PlumbModule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The modules by every name they answer to, each with the reader of its arguments. */
public final class ModuleRegistry {

  /** A module and the reader of its arguments, made when first needed: most runs use few. */
  public static final class RegisteredModule<S extends Record, T> {
    private final PlumbModule<S, T> module;
    private volatile @Nullable ArgReader<S> reader;

    private RegisteredModule(PlumbModule<S, T> module) {
      this.module = module;
    }

    public PlumbModule<S, T> module() {
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

  private final Map<String, RegisteredModule<?, ?>> byName = new LinkedHashMap<>();

  public ModuleRegistry(List<PlumbModule<?, ?>> modules) {
    for (PlumbModule<?, ?> module : modules) {
      RegisteredModule<?, ?> entry = new RegisteredModule<>(module);
      byName.put(module.name(), entry);
      module.aliases().forEach(alias -> byName.put(alias, entry));
    }
  }

  public Optional<RegisteredModule<?, ?>> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Set<String> names() {
    return byName.keySet();
  }
}
