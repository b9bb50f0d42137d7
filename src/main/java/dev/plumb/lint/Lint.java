package dev.plumb.lint;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.module.ModuleTrait;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.Role;
import dev.plumb.playbook.Task;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds valid but suspicious parts of playbooks. Every finding is a warning. */
public final class Lint {

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i)(?:.*_)?(?:password|passwd|passphrase|secret|(?<!cluster_)token|api_?key|private_key)");
  private static final Pattern NONDETERMINISTIC =
      Pattern.compile("\\.now\\b|\\brandom\\b|\\buuid\\b");

  private final Predicate<String> wasEncrypted;
  private final Set<Diagnostic> found = new LinkedHashSet<>();

  /**
   * Creates a linter.
   *
   * @param wasEncrypted whether a value was encrypted
   */
  public Lint(Predicate<String> wasEncrypted) {
    this.wasEncrypted = wasEncrypted;
  }

  /** Returns the findings, each once, even if several plays share a role. */
  public List<Diagnostic> check(List<Playbook> playbooks) {
    VariableUsage usage = new VariableUsage();
    playbooks.forEach(usage::read);
    usage.nondeterministic().forEach(this::warnNondeterministic);
    for (Playbook playbook : playbooks) {
      for (Play play : playbook.plays()) {
        check(play, usage);
      }
    }
    return List.copyOf(found);
  }

  private void check(Play play, VariableUsage usage) {
    unused(play.vars(), usage);
    secrets(play.vars());
    unreachable(play);
    Stream.concat(play.tasks().stream(), play.handlers().stream())
        .forEach(
            task -> {
              task.location().role().ifPresent(role -> check(role, play, usage));
              check(task, play);
            });
  }

  private void check(Role role, Play play, VariableUsage usage) {
    unused(role.defaults(), usage);
    unused(role.vars(), usage);
    secrets(role.defaults());
    secrets(role.vars());
    for (String name : role.vars().map().keySet()) {
      if (play.vars().get(name).isPresent()) {
        warn(
            "Shadowed variable",
            play.vars().keyPlace(name),
            "The role \"%s\" does not see this value: its own vars set \"%s\" as well and take precedence over those of the play. Move it to the defaults of the role, or rename it."
                .formatted(role.name(), name));
      }
    }
  }

  private void check(Task task, Play play) {
    task.register()
        .filter(name -> play.vars().get(name).isPresent())
        .ifPresent(
            name ->
                warn(
                    "Shadowed variable",
                    play.vars().keyPlace(name),
                    "After the task \"%s\" this value is not visible: the task registers its result as \"%s\". Rename one of them."
                        .formatted(task.name(), name)));
    secrets(task.inherited().vars());
    if (!(task.args() instanceof Value.Entries args)) {
      checkDeterminism(task.args());
      return;
    }
    secrets(args);
    checkDeterminism(args);
    if (task.has(ModuleTrait.CREATES_FILES) && args.get("mode").isEmpty()) {
      warn(
          "Missing mode",
          task.location().module(),
          "Without \"mode\" the umask determines who can read the file of \"%s\". Set it, for example:\n    mode: \"0644\""
              .formatted(task.name()));
    }
  }

  private void unused(Value.Entries vars, VariableUsage usage) {
    for (String name : vars.map().keySet()) {
      if (!usage.uses(name) && !name.startsWith("ansible_")) {
        warn(
            "Unused variable",
            vars.keyPlace(name),
            "No playbook, role or template uses \"%s\". Remove it, or correct its name."
                .formatted(name));
      }
    }
  }

  private void secrets(Value.Entries vars) {
    for (Map.Entry<String, Value> entry : vars.map().entrySet()) {
      boolean literal =
          entry.getValue() instanceof Value.Text text
              && !text.template()
              && !text.text().isBlank()
              && !text.place().source().isHidden()
              && !wasEncrypted.test(text.text());
      if (literal && SECRET_NAME.matcher(entry.getKey()).matches()) {
        warn(
            "Secret in plain text",
            vars.keyPlace(entry.getKey()),
            "Everyone who can read this file can read the value of \"%s\". Encrypt it:\n    plumb vault encrypt-string --name %s"
                .formatted(entry.getKey(), entry.getKey()));
      }
      if (entry.getValue() instanceof Value.Entries inner) {
        secrets(inner);
      }
    }
  }

  private void checkDeterminism(Value value) {
    switch (value) {
      case Value.Text text -> {
        if (text.template() && NONDETERMINISTIC.matcher(text.text()).find()) {
          warnNondeterministic(text.place());
        }
      }
      case Value.Items items -> items.list().forEach(this::checkDeterminism);
      case Value.Entries entries -> entries.map().values().forEach(this::checkDeterminism);
      case Value.Num _, Value.Bool _, Value.Null _, Value.Unknown _ -> {}
    }
  }

  private void warnNondeterministic(Place place) {
    warn(
        "Template changes on every run",
        place,
        "This template contains the time or a random value, so its target is never in sync. Remove"
            + " it, or keep the value in a variable.");
  }

  private void unreachable(Play play) {
    List<String> notified =
        Stream.concat(play.tasks().stream(), play.handlers().stream())
            .flatMap(task -> task.notifies().stream())
            .toList();
    if (notified.stream().anyMatch(name -> name.contains("${"))
        || play.tasks().stream().anyMatch(task -> task.include().isPresent())) {
      return;
    }
    for (Task handler : play.handlers()) {
      List<String> names = new ArrayList<>(handler.listen());
      String name = handler.name().toString();
      names.add(name);
      handler.location().role().ifPresent(role -> names.add(role.name() + " : " + name));
      if (!name.contains("${") && names.stream().noneMatch(notified::contains)) {
        warn(
            "Unreachable handler",
            handler.location().place(),
            "No task of the play notifies \"%s\", so it never runs. Notify it, or remove it."
                .formatted(name));
      }
    }
  }

  static boolean isNondeterministic(String line) {
    return line.contains("${") && NONDETERMINISTIC.matcher(line).find();
  }

  private void warn(String summary, Place place, String detail) {
    found.add(Diagnostic.warning(summary, place, detail));
  }
}
