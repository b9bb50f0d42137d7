package dev.plumb.engine;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.inventory.Roster;
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
import java.util.Set;

/** Who takes part in which play. */
final class Casting {

  private final Roster roster;
  private final RunVars vars;
  private final Templates templates;
  private final Clock clock;
  private final RunContext context;
  private final Map<HostName, HostRun> hosts;

  /**
   * A play with its hosts and the turns that tags leave of it.
   *
   * @param batches the hosts as {@code serial} cuts them
   * @param most the percentage of a batch's hosts that may fail
   * @param leftOut the play's other hosts, which the limit keeps out of the run
   */
  record Cast(
      Play play,
      List<HostRun> hosts,
      List<HostRun> leftOut,
      List<List<HostRun>> batches,
      Optional<BigDecimal> most,
      List<Turn> turns) {}

  /**
   * @param hosts those of the run, to be added to
   */
  Casting(
      Roster roster,
      RunVars vars,
      Templates templates,
      Clock clock,
      RunContext context,
      Map<HostName, HostRun> hosts) {
    this.roster = roster;
    this.vars = vars;
    this.templates = templates;
    this.clock = clock;
    this.context = context;
    this.hosts = hosts;
  }

  /**
   * @throws BadInputException with the problems of all plays
   */
  List<Cast> all(List<Playbook> playbooks) {
    Diagnostics problems = new Diagnostics();
    List<Cast> casts = new ArrayList<>();
    boolean mayChange = false;
    for (Playbook playbook : playbooks) {
      for (Play play : playbook.plays()) {
        try {
          casts.add(cast(play, turns(play), mayChange));
        } catch (BadInputException e) {
          problems.addAll(e.diagnostics());
        }
        mayChange |= Enrolling.mayHappenIn(play);
      }
    }
    problems.throwIfErrors();
    if (hosts.isEmpty() && !casts.isEmpty()) {
      throw new BadInputException(
          Diagnostic.error(
              "No host left",
              "The limit \""
                  + context.options().limit().orElse("")
                  + "\" leaves no host in any play."));
    }
    return casts;
  }

  /** The same plays for the hosts that they are for now, with their turns as they were. */
  List<Cast> again(List<Cast> casts) {
    return casts.stream().map(cast -> cast(cast.play(), cast.turns(), true)).toList();
  }

  /**
   * @param mayChange whether hosts that are not there yet may come, or may have come
   */
  private Cast cast(Play play, List<Turn> turns, boolean mayChange) {
    List<HostName> all = members(play, mayChange);
    List<HostName> limited = limited(all);
    List<HostRun> members = limited.stream().map(name -> host(name, play)).toList();
    List<HostRun> leftOut =
        all.stream()
            .filter(name -> !limited.contains(name))
            .map(name -> newHost(name, play))
            .toList();
    Rollout rollout = play.rollout();
    List<HostRun> ordered =
        Batches.order(members, rollout.order(), new Random(clock.instant().toEpochMilli()));
    HostScope scope = scopeOf(play);
    List<Value> sizes =
        rollout.serial().stream().map(size -> templates.render(size, scope)).toList();
    return new Cast(
        play,
        ordered,
        leftOut,
        Batches.of(ordered, sizes),
        rollout
            .maxFailPercentage()
            .map(most -> Batches.percentage(templates.render(most, scope), most.place())),
        turns);
  }

  /** What is known before any host is chosen. */
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
      return roster.now().match(pattern, play.hosts().place());
    } catch (BadInputException e) {
      if (mayChange) {
        return List.of();
      }
      throw e;
    }
  }

  private List<HostName> limited(List<HostName> members) {
    return context
        .options()
        .limit()
        .map(limit -> new HashSet<>(roster.now().match(limit, Place.NONE)))
        .map(limit -> members.stream().filter(limit::contains).toList())
        .orElse(members);
  }

  private List<Turn> turns(Play play) {
    Set<String> wanted = context.options().tags();
    Set<String> unwanted = context.options().skipTags();
    return Turn.of(
        play,
        play.tasks().stream()
            .filter(task -> Tags.selected(task.tags(), wanted, unwanted))
            .toList());
  }

  private HostRun host(HostName name, Play play) {
    return hosts.computeIfAbsent(name, _ -> newHost(name, play));
  }

  HostRun newHost(HostName name, Play play) {
    return new HostRun(vars.host(name), context.delegates().open(name, play), context.preparer());
  }
}
