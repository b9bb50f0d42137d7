package dev.plumb.module;

import dev.plumb.value.Value;
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

    public ArgReader<S> reader() {
      ArgReader<S> made = reader;
      if (made == null) {
        // Two threads may both make one; either will do.
        made = module.argReader();
        reader = made;
      }
      return made;
    }
  }

  private final Map<String, RegisteredModule<?, ?>> byName = new LinkedHashMap<>();

  public ModuleRegistry(List<PlumbModule<?, ?>> modules) {
    for (PlumbModule<?, ?> module : modules) {
      RegisteredModule<?, ?> entry = new RegisteredModule<>(module);
      module.info().names().forEach(name -> byName.put(name, entry));
    }
  }

  public Optional<RegisteredModule<?, ?>> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public Set<String> names() {
    return byName.keySet();
  }

  /** Returns the traits of a task of a module; none when there is no such module. */
  public Set<ModuleTrait> traits(String name, Value args) {
    RegisteredModule<?, ?> registered = byName.get(name);
    return registered == null ? Set.of() : registered.module().traits(args);
  }

  /** Returns the module that does something for plumb itself, such as to gather facts. */
  public PlumbModule<?, ?> require(ModuleTrait trait) {
    return byName.values().stream()
        .<PlumbModule<?, ?>>map(RegisteredModule::module)
        .filter(module -> module.traits(Value.nothing()).contains(trait))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No module has the trait " + trait));
  }
}
