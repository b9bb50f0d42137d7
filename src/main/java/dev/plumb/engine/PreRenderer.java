package dev.plumb.engine;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.engine.prepare.ModuleCall;
import dev.plumb.engine.prepare.PreparedTask;
import dev.plumb.engine.prepare.TaskInstance;
import dev.plumb.engine.task.HostRun;
import dev.plumb.engine.task.RunContext;
import dev.plumb.engine.task.TaskInclusion;
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
final class PreRenderer {

  private final RunContext context;
  private final List<PlayTargets.PlayTarget> casts;

  PreRenderer(RunContext context, List<PlayTargets.PlayTarget> casts) {
    this.context = context;
    this.casts = casts;
  }

  /**
   * @throws BadInputException with every problem found
   */
  void render(Collection<HostRun> hosts) {
    Map<HostName, List<Diagnostic>> problems = new ConcurrentSkipListMap<>();
    context
        .executor()
        .runConcurrently(
            List.copyOf(hosts),
            host -> problems.put(host.name(), new HostRendering(host).problems()));
    Diagnostics all = new Diagnostics();
    all.addAll(distinct(problems.values().stream().flatMap(List::stream).toList()));
    all.throwIfErrors();
  }

  /** What one host will come to. */
  private final class HostRendering {
    private final HostRun host;
    private final List<Diagnostic> problems = new ArrayList<>();
    private final Set<String> setBefore = new HashSet<>();

    /** A task may bring in others that nobody knows yet: what they set may be used behind it. */
    private boolean hasUnknownIncludes;

    private HostRendering(HostRun host) {
      this.host = host;
    }

    private List<Diagnostic> problems() {
      for (PlayTargets.PlayTarget cast : casts) {
        if (cast.hosts().contains(host)) {
          cast.tasks().forEach(this::render);
        }
      }
      return problems;
    }

    private void render(TaskInstance turn) {
      for (PreparedTask.Item item : host.preRender(turn, setBefore).items()) {
        switch (item) {
          case PreparedTask.Item.Invalid wrong -> report(turn, wrong.problems());
          case PreparedTask.Item.Ready(ModuleCall<?, ?> unit)
              when turn.task().include().isPresent() ->
              include(unit);
          case PreparedTask.Item.Deferred _ ->
              hasUnknownIncludes |= turn.task().include().isPresent();
          case PreparedTask.Item.Ready _, PreparedTask.Item.Skipped _ -> {}
        }
      }
      setBefore.addAll(turn.variablesSet());
    }

    private void include(ModuleCall<?, ?> unit) {
      try {
        TaskInclusion.of(unit, context.preparer()).turns().forEach(this::render);
      } catch (BadInputException e) {
        report(unit.turn(), e.diagnostics());
      }
    }

    private void report(TaskInstance turn, List<Diagnostic> wrong) {
      if (!hasUnknownIncludes) {
        wrong.stream().map(problem -> problem.withContext(context(turn))).forEach(problems::add);
      }
    }

    private String context(TaskInstance turn) {
      return "in task \"" + turn.task().name() + "\", for host " + host.name();
    }
  }

  /** The same problem on many hosts is one problem; the first host stands for all. */
  private static List<Diagnostic> distinct(List<Diagnostic> problems) {
    Set<List<Object>> seen = new HashSet<>();
    return problems.stream()
        .filter(p -> seen.add(List.of(p.summary(), p.place(), p.detail())))
        .toList();
  }
}
