package dev.plumb.engine;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.HostSummary;
import dev.plumb.inventory.Inventory;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.Rollout;
import dev.plumb.template.Templates;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** One run: which hosts take part in which plays, what is foreseen, the plays, and the end. */
final class Session {

  private final List<Playbook> playbooks;
  private final Inventory inventory;
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

  Session(
      List<Playbook> playbooks,
      Inventory inventory,
      RunVars vars,
      Templates templates,
      Clock clock,
      RunContext context,
      Map<HostName, HostRun> hosts) {
    this.playbooks = playbooks;
    this.inventory = inventory;
    this.vars = vars;
    this.templates = templates;
    this.clock = clock;
    this.context = context;
    this.hosts = hosts;
  }

  Event.RunEnded run() {
    Instant began = clock.instant();
    List<Cast> casts = cast();
    foresee(casts);
    context
        .journal()
        .tell(new Event.RunStarted(id(began), context.checks() ? "check" : "apply", began));
    List<HostName> stopped = new ArrayList<>();
    List<HostName> notAttempted = new ArrayList<>();
    try {
      List<PlayRun> plays = plays(casts);
      plays.forEach(PlayRun::askForNotes);
      for (int i = 0; i < plays.size(); i++) {
        PlayRun play = plays.get(i);
        vars.playHosts(names(play.cast().hosts()), names(play.hosts()));
        List<Turn> ahead = ahead(plays.subList(i, plays.size()));
        for (HostRun host : play.hosts()) {
          host.comes(ahead, host.equals(play.hosts().getFirst()));
        }
        play.run(i + 1 < plays.size() && plays.get(i + 1).cast().equals(play.cast()));
        while (play.ended()
            && i + 1 < plays.size()
            && plays.get(i + 1).cast().equals(play.cast())) {
          i++;
        }
        if (play.stopped()) {
          stopped.addAll(names(play.hosts().stream().filter(host -> !host.out()).toList()));
          plays.subList(i + 1, plays.size()).stream()
              .flatMap(later -> later.hosts().stream())
              .filter(host -> !host.out())
              .map(HostRun::name)
              .filter(host -> !stopped.contains(host) && !notAttempted.contains(host))
              .forEach(notAttempted::add);
          break;
        }
      }
    } finally {
      hosts.values().forEach(host -> host.line().close());
      context.delegates().others().forEach(Line::close);
    }
    Event.RunEnded ended =
        new Event.RunEnded(
            summaries(),
            Duration.between(began, clock.instant()),
            context.interruption().wanted(),
            stopped,
            notAttempted);
    context.journal().tell(ended);
    return ended;
  }

  SortedMap<HostName, Value> facts(String pattern) {
    SortedMap<HostName, Value> found = new TreeMap<>();
    Play play =
        new Play(
            "facts",
            Place.NONE,
            Value.text(pattern),
            Value.map(Map.of()),
            true,
            Rollout.PLAIN,
            List.of(),
            List.of());
    try {
      for (HostName name : inventory.match(pattern, Place.NONE)) {
        HostRun host = host(name, play);
        host.gatherFacts(context.facts());
        found.put(name, Value.map(host.vars().facts().orElseThrow()));
      }
    } finally {
      hosts.values().forEach(host -> host.line().close());
    }
    return found;
  }

  /** A run of each play on each of its batches. */
  private List<PlayRun> plays(List<Cast> casts) {
    List<PlayRun> plays = new ArrayList<>();
    for (Cast cast : casts) {
      for (List<HostRun> batch : cast.batches()) {
        plays.add(new PlayRun(cast, batch, context));
      }
    }
    return plays;
  }

  private static List<HostName> names(List<HostRun> hosts) {
    return hosts.stream().map(HostRun::name).toList();
  }

  /** The turns from here on, as long as the plays are for the same hosts. */
  private static List<Turn> ahead(List<PlayRun> plays) {
    List<Turn> turns = new ArrayList<>();
    for (PlayRun play : plays) {
      if (!play.hosts().equals(plays.getFirst().hosts())) {
        break;
      }
      turns.addAll(play.cast().turns());
    }
    return turns;
  }

  private List<Cast> cast() {
    Diagnostics problems = new Diagnostics();
    List<Cast> casts = new ArrayList<>();
    for (Playbook playbook : playbooks) {
      for (Play play : playbook.plays()) {
        try {
          casts.add(cast(play));
        } catch (BadInputException e) {
          problems.addAll(e.diagnostics());
        }
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

  private Cast cast(Play play) {
    List<HostName> all = members(play);
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
        turns(play));
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

  private List<HostName> members(Play play) {
    HostScope scope = scopeOf(play);
    String pattern = templates.render(play.hosts(), scope).toString();
    return inventory.match(pattern, play.hosts().place());
  }

  private List<HostName> limited(List<HostName> members) {
    return context
        .options()
        .limit()
        .map(limit -> new HashSet<>(inventory.match(limit, Place.NONE)))
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

  private HostRun newHost(HostName name, Play play) {
    return new HostRun(vars.host(name), context.delegates().open(name, play), context.preparer());
  }

  /**
   * Renders everything that depends on nothing a host would have to say, for every host, before a
   * connection is opened: what is wrong there is a problem of the playbook. Nothing is done twice,
   * as these results last.
   */
  private void foresee(List<Cast> casts) {
    Map<HostName, List<Diagnostic>> problems = new ConcurrentSkipListMap<>();
    context.onAll(
        List.copyOf(hosts.values()), host -> problems.put(host.name(), foresee(host, casts)));
    Diagnostics all = new Diagnostics();
    all.addAll(onceEach(problems.values().stream().flatMap(List::stream).toList()));
    all.throwIfErrors();
  }

  private static List<Diagnostic> foresee(HostRun host, List<Cast> casts) {
    List<Diagnostic> problems = new ArrayList<>();
    Set<String> setBefore = new HashSet<>();
    for (Cast cast : casts) {
      if (!cast.hosts().contains(host)) {
        continue;
      }
      for (Turn turn : cast.turns()) {
        for (Prepared.Item item : host.foresee(turn, setBefore).items()) {
          if (item instanceof Prepared.Item.Wrong wrong) {
            wrong.problems().stream()
                .map(problem -> problem.in(context(turn, host)))
                .forEach(problems::add);
          }
        }
        setBefore.addAll(turn.sets());
      }
    }
    return problems;
  }

  private static String context(Turn turn, HostRun host) {
    return "in task \"" + turn.task().name() + "\", for host " + host.name();
  }

  /** The same problem on many hosts is one problem; the first host stands for all. */
  private static List<Diagnostic> onceEach(List<Diagnostic> problems) {
    Set<List<Object>> seen = new HashSet<>();
    return problems.stream()
        .filter(p -> seen.add(List.of(p.summary(), p.place(), p.detail())))
        .toList();
  }

  private SortedMap<HostName, HostSummary> summaries() {
    SortedMap<HostName, HostSummary> all = new TreeMap<>();
    hosts.forEach((name, host) -> all.put(name, host.summary()));
    return all;
  }

  /** The time to the millisecond, in UTC; written by hand, as a formatter costs its start. */
  private static String id(Instant began) {
    OffsetDateTime time = began.atOffset(ZoneOffset.UTC);
    return "%04d%02d%02d-%02d%02d%02d-%03d"
        .formatted(
            time.getYear(),
            time.getMonthValue(),
            time.getDayOfMonth(),
            time.getHour(),
            time.getMinute(),
            time.getSecond(),
            time.getNano() / 1_000_000);
  }
}
