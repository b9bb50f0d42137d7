package dev.plumb.engine;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.HostSummary;
import dev.plumb.engine.prepare.TaskInstance;
import dev.plumb.engine.task.HostRun;
import dev.plumb.engine.task.TaskContext;
import dev.plumb.engine.vars.RunVars;
import dev.plumb.inventory.LiveInventory;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.Rollout;
import dev.plumb.remote.UnreachableException;
import dev.plumb.value.Digits;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One run of the engine: resolves hosts, renders ahead, runs the plays, and summarizes. */
final class EngineRun {

  private final List<Playbook> playbooks;
  private final LiveInventory inventory;
  private final RunVars vars;
  private final PlayTargets targets;
  private final Clock clock;
  private final PlayContext shared;
  private final TaskContext context;

  EngineRun(
      List<Playbook> playbooks,
      LiveInventory inventory,
      RunVars vars,
      PlayTargets targets,
      Clock clock,
      PlayContext shared) {
    this.playbooks = playbooks;
    this.inventory = inventory;
    this.vars = vars;
    this.targets = targets;
    this.clock = clock;
    this.shared = shared;
    this.context = shared.tasks();
  }

  Event.RunEnded run() {
    Instant began = clock.instant();
    List<PlayTargets.PlayTarget> resolved = targets.resolveAll(playbooks);
    new PreRenderer(context.preparer(), context.executor(), resolved).render(shared.hosts().all());
    context
        .events()
        .publish(new Event.RunStarted(runId(began), context.check() ? "check" : "apply", began));
    List<HostName> stopped = new ArrayList<>();
    List<HostName> notAttempted = new ArrayList<>();
    try {
      List<PlayRun> plays = plays(resolved);
      plays.forEach(PlayRun::probeMarkers);
      for (int i = 0; i < plays.size(); i++) {
        PlayRun play = plays.get(i);
        int inventoryChanges = shared.inventory().changeCount();
        vars.playHosts(names(play.target().hosts()), names(play.hosts()));
        List<TaskInstance> upcoming = upcoming(plays.subList(i, plays.size()));
        for (HostRun host : play.hosts()) {
          host.setUpcoming(upcoming, host.equals(play.hosts().getFirst()));
        }
        play.run(i + 1 < plays.size() && plays.get(i + 1).target().equals(play.target()));
        while (play.playEnded()
            && i + 1 < plays.size()
            && plays.get(i + 1).target().equals(play.target())) {
          i++;
        }
        if (shared.inventory().changeCount() > inventoryChanges) {
          resolveRemaining(plays, i + 1, play.target());
        }
        if (play.isStopped()) {
          stopped.addAll(names(play.hosts().stream().filter(host -> !host.isFailed()).toList()));
          plays.subList(i + 1, plays.size()).stream()
              .flatMap(later -> later.hosts().stream())
              .filter(host -> !host.isFailed())
              .map(HostRun::name)
              .filter(host -> !stopped.contains(host) && !notAttempted.contains(host))
              .forEach(notAttempted::add);
          break;
        }
      }
    } finally {
      context.sessions().closeAll();
    }
    Event.RunEnded ended =
        new Event.RunEnded(
            summaries(),
            Duration.between(began, clock.instant()),
            context.interruption().isRequested(),
            stopped,
            notAttempted);
    context.events().publish(ended);
    return ended;
  }

  SortedMap<HostName, Value> gatherFacts(String pattern, Consumer<Diagnostic> unreachable) {
    SortedMap<HostName, Value> found = new TreeMap<>();
    Play play =
        new Play(
            "facts",
            Place.NONE,
            Value.text(pattern),
            Value.map(Map.of()),
            List.of(),
            true,
            Rollout.DEFAULT,
            List.of(),
            List.of());
    try {
      for (HostName name : inventory.current().match(pattern, Place.NONE)) {
        HostRun host = targets.host(name, play);
        try {
          host.gatherFacts(context.factsModule());
          found.put(name, Value.map(host.vars().facts().orElseThrow()));
        } catch (UnreachableException e) {
          unreachable.accept(e.reason().withContext("on " + name));
        }
      }
    } finally {
      context.sessions().closeAll();
    }
    return found;
  }

  /** Returns a run of each play on each of its batches. */
  private List<PlayRun> plays(List<PlayTargets.PlayTarget> targets) {
    List<PlayRun> plays = new ArrayList<>();
    for (PlayTargets.PlayTarget target : targets) {
      for (List<HostRun> batch : target.batches()) {
        plays.add(new PlayRun(target, batch, shared));
      }
    }
    return plays;
  }

  /** Resolves the hosts of later plays again; the batches of the current play stay. */
  private void resolveRemaining(List<PlayRun> plays, int from, PlayTargets.PlayTarget current) {
    int later = from;
    while (later < plays.size() && plays.get(later).target().equals(current)) {
      later++;
    }
    List<PlayRun> rest = plays.subList(later, plays.size());
    List<PlayTargets.PlayTarget> remaining = rest.stream().map(PlayRun::target).distinct().toList();
    rest.clear();
    plays.addAll(plays(targets.resolveAgain(remaining)));
  }

  private static List<HostName> names(List<HostRun> hosts) {
    return hosts.stream().map(HostRun::name).toList();
  }

  /** Returns the upcoming tasks, as long as the plays have the same hosts. */
  private static List<TaskInstance> upcoming(List<PlayRun> plays) {
    List<TaskInstance> instances = new ArrayList<>();
    for (PlayRun play : plays) {
      if (!play.hosts().equals(plays.getFirst().hosts())) {
        break;
      }
      instances.addAll(play.target().tasks());
    }
    return instances;
  }

  private SortedMap<HostName, HostSummary> summaries() {
    SortedMap<HostName, HostSummary> all = new TreeMap<>();
    shared.hosts().all().forEach(host -> all.put(host.name(), host.summary()));
    return all;
  }

  /** The UTC time to the millisecond; formatted by hand, because a formatter slows the start. */
  private static String runId(Instant began) {
    OffsetDateTime time = began.atOffset(ZoneOffset.UTC);
    return digits(4, time.getYear())
        + digits(2, time.getMonthValue())
        + digits(2, time.getDayOfMonth())
        + "-"
        + digits(2, time.getHour())
        + digits(2, time.getMinute())
        + digits(2, time.getSecond())
        + "-"
        + digits(3, time.getNano() / 1_000_000);
  }

  private static String digits(int width, int number) {
    return Digits.padded(Integer.toString(number), width);
  }
}
