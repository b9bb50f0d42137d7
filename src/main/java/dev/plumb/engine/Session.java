package dev.plumb.engine;

import dev.plumb.diagnostic.Place;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.HostSummary;
import dev.plumb.inventory.Roster;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.Rollout;
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

/** One run: which hosts take part in which plays, what is foreseen, the plays, and the end. */
final class Session {

  private final List<Playbook> playbooks;
  private final Roster roster;
  private final RunVars vars;
  private final Casting casting;
  private final Clock clock;
  private final RunContext context;
  private final Map<HostName, HostRun> hosts;

  Session(
      List<Playbook> playbooks,
      Roster roster,
      RunVars vars,
      Casting casting,
      Clock clock,
      RunContext context,
      Map<HostName, HostRun> hosts) {
    this.playbooks = playbooks;
    this.roster = roster;
    this.vars = vars;
    this.casting = casting;
    this.clock = clock;
    this.context = context;
    this.hosts = hosts;
  }

  Event.RunEnded run() {
    Instant began = clock.instant();
    List<Casting.Cast> casts = casting.all(playbooks);
    new Foresight(context, casts).look(hosts.values());
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
        int editions = context.membership().editions();
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
        if (context.membership().editions() > editions) {
          castAgain(plays, i + 1, play.cast());
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
            List.of(),
            true,
            Rollout.PLAIN,
            List.of(),
            List.of());
    try {
      for (HostName name : roster.now().match(pattern, Place.NONE)) {
        HostRun host = hosts.computeIfAbsent(name, _ -> casting.newHost(name, play));
        host.gatherFacts(context.facts());
        found.put(name, Value.map(host.vars().facts().orElseThrow()));
      }
    } finally {
      hosts.values().forEach(host -> host.line().close());
    }
    return found;
  }

  /** A run of each play on each of its batches. */
  private List<PlayRun> plays(List<Casting.Cast> casts) {
    List<PlayRun> plays = new ArrayList<>();
    for (Casting.Cast cast : casts) {
      for (List<HostRun> batch : cast.batches()) {
        plays.add(new PlayRun(cast, batch, context));
      }
    }
    return plays;
  }

  /** Later plays may be for other hosts than it seemed; batches of the one at hand are not. */
  private void castAgain(List<PlayRun> plays, int from, Casting.Cast current) {
    int later = from;
    while (later < plays.size() && plays.get(later).cast().equals(current)) {
      later++;
    }
    List<PlayRun> rest = plays.subList(later, plays.size());
    List<Casting.Cast> casts = rest.stream().map(PlayRun::cast).distinct().toList();
    rest.clear();
    plays.addAll(plays(casting.again(casts)));
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

  private SortedMap<HostName, HostSummary> summaries() {
    SortedMap<HostName, HostSummary> all = new TreeMap<>();
    hosts.forEach((name, host) -> all.put(name, host.summary()));
    return all;
  }

  /** The time to the millisecond, in UTC; written by hand, as a formatter costs its start. */
  private static String id(Instant began) {
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
