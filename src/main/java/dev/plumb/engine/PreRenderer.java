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
 * Renders for every host what does not depend on its answers, before any connection is opened, so
 * that problems of the playbook are reported early. The results are cached, so nothing is rendered
 * twice.
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

  /** The rendering for one host. */
  private final class HostRendering {
    private final HostRun host;
    private final List<Diagnostic> problems = new ArrayList<>();
    private final Set<String> setBefore = new HashSet<>();

    /** Whether a task includes unknown tasks, whose variables later tasks may use. */
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

  /** Keeps the first of equal problems on several hosts. */
  private static List<Diagnostic> distinct(List<Diagnostic> problems) {
    Set<List<Object>> seen = new HashSet<>();
    return problems.stream()
        .filter(p -> seen.add(List.of(p.summary(), p.place(), p.detail())))
        .toList();
  }
}
