package dev.plumb.engine;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Renders everything that depends on nothing a host would have to say, for every host, before a
 * connection is opened: what is wrong there is a problem of the playbook. Nothing is done twice, as
 * these results last.
 */
final class Foresight {

  private final RunContext context;
  private final List<Casting.Cast> casts;

  Foresight(RunContext context, List<Casting.Cast> casts) {
    this.context = context;
    this.casts = casts;
  }

  /**
   * @throws BadInputException with every problem found
   */
  void look(Collection<HostRun> hosts) {
    Map<HostName, List<Diagnostic>> problems = new ConcurrentSkipListMap<>();
    context
        .hands()
        .atOnce(List.copyOf(hosts), host -> problems.put(host.name(), new Ahead(host).problems()));
    Diagnostics all = new Diagnostics();
    all.addAll(onceEach(problems.values().stream().flatMap(List::stream).toList()));
    all.throwIfErrors();
  }

  /** What one host will come to. */
  private final class Ahead {
    private final HostRun host;
    private final List<Diagnostic> problems = new ArrayList<>();
    private final Set<String> setBefore = new HashSet<>();

    /** A task may bring in others that nobody knows yet: what they set may be used behind it. */
    private boolean blind;

    private Ahead(HostRun host) {
      this.host = host;
    }

    private List<Diagnostic> problems() {
      for (Casting.Cast cast : casts) {
        if (cast.hosts().contains(host)) {
          cast.turns().forEach(this::look);
        }
      }
      return problems;
    }

    private void look(Turn turn) {
      for (Prepared.Item item : host.foresee(turn, setBefore).items()) {
        switch (item) {
          case Prepared.Item.Wrong wrong -> tell(turn, wrong.problems());
          case Prepared.Item.Ready(Unit<?, ?> unit) when turn.task().include().isPresent() ->
              include(unit);
          case Prepared.Item.NotYet _ -> blind |= turn.task().include().isPresent();
          case Prepared.Item.Ready _, Prepared.Item.Skipped _ -> {}
        }
      }
      setBefore.addAll(turn.sets());
    }

    private void include(Unit<?, ?> unit) {
      try {
        Inclusion.of(unit, context.preparer()).turns().forEach(this::look);
      } catch (BadInputException e) {
        tell(unit.turn(), e.diagnostics());
      }
    }

    private void tell(Turn turn, List<Diagnostic> wrong) {
      if (!blind) {
        wrong.stream().map(problem -> problem.in(where(turn))).forEach(problems::add);
      }
    }

    private String where(Turn turn) {
      return "in task \"" + turn.task().name() + "\", for host " + host.name();
    }
  }

  /** The same problem on many hosts is one problem; the first host stands for all. */
  private static List<Diagnostic> onceEach(List<Diagnostic> problems) {
    Set<List<Object>> seen = new HashSet<>();
    return problems.stream()
        .filter(p -> seen.add(List.of(p.summary(), p.place(), p.detail())))
        .toList();
  }
}
