package dev.plumb.engine;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.engine.host.HostSessions;
import dev.plumb.engine.prepare.Preparer;
import dev.plumb.engine.prepare.TaskInstance;
import dev.plumb.engine.task.HostRun;
import dev.plumb.engine.task.RunHosts;
import dev.plumb.engine.vars.HostScope;
import dev.plumb.engine.vars.HostVars;
import dev.plumb.engine.vars.InventoryChanges;
import dev.plumb.engine.vars.RunVars;
import dev.plumb.inventory.LiveInventory;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.Rollout;
import dev.plumb.template.Templates;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Resolves which hosts and tasks take part in which play. */
final class PlayTargets {

  private final LiveInventory inventory;
  private final RunVars vars;
  private final Templates templates;
  private final Clock clock;
  private final Preparer preparer;
  private final HostSessions sessions;
  private final RunOptions options;
  private final RunHosts hosts;

  /**
   * A play with its hosts and the tasks that the tags select.
   *
   * @param batches the hosts as split by {@code serial}
   * @param maxFailPercentage the percentage of a batch's hosts that may fail
   * @param outsideLimit the play's other hosts, which the limit excludes
   */
  record PlayTarget(
      Play play,
      List<HostRun> hosts,
      List<HostRun> outsideLimit,
      List<List<HostRun>> batches,
      Optional<BigDecimal> maxFailPercentage,
      List<TaskInstance> tasks) {}

  PlayTargets(
      LiveInventory inventory,
      RunVars vars,
      Templates templates,
      Clock clock,
      Preparer preparer,
      HostSessions sessions,
      RunOptions options,
      RunHosts hosts) {
    this.inventory = inventory;
    this.vars = vars;
    this.templates = templates;
    this.clock = clock;
    this.preparer = preparer;
    this.sessions = sessions;
    this.options = options;
    this.hosts = hosts;
  }

  /**
   * @throws BadInputException with the problems of all plays
   */
  List<PlayTarget> resolveAll(List<Playbook> playbooks) {
    Diagnostics problems = new Diagnostics();
    List<PlayTarget> targets = new ArrayList<>();
    boolean mayChange = false;
    for (Playbook playbook : playbooks) {
      for (Play play : playbook.plays()) {
        try {
          targets.add(resolve(play, taskInstances(play), mayChange));
        } catch (BadInputException e) {
          problems.addAll(e.diagnostics());
        }
        mayChange |= InventoryChanges.arePossibleIn(play);
      }
    }
    problems.throwIfErrors();
    if (hosts.all().isEmpty() && !targets.isEmpty()) {
      throw new BadInputException(
          Diagnostic.error(
              "No hosts matched",
              "The limit \"" + options.limit().orElse("") + "\" matches no host of any play."));
    }
    return targets;
  }

  /** Resolves the hosts of plays again, with the same task instances. */
  List<PlayTarget> resolveAgain(List<PlayTarget> targets) {
    return targets.stream().map(target -> resolve(target.play(), target.tasks(), true)).toList();
  }

  /**
   * @param mayChange whether tasks may have changed the inventory, or may change it
   */
  private PlayTarget resolve(Play play, List<TaskInstance> instances, boolean mayChange) {
    List<HostName> all = members(play, mayChange);
    List<HostName> limited = applyLimit(all);
    List<HostRun> members = limited.stream().map(name -> host(name, play)).toList();
    List<HostRun> leftOut =
        all.stream()
            .filter(name -> !limited.contains(name))
            .map(name -> hostOutside(name, play))
            .toList();
    Rollout rollout = play.rollout();
    List<HostRun> ordered =
        Batches.order(members, rollout.order(), new Random(clock.instant().toEpochMilli()));
    HostScope scope = scopeOf(play);
    List<Value> sizes =
        rollout.serial().stream().map(size -> templates.render(size, scope)).toList();
    return new PlayTarget(
        play,
        ordered,
        leftOut,
        Batches.of(ordered, sizes),
        rollout
            .maxFailPercentage()
            .map(most -> Batches.percentage(templates.render(most, scope), most.place())),
        instances);
  }

  /** The variables that are known before hosts are resolved. */
  private HostScope scopeOf(Play play) {
    return new HostScope(
        vars,
        new HostVars(new HostName("localhost"), Map.of()),
        play,
        Optional.empty(),
        Map.of(),
        _ -> false);
  }

  private List<HostName> members(Play play, boolean mayChange) {
    HostScope scope = scopeOf(play);
    String pattern = templates.render(play.hosts(), scope).toString();
    try {
      return inventory.current().match(pattern, play.hosts().place());
    } catch (BadInputException e) {
      if (mayChange) {
        return List.of();
      }
      throw e;
    }
  }

  private List<HostName> applyLimit(List<HostName> members) {
    return options
        .limit()
        .map(limit -> new HashSet<>(inventory.current().match(limit, Place.NONE)))
        .map(limit -> members.stream().filter(limit::contains).toList())
        .orElse(members);
  }

  private List<TaskInstance> taskInstances(Play play) {
    return TaskInstance.of(play, play.tasks().stream().filter(preparer::isSelected).toList());
  }

  HostRun host(HostName name, Play play) {
    return hosts.computeIfAbsent(
        name, _ -> new HostRun(vars.host(name), sessions.open(name, play), preparer));
  }

  /** A host of the play that takes no part in the run. */
  private HostRun hostOutside(HostName name, Play play) {
    return new HostRun(vars.host(name), sessions.session(name, play), preparer);
  }
}
