package dev.plumb.module;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Describes a module: everything about it that does not depend on a task.
 *
 * @param name the key in a task: {@code file}
 * @param spec the record that the arguments are read into; each component carries {@link Arg}
 * @param doc one sentence for {@code plumb doc} that begins with a verb: "Manages ..."
 * @param aliases other keys for the same module: {@code systemd} for {@code service}
 * @param traits what plumb must know of its tasks before they run
 */
public record ModuleInfo<S extends Record>(
    String name, Class<S> spec, String doc, List<String> aliases, Set<ModuleTrait> traits) {

  public ModuleInfo {
    aliases = List.copyOf(aliases);
    traits = Set.copyOf(traits);
  }

  public static <S extends Record> ModuleInfo<S> of(String name, Class<S> spec, String doc) {
    return new ModuleInfo<>(name, spec, doc, List.of(), Set.of());
  }

  public ModuleInfo<S> alias(String... others) {
    return new ModuleInfo<>(name, spec, doc, List.of(others), traits);
  }

  public ModuleInfo<S> with(ModuleTrait... more) {
    return new ModuleInfo<>(name, spec, doc, aliases, Set.of(more));
  }

  /** The name and its aliases. */
  public List<String> names() {
    return Stream.concat(Stream.of(name), aliases.stream()).toList();
  }
}
