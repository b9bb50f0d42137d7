package dev.plumb.cli;

import dev.plumb.catalog.Modules;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.engine.Connector;
import dev.plumb.engine.Engine;
import dev.plumb.engine.event.EventSink;
import dev.plumb.inventory.Inventory;
import dev.plumb.inventory.InventoryLoader;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.PlaybookLoader;
import dev.plumb.playbook.yaml.YamlReader;
import dev.plumb.template.Templates;
import dev.plumb.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which class stands behind each part: the only place that knows all of them. */
final class Wiring {

  private Wiring() {}

  static Engine engine(EventSink events) {
    return new Engine(
        Modules.all(), _ -> false, new Templates(), connector(), events, Clock.systemUTC());
  }

  private static Connector connector() {
    return target -> {
      throw new UnsupportedOperationException("" + target);
    };
  }

  /** The playbook in a file; the working folder's, or an absolute path. */
  static Playbook playbook(Path file) {
    mustExist(file, "Playbook not found");
    return new PlaybookLoader(moduleNames()).load(file);
  }

  static Inventory inventory(Path file) {
    mustExist(file, "Inventory not found");
    return new InventoryLoader().load(file);
  }

  /** Every key that names a module in a task. */
  private static Set<String> moduleNames() {
    return Modules.all().stream()
        .flatMap(module -> Stream.concat(Stream.of(module.name()), module.aliases().stream()))
        .collect(Collectors.toSet());
  }

  /** A YAML text that must be a mapping. */
  static Value.Entries mapping(SourceText yaml) {
    Diagnostics problems = new Diagnostics();
    Optional<Value> value = YamlReader.read(yaml, problems);
    problems.throwIfErrors();
    if (value.orElse(null) instanceof Value.Entries entries) {
      return entries;
    }
    throw new BadInputException(
        Diagnostic.error("Not a mapping", Place.of(yaml, 1, 1), "It must be a YAML mapping."));
  }

  private static void mustExist(Path file, String summary) {
    if (!Files.exists(file)) {
      throw new BadInputException(
          Diagnostic.error(
              summary, "There is no file " + file + ", as seen from the working folder."));
    }
  }
}
