package dev.plumb.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Content;
import dev.plumb.value.FileTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the test of every {@link TaskModule} stands on: asserts what a module plans, and checks
 * unasked what must hold for all modules.
 *
 * <p>Unasked, with each {@link #plan}: planning twice gives an equal plan; planning on the expected
 * state is in sync; every question of the probe is read-only. Once for each harness: each argument
 * has a doc and an example that can be read.
 */
public final class ModuleHarness<S extends Record, T> {

  private final TaskModule<S, T> module;
  private final HarnessArgs<S> args;
  private final Set<String> readOnly = new HashSet<>();

  private ModuleHarness(TaskModule<S, T> module) {
    this.module = module;
    this.args = new HarnessArgs<>(module);
  }

  public static <S extends Record, T> ModuleHarness<S, T> of(TaskModule<S, T> module) {
    ModuleHarness<S, T> harness = new ModuleHarness<>(module);
    harness.args.checkDocumentation();
    return harness;
  }

  public TaskModule<S, T> module() {
    return module;
  }

  /** A file or template that arguments may name; any other name gives a text that tells it. */
  public ModuleHarness<S, T> withFile(String name, Content content) {
    args.withFile(name, content);
    return this;
  }

  /** A folder that arguments may name; any other name gives an empty one. */
  public ModuleHarness<S, T> withFolder(FileTree folder) {
    args.withFolder(folder);
    return this;
  }

  /** The spec that these arguments ask for, written as YAML under the module's name in a task. */
  public S read(String yaml) {
    return args.read(yaml);
  }

  /**
   * Asserts that these arguments cannot be read: summary and detail of each problem, a line each.
   */
  public void rejects(String yaml, String... problems) {
    args.rejects(yaml, problems);
  }

  /** Lets the probe run a program that the harness does not know to be read-only. */
  public ModuleHarness<S, T> withReadOnly(String program) {
    readOnly.add(program);
    return this;
  }

  public Planned<T> plan(String yaml, T state) {
    return plan(read(yaml), state);
  }

  public Planned<T> plan(S spec, T state) {
    assertReadOnly(module.probe(spec), readOnly);
    Plan<T> plan = module.plan(spec, state);
    assertThat(module.plan(spec, state)).as("planning a second time").isEqualTo(plan);
    if (plan instanceof Plan.Needed<T>(List<Change> _, T expected)
        && !(module.plan(spec, expected) instanceof Plan.InSync)) {
      fail(
          "A second run would change the host again. It expects to find\n  %s\nand plans\n%s",
          expected, Planned.show(module.plan(spec, expected)));
    }
    return new Planned<>(plan);
  }

  /** Asserts that every question can only look. {@link #plan} does it too. */
  public static void assertReadOnly(Probe<?> probe) {
    assertReadOnly(probe, Set.of());
  }

  private static void assertReadOnly(Probe<?> probe, Set<String> programs) {
    for (Command question : probe.questions()) {
      if (!programs.contains(question.words().getFirst())) {
        ReadOnlyCommands.objection(question)
            .ifPresent(why -> fail("The probe asks with \"%s\": %s.", question, why));
      }
    }
    assertDenialIsUnreadable(probe);
  }

  /**
   * Asserts that no question takes a denied look for an answer: each is denied, and what the host
   * said about each must be part of the reason.
   */
  private static void assertDenialIsUnreadable(Probe<?> probe) {
    for (int status = 1; status <= 2; status++) {
      List<Exec> denied = new ArrayList<>();
      for (int i = 0; i < probe.questions().size(); i++) {
        denied.add(Exec.Exited.of(status, "", "question %d: Permission denied\n".formatted(i)));
      }
      Reading<?> reading = probe.read(denied);
      for (int i = 0; i < denied.size(); i++) {
        String said = "question %d: Permission denied".formatted(i);
        assertThat(reading instanceof Reading.Unreadable<?>(String reason) ? reason : "")
            .as("%s, ended with status %d; read: %s", probe.questions().get(i), status, reading)
            .contains(said);
      }
    }
  }

  /** What was planned, to assert on. */
  public record Planned<T>(Plan<T> plan) {

    /**
     * @param changes for each change a line {@code property: before -> after}, and below it, two
     *     spaces further in, a line for each step
     */
    public void needs(String changes) {
      assertThat(show(plan)).isEqualTo(changes.stripTrailing());
      assertThat(plan).isInstanceOf(Plan.Needed.class);
    }

    /** As {@link #needs}, for what no look can tell. */
    public void acts(Plan.CheckVerdict foresight, String changes) {
      assertThat(show(plan)).isEqualTo("acts, " + foresight + "\n" + changes.stripTrailing());
    }

    public void isInSync() {
      assertThat(show(plan)).isEqualTo("in sync");
    }

    /** As {@code wait until QUESTION}. */
    public void waits(String step) {
      assertThat(show(plan)).isEqualTo(step.strip());
      assertThat(plan).isInstanceOf(Plan.Waiting.class);
    }

    public Reason isBlocked(String summary) {
      if (plan instanceof Plan.Blocked<T>(Diagnostic reason, boolean curable)) {
        assertThat(reason.summary()).isEqualTo(summary);
        return new Reason(reason, curable);
      }
      return fail("is not blocked:\n%s", show(plan));
    }

    public Reason isRefused(String summary) {
      if (plan instanceof Plan.Refused<T>(Diagnostic reason, boolean curable)) {
        assertThat(reason.summary()).isEqualTo(summary);
        return new Reason(reason, curable);
      }
      return fail("is not refused:\n%s", show(plan));
    }

    static String show(Plan<?> plan) {
      return switch (plan) {
        case Plan.InSync<?> _ -> "in sync";
        case Plan.Needed<?>(List<Change> changes, Object _) -> show(changes);
        case Plan.Action<?>(List<Change> changes, Plan.CheckVerdict foresight) ->
            "acts, " + foresight + "\n" + show(changes);
        case Plan.Waiting<?>(Step.Await until, Diagnostic _) -> until.toString();
        case Plan.Blocked<?>(Diagnostic reason, boolean curable) ->
            "blocked%s: %s: %s"
                .formatted(curable ? " (curable)" : "", reason.summary(), reason.detail());
        case Plan.Refused<?>(Diagnostic reason, boolean curable) ->
            "refused%s: ".formatted(curable ? " (curable)" : "")
                + reason.summary()
                + ": "
                + reason.detail();
      };
    }

    static String show(List<Change> changes) {
      StringBuilder shown = new StringBuilder();
      for (Change change : changes) {
        shown.append(
            "%s: %s -> %s\n".formatted(change.property(), change.before(), change.after()));
        change.steps().forEach(step -> shown.append("  ").append(StepText.of(step)).append('\n'));
      }
      return shown.toString().stripTrailing();
    }
  }

  /** Why a module does nothing. */
  public record Reason(Diagnostic reason, boolean fixable) {

    /** The whole text. */
    public Reason withDetail(String detail) {
      assertThat(reason.detail()).isEqualTo(detail.stripTrailing());
      return this;
    }

    /** An earlier task may bring what is missing. */
    public Reason fixableByEarlierTask() {
      assertThat(fixable).as("curable").isTrue();
      return this;
    }

    /** No earlier task can bring what is missing. */
    public Reason notFixableByEarlierTask() {
      assertThat(fixable).as("curable").isFalse();
      return this;
    }
  }
}
