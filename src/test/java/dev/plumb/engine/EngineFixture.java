package dev.plumb.engine;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.HostSummary;
import dev.plumb.engine.event.TaskResult;
import dev.plumb.inventory.InventoryLoader;
import dev.plumb.module.ModuleRegistry;
import dev.plumb.module.command.CommandModule;
import dev.plumb.module.control.AssertModule;
import dev.plumb.module.control.DebugModule;
import dev.plumb.module.control.IncludeRoleModule;
import dev.plumb.module.control.IncludeTasksModule;
import dev.plumb.module.control.IncludeVarsModule;
import dev.plumb.module.control.MetaModule;
import dev.plumb.module.control.SetFactModule;
import dev.plumb.module.control.ValidateArgumentSpecModule;
import dev.plumb.module.facts.SetupModule;
import dev.plumb.playbook.read.PlaybookLoader;
import dev.plumb.remote.ScriptedHost;
import dev.plumb.template.Templates;
import dev.plumb.value.HostName;
import dev.plumb.value.Redaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Runs playbooks, written as text, on scripted hosts. */
public final class EngineFixture {

  private static final ModuleRegistry MODULES =
      new ModuleRegistry(
          List.of(
              new ThingModule(),
              new MetaModule(),
              new RingModule(),
              new CommandModule(),
              new DebugModule(),
              new AssertModule(),
              new SetFactModule(),
              new IncludeTasksModule(),
              new IncludeRoleModule(),
              new IncludeVarsModule(),
              new ValidateArgumentSpecModule(),
              new SetupModule()));

  private final Path folder;
  private final Map<String, ScriptedHost> hosts = new TreeMap<>();
  private final List<Event> events = new ArrayList<>();

  public EngineFixture(Path folder) {
    this.folder = folder;
  }

  /** A host of the inventory, and how it answers. */
  public ScriptedHost host(String name) {
    return hosts.computeIfAbsent(name, _ -> new ScriptedHost());
  }

  EngineFixture file(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Event.RunEnded check(String playbook) {
    return run(playbook, RunOptions.Mode.CHECK, UnaryOperator.identity());
  }

  public Event.RunEnded apply(String playbook) {
    return run(playbook, RunOptions.Mode.APPLY, UnaryOperator.identity());
  }

  /** What the run must not show, known before it begins. */
  final Redaction redaction = new Redaction();

  Event.RunEnded run(String playbook, RunOptions.Mode mode, UnaryOperator<RunOptions> adjusted) {
    StringBuilder inventory = new StringBuilder("all:\n  hosts:\n");
    hosts.keySet().forEach(name -> inventory.append("    ").append(name).append(":\n"));
    return run(playbook, inventory.toString(), mode, adjusted);
  }

  Event.RunEnded run(
      String playbook, String inventory, RunOptions.Mode mode, UnaryOperator<RunOptions> adjusted) {
    file("site.yml", playbook);
    file("hosts.yml", inventory);
    Engine engine =
        new Engine(
            MODULES,
            SetupModule::isFact,
            new Templates(),
            target -> host(target.host().value()),
            events::add,
            Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC),
            redaction);
    return engine.run(
        List.of(new PlaybookLoader(MODULES).load(folder.resolve("site.yml"))),
        new InventoryLoader()
            .liveInventory(List.of(folder.resolve("hosts.yml").toString()), List.of()),
        adjusted.apply(RunOptions.of(mode)),
        TaskFilter.NONE);
  }

  List<Event> events() {
    return events;
  }

  /** What became of each task, without the items of loops. */
  List<TaskResult> results() {
    return events.stream()
        .filter(event -> event instanceof Event.TaskEnded(_, boolean item) && !item)
        .map(event -> ((Event.TaskEnded) event).result())
        .toList();
  }

  /** {@code host task status}, a line for each task that ended. */
  public List<String> statuses() {
    return results().stream()
        .map(result -> result.host() + " " + result.task() + " " + result.status())
        .toList();
  }

  public HostSummary summary(String host) {
    return events.stream()
        .filter(Event.RunEnded.class::isInstance)
        .map(event -> ((Event.RunEnded) event).hosts().get(new HostName(host)))
        .findFirst()
        .orElseThrow();
  }
}
