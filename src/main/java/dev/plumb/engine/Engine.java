package dev.plumb.engine;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.EventSink;
import dev.plumb.engine.files.LocalFiles;
import dev.plumb.engine.host.Connector;
import dev.plumb.engine.host.HostExecutor;
import dev.plumb.engine.host.HostSessions;
import dev.plumb.engine.host.Interruption;
import dev.plumb.engine.prepare.Preparer;
import dev.plumb.engine.prepare.StaticChecks;
import dev.plumb.engine.task.EventPublisher;
import dev.plumb.engine.task.HostRun;
import dev.plumb.engine.task.InventoryUpdater;
import dev.plumb.engine.task.RunHosts;
import dev.plumb.engine.task.TaskContext;
import dev.plumb.engine.vars.ConnectionOptions;
import dev.plumb.engine.vars.ConnectionVars;
import dev.plumb.engine.vars.RunVars;
import dev.plumb.inventory.LiveInventory;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.ModuleRegistry;
import dev.plumb.module.ModuleTrait;
import dev.plumb.module.TaskModule;
import dev.plumb.playbook.Playbook;
import dev.plumb.template.Templates;
import dev.plumb.value.HostName;
import dev.plumb.value.Redaction;
import dev.plumb.value.Value;
import java.time.Clock;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Runs playbooks on hosts. One run at a time; {@link #interrupt()} may be called by any thread. */
public final class Engine {

  private final ModuleRegistry modules;
  private final Predicate<String> factNames;
  private final Templates templates;
  private final Connector connector;
  private final EventSink events;
  private final Clock clock;
  private final Redaction redaction;
  private final Interruption interruption = new Interruption();

  /**
   * @param factNames whether a variable's name is that of a fact
   * @param events told what happens, by one thread at a time
   * @param redaction knows what must not be shown already, such as what was encrypted
   */
  public Engine(
      ModuleRegistry modules,
      Predicate<String> factNames,
      Templates templates,
      Connector connector,
      EventSink events,
      Clock clock,
      Redaction redaction) {
    this.redaction = redaction;
    this.modules = modules;
    this.factNames = factNames;
    this.templates = templates;
    this.connector = connector;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Runs the playbooks in order, to their end or until {@link #interrupt()}. Everything that can be
   * found wrong without a host is found first, all of it.
   *
   * @param filter what a person decides meanwhile
   * @return what the last event, RunEnded, says
   * @throws BadInputException before anything is sent to any host
   */
  public Event.RunEnded run(
      List<Playbook> playbooks, LiveInventory inventory, RunOptions options, TaskFilter filter) {
    List<Diagnostic> problems = new StaticChecks(modules, templates).check(playbooks);
    if (!problems.isEmpty()) {
      throw new BadInputException(problems);
    }
    return newRun(playbooks, inventory, options, filter).run();
  }

  /** Everything that can be found wrong in playbooks without a host. */
  public List<Diagnostic> staticProblems(List<Playbook> playbooks) {
    return new StaticChecks(modules, templates).check(playbooks);
  }

  /**
   * Gathers the facts of the hosts that match a pattern.
   *
   * @param unreachable called for each host without a connection
   */
  public SortedMap<HostName, Value> facts(
      String pattern,
      LiveInventory inventory,
      RunOptions options,
      Consumer<Diagnostic> unreachable) {
    return newRun(List.of(), inventory, options, TaskFilter.NONE).gatherFacts(pattern, unreachable);
  }

  private EngineRun newRun(
      List<Playbook> playbooks, LiveInventory inventory, RunOptions options, TaskFilter filter) {
    ConnectionOptions connection = options.connection();
    connection.password().ifPresent(redaction::register);
    connection.becomePassword().ifPresent(redaction::register);
    boolean check = options.mode() == RunOptions.Mode.CHECK;
    RunVars vars =
        new RunVars(inventory.current(), playbooks, options.extraVars(), check, factNames);
    Preparer preparer =
        new Preparer(
            vars, modules, templates, new LocalFiles(), redaction, options.tags(), connection);
    HostExecutor executor = new HostExecutor(options.forks(), interruption);
    HostSessions sessions =
        new HostSessions(
            vars,
            new ConnectionVars(vars, templates, connection, redaction),
            connector,
            executor,
            interruption);
    EventPublisher publisher = new EventPublisher(events, clock, redaction, options.diff());
    RunHosts hosts = new RunHosts();
    TaskContext context =
        new TaskContext(
            check,
            options.diff(),
            preparer,
            factsModule(),
            sessions,
            executor,
            interruption,
            publisher);
    return new EngineRun(
        playbooks,
        inventory,
        vars,
        new PlayTargets(inventory, vars, templates, clock, preparer, sessions, options, hosts),
        clock,
        new PlayContext(
            context, hosts, new InventoryUpdater(inventory, preparer, publisher), filter));
  }

  private HostRun.FactsModule<?, ?> factsModule() {
    return switch (modules.require(ModuleTrait.GATHERS_FACTS)) {
      case TaskModule<?, ?> module -> new HostRun.FactsModule<>(module);
      case ClusterModule<?, ?> module ->
          throw new IllegalStateException("must run on one host: " + module.name());
    };
  }

  /**
   * Begins no more steps; what is in flight may end within a grace time. Called a second time,
   * gives up what is in flight. Any thread may call it.
   */
  public void interrupt() {
    interruption.request();
  }
}
