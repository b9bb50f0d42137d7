package dev.plumb.engine;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.engine.host.HostExecutor;
import dev.plumb.engine.prepare.ModuleCall;
import dev.plumb.engine.prepare.PreparedTask;
import dev.plumb.engine.prepare.Preparer;
import dev.plumb.engine.prepare.TaskInstance;
import dev.plumb.engine.task.HostRun;
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

  private final Preparer preparer;
  private final HostExecutor executor;
  private final List<PlayTargets.PlayTarget> targets;

  PreRenderer(Preparer preparer, HostExecutor executor, List<PlayTargets.PlayTarget> targets) {
    this.preparer = preparer;
    this.executor = executor;
    this.targets = targets;
  }

  /**
   * @throws BadInputException with every problem found
   */
  void render(Collection<HostRun> hosts) {
    Map<HostName, List<Diagnostic>> problems = new ConcurrentSkipListMap<>();
    executor.runConcurrently(
        List.copyOf(hosts), host -> problems.put(host.name(), new HostRendering(host).problems()));
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
      for (PlayTargets.PlayTarget target : targets) {
        if (target.hosts().contains(host)) {
          target.tasks().forEach(this::render);
        }
      }
      return problems;
    }

    private void render(TaskInstance instance) {
      for (PreparedTask.Item item : host.preRender(instance, setBefore).items()) {
        switch (item) {
          case PreparedTask.Item.Invalid wrong -> report(instance, wrong.problems());
          case PreparedTask.Item.Ready(ModuleCall<?, ?> call)
              when instance.task().include().isPresent() ->
              include(call);
          case PreparedTask.Item.Deferred _ ->
              hasUnknownIncludes |= instance.task().include().isPresent();
          case PreparedTask.Item.Ready _, PreparedTask.Item.Skipped _ -> {}
        }
      }
      setBefore.addAll(instance.variablesSet());
    }

    private void include(ModuleCall<?, ?> call) {
      try {
        call.instance().include(call, preparer).instances().forEach(this::render);
      } catch (BadInputException e) {
        report(call.instance(), e.diagnostics());
      }
    }

    private void report(TaskInstance instance, List<Diagnostic> wrong) {
      if (!hasUnknownIncludes) {
        wrong.stream()
            .map(problem -> problem.withContext(context(instance)))
            .forEach(problems::add);
      }
    }

    private String context(TaskInstance instance) {
      return "in task \"" + instance.task().name() + "\", for host " + host.name();
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
