package dev.plumb.cli.run;

import dev.plumb.catalog.Modules;
import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.Engine;
import dev.plumb.engine.event.EventSink;
import dev.plumb.engine.host.Connector;
import dev.plumb.module.ModuleRegistry;
import dev.plumb.module.facts.SetupModule;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.read.PlaybookLoader;
import dev.plumb.playbook.yaml.Decryption;
import dev.plumb.template.Templates;
import dev.plumb.transport.local.LocalHost;
import dev.plumb.transport.sshj.SshHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Connects the parts: the only class that knows the implementation of each. */
public final class Wiring {

  private Wiring() {}

  public static Engine engine(
      ModuleRegistry modules, EventSink events, ProcessEnvironment environment) {
    return new Engine(
        modules,
        SetupModule::isFact,
        new Templates(new LocalControllerAccess(environment)),
        connector(),
        events,
        Clock.systemUTC(),
        environment.redaction());
  }

  private static Connector connector() {
    return target ->
        switch (target.kind()) {
          case LOCAL -> new LocalHost(target);
          case SSH -> new SshHost(target);
        };
  }

  public static List<Playbook> playbooks(
      List<Path> files, ModuleRegistry modules, Decryption decryption) {
    files.forEach(file -> requireFile(file, "Playbook not found"));
    return new PlaybookLoader(modules, decryption).load(files);
  }

  /** plumb's own modules. */
  public static ModuleRegistry modules() {
    return new ModuleRegistry(Modules.all());
  }

  static void requireFile(Path file, String summary) {
    if (!Files.exists(file)) {
      throw new BadInputException(
          Diagnostic.error(summary, "The file " + file + " does not exist."));
    }
  }
}
