package dev.plumb.engine.prepare;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.module.ModuleRegistry;
import dev.plumb.module.ModuleTrait;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.Retry;
import dev.plumb.playbook.Task;
import dev.plumb.template.Templates;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds every problem of playbooks that can be found without a host. */
public final class StaticChecks {

  private final ModuleRegistry modules;
  private final Templates templates;
  private final Set<Diagnostic> found = new LinkedHashSet<>();

  public StaticChecks(ModuleRegistry modules, Templates templates) {
    this.modules = modules;
    this.templates = templates;
  }

  /** Returns each problem once, however many hosts and roles share its place. */
  public List<Diagnostic> check(List<Playbook> playbooks) {
    for (Playbook playbook : playbooks) {
      playbook.plays().forEach(this::check);
    }
    return List.copyOf(found);
  }

  /** Checks tasks that are included while a play runs. */
  List<Diagnostic> check(TaskInstance.Included included) {
    for (TaskInstance instance : included.instances()) {
      List<TaskInstance> handlers =
          new ArrayList<>(TaskInstance.of(instance.play(), instance.play().handlers()));
      handlers.addAll(included.handlers());
      check(instance.task(), handlers);
    }
    included.handlers().forEach(handler -> check(handler.task(), included.handlers()));
    return List.copyOf(found);
  }

  private void check(Play play) {
    found.addAll(templates.check(play.hosts()));
    found.addAll(templates.check(play.vars()));
    play.rollout().serial().forEach(each -> found.addAll(templates.check(each)));
    List<TaskInstance> handlers = TaskInstance.of(play, play.handlers());
    Stream.concat(play.tasks().stream(), play.handlers().stream())
        .forEach(task -> check(task, handlers));
  }

  private void check(Task task, List<TaskInstance> handlers) {
    Diagnostics problems = new Diagnostics();
    Optional<ModuleRegistry.RegisteredModule<?, ?>> entry = modules.find(task.module());
    if (entry.isEmpty()) {
      problems.add(
          Diagnostic.error(
              "Unknown module",
              task.location().module(),
              "There is no module \"%s\".%s\nTo see all modules, run:\n    plumb doc"
                  .formatted(
                      task.module(), DidYouMean.suggestion(task.module(), modules.names()))));
    } else {
      problems.addAll(entry.get().reader().check(task.args(), task.location().module()));
    }
    templates(task).forEach(value -> problems.addAll(templates.check(value)));
    expressions(task).forEach(value -> problems.addAll(templates.checkExpression(value)));
    checkNotifications(task, handlers, problems);
    for (Diagnostic problem : problems.all()) {
      String context = "in task \"" + task.name() + "\"";
      found.add(
          problem.context().isEmpty()
              ? problem.withContext(context)
              : new Diagnostic(
                  problem.severity(),
                  problem.summary(),
                  problem.place(),
                  context + ", " + problem.context(),
                  problem.detail()));
    }
  }

  private static Stream<Value> templates(Task task) {
    return Stream.of(
            Stream.of(task.name(), task.inherited().vars()),
            task.has(ModuleTrait.TAKES_EXPRESSIONS)
                ? Stream.<Value>empty()
                : Stream.of(task.args()),
            task.loop().stream()
                .flatMap(
                    loop ->
                        Stream.of(Optional.of(loop.over()), loop.label(), loop.pause())
                            .flatMap(Optional::stream)),
            task.inherited().options().delegateTo().stream(),
            task.inherited().environment().stream(),
            task.location().role().stream()
                .flatMap(r -> Stream.of(r.defaults(), r.vars(), r.params())))
        .flatMap(values -> values);
  }

  private static Stream<Value> expressions(Task task) {
    return Stream.of(
            task.inherited().when().stream(),
            task.changedWhen().stream().flatMap(List::stream),
            task.failedWhen().stream().flatMap(List::stream),
            task.retry().map(Retry::until).stream().flatMap(List::stream),
            task.inherited().ignoreErrors().stream(),
            task.inherited().noLog().stream(),
            task.inherited().become().become().stream())
        .flatMap(values -> values);
  }

  private static void checkNotifications(
      Task task, List<TaskInstance> handlers, Diagnostics problems) {
    for (String name : task.notifies()) {
      if (TaskInstance.named(name, handlers).isEmpty()) {
        List<String> known =
            handlers.stream()
                .map(TaskInstance::task)
                .flatMap(h -> Stream.concat(Stream.of(h.name().toString()), h.listen().stream()))
                .toList();
        problems.add(
            Diagnostic.error(
                "Unknown handler",
                task.location().place(),
                "No handler of this play has the name \"%s\" or listens to it.%s"
                    .formatted(name, DidYouMean.suggestion(name, known))));
      }
    }
  }
}
