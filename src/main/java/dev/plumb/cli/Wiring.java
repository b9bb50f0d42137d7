package dev.plumb.cli;

import dev.plumb.catalog.Modules;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.engine.Engine;
import dev.plumb.engine.event.EventSink;
import dev.plumb.engine.host.Connector;
import dev.plumb.inventory.InventoryListing;
import dev.plumb.inventory.InventoryLoader;
import dev.plumb.inventory.LiveInventory;
import dev.plumb.module.PlumbModule;
import dev.plumb.module.facts.SetupModule;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.PlaybookLoader;
import dev.plumb.playbook.yaml.Decryption;
import dev.plumb.playbook.yaml.YamlReader;
import dev.plumb.template.Templates;
import dev.plumb.transport.local.LocalHost;
import dev.plumb.transport.sshj.SshHost;
import dev.plumb.value.Redaction;
import dev.plumb.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which class stands behind each part: the only place that knows all of them. */
final class Wiring {

  private Wiring() {}

  static Engine engine(EventSink events, Redaction redaction) {
    return new Engine(
        Modules.all(),
        SetupModule::isFact,
        new Templates(new LocalControllerAccess(redaction)),
        connector(),
        events,
        Clock.systemUTC(),
        redaction);
  }

  private static Connector connector() {
    return target ->
        switch (target.kind()) {
          case LOCAL -> new LocalHost(target);
          case SSH -> new SshHost(target);
        };
  }

  static List<Playbook> playbooks(List<Path> files, Decryption decryption) {
    files.forEach(file -> mustExist(file, "Playbook not found"));
    return new PlaybookLoader(moduleNames(), decryption).load(files);
  }

  private static Set<String> moduleNames() {
    Set<String> names = new HashSet<>();
    for (PlumbModule<?, ?> module : Modules.all()) {
      names.add(module.name());
      names.addAll(module.aliases());
    }
    return names;
  }

  /**
   * @param sources files, folders, or names with a comma
   * @param playbookFolders where variables of groups and hosts may stand too
   */
  static LiveInventory inventory(
      List<String> sources, List<Path> playbookFolders, Decryption decryption) {
    mustExist(sources);
    return new InventoryLoader(decryption).liveInventory(sources, playbookFolders);
  }

  /** The same to look at; variables may stand in the working folder too. */
  static InventoryListing listing(List<String> sources, Decryption decryption) {
    mustExist(sources);
    return new InventoryLoader(decryption).listing(sources, List.of(Path.of("")));
  }

  private static void mustExist(List<String> sources) {
    for (String source : sources) {
      if (!source.contains(",")) {
        mustExist(Path.of(source), "Inventory not found");
      }
    }
  }

  /** The mapping in a YAML file; empty for an empty file. */
  static Value.Entries mapping(Path file, String name, Decryption decryption) {
    Diagnostics problems = new Diagnostics();
    Value read =
        YamlReader.readFile(file, name, Place.NONE, problems, decryption).orElse(Value.nothing());
    problems.throwIfErrors();
    return entries(read);
  }

  /** The mapping that a YAML text is. */
  static Value.Entries mapping(SourceText yaml) {
    Diagnostics problems = new Diagnostics();
    Value read = YamlReader.read(yaml, problems).orElse(Value.nothing());
    problems.throwIfErrors();
    return entries(read);
  }

  private static Value.Entries entries(Value read) {
    return switch (read) {
      case Value.Entries entries -> entries;
      case Value.Null _ -> Value.map(Map.of());
      case Value.Text _, Value.Num _, Value.Bool _, Value.Items _, Value.Unknown _ ->
          throw new BadInputException(
              Diagnostic.error(
                  "Not a mapping",
                  read.place(),
                  "Variables must be a mapping of names to values, but this is "
                      + read.kind()
                      + "."));
    };
  }

  private static void mustExist(Path file, String summary) {
    if (!Files.exists(file)) {
      throw new BadInputException(
          Diagnostic.error(
              summary, "There is no file " + file + ", as seen from the working folder."));
    }
  }
}
