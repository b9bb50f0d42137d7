package dev.plumb.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.ModuleHarness.Reason;
import dev.plumb.remote.Step;
import dev.plumb.value.Content;
import dev.plumb.value.FileTree;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the test of every {@link ClusterModule} stands on: asserts what a module plans for a picture
 * of several hosts, and checks unasked what must hold for all such modules.
 *
 * <p>Unasked, with each {@link Picture#plan}: planning twice gives an equal plan; every question of
 * the probes is read-only; changes are made on hosts that were looked at; planning on the expected
 * states leads on, within as many rounds as the module promises, and to being in sync when every
 * host could be looked at. Once for each harness: each argument has a doc and an example that can
 * be read.
 */
public final class ClusterHarness<S extends Record, T> {

  private final ClusterModule<S, T> module;
  private final HarnessArgs<S> args;

  private ClusterHarness(ClusterModule<S, T> module) {
    this.module = module;
    this.args = new HarnessArgs<>(module);
  }

  public static <S extends Record, T> ClusterHarness<S, T> of(ClusterModule<S, T> module) {
    ClusterHarness<S, T> harness = new ClusterHarness<>(module);
    harness.args.checkDocumentation();
    return harness;
  }

  public ClusterModule<S, T> module() {
    return module;
  }

  /** A file or template that arguments may name; any other name gives a text that tells it. */
  public ClusterHarness<S, T> withFile(String name, Content content) {
    args.withFile(name, content);
    return this;
  }

  /** A folder that arguments may name; any other name gives an empty one. */
  public ClusterHarness<S, T> withFolder(FileTree folder) {
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

  /** A picture without a host, to be filled. */
  public Scenario scenario() {
    return new Scenario();
  }

  /** What is asked for, and what was found, on each host. */
  public final class Scenario {

    private final SortedMap<HostName, S> specs = new TreeMap<>();
    private final SortedMap<HostName, T> states = new TreeMap<>();

    private Scenario() {}

    public Scenario host(String name, String yaml, T state) {
      return host(name, read(yaml), state);
    }

    public Scenario host(String name, S spec, T state) {
      specs.put(new HostName(name), spec);
      states.put(new HostName(name), state);
      return this;
    }

    /** A host that has the task and could not be looked at. */
    public Scenario unreachable(String name, String yaml) {
      return unreachable(name, read(yaml));
    }

    /** A host that has the task and could not be looked at. */
    public Scenario unreachable(String name, S spec) {
      specs.put(new HostName(name), spec);
      return this;
    }

    public Planned<T> plan() {
      specs.values().forEach(spec -> ModuleHarness.assertReadOnly(module.probe(spec)));
      List<ClusterPlan<T>> rounds = new ArrayList<>();
      Map<HostName, T> now = states;
      ClusterPlan<T> plan = planTwice(now);
      while (plan instanceof ClusterPlan.Needed<T>(var changes, var expected)) {
        rounds.add(plan);
        assertThat(now.keySet())
            .as("the hosts that were looked at")
            .containsAll(changes.stream().map(HostChange::host).toList());
        assertThat(expected.keySet())
            .as("the hosts of which a state is expected")
            .isEqualTo(now.keySet());
        assertThat(rounds.size())
            .as("the number of rounds:\n%s", Planned.show(rounds))
            .isLessThanOrEqualTo(module.rounds(specs.size()));
        now = new TreeMap<>(expected);
        plan = planTwice(now);
      }
      rounds.add(plan);
      boolean settles = plan instanceof ClusterPlan.InSync || plan instanceof ClusterPlan.Waiting;
      if (rounds.size() > 1 && !settles && states.size() == specs.size()) {
        fail(
            "Its own changes lead to a state that it cannot go on from:\n%s", Planned.show(rounds));
      }
      return new Planned<>(rounds);
    }

    private ClusterPlan<T> planTwice(Map<HostName, T> now) {
      ClusterPlan<T> plan = module.plan(specs, now);
      assertThat(module.plan(specs, now)).as("planning a second time").isEqualTo(plan);
      return plan;
    }
  }

  /**
   * What was planned, to assert on.
   *
   * @param rounds as foreseen, each planned on what the one before expects; the last changes
   *     nothing
   */
  public record Planned<T>(List<ClusterPlan<T>> rounds) {

    /**
     * The first round.
     *
     * @param changes for each change a line {@code host: property: before -> after}, and below it,
     *     two spaces further in, a line for each step
     */
    public void needs(String changes) {
      assertThat(show(first())).isEqualTo(changes.stripTrailing());
      assertThat(first()).isInstanceOf(ClusterPlan.Needed.class);
    }

    /**
     * All rounds.
     *
     * @param shown each as for {@link #needs}, with {@code then} on a line between them, and how it
     *     ends as the last: {@code in sync}
     */
    public void leadsTo(String shown) {
      assertThat(show(rounds)).isEqualTo(shown.stripTrailing());
    }

    public void isInSync() {
      assertThat(show(first())).isEqualTo("in sync");
    }

    /** As {@code node0: wait until QUESTION}. */
    public void waits(String step) {
      assertThat(show(first())).isEqualTo(step.strip());
      assertThat(first()).isInstanceOf(ClusterPlan.Waiting.class);
    }

    public Reason isBlocked(String summary) {
      if (first() instanceof ClusterPlan.Blocked<T>(Diagnostic reason, boolean curable)) {
        assertThat(reason.summary()).isEqualTo(summary);
        return new Reason(reason, curable);
      }
      return fail("is not blocked:\n%s", show(first()));
    }

    public Reason isRefused(String summary) {
      if (first() instanceof ClusterPlan.Refused<T>(Diagnostic reason)) {
        assertThat(reason.summary()).isEqualTo(summary);
        return new Reason(reason, false);
      }
      return fail("is not refused:\n%s", show(first()));
    }

    private ClusterPlan<T> first() {
      return rounds.getFirst();
    }

    private static <T> String show(List<ClusterPlan<T>> rounds) {
      return String.join("\nthen\n", rounds.stream().map(Planned::show).toList());
    }

    private static String show(ClusterPlan<?> plan) {
      return switch (plan) {
        case ClusterPlan.InSync<?> _ -> "in sync";
        case ClusterPlan.Needed<?>(List<HostChange> changes, var _) ->
            String.join(
                "\n",
                changes.stream()
                    .map(
                        one ->
                            one.host() + ": " + ModuleHarness.Planned.show(List.of(one.change())))
                    .toList());
        case ClusterPlan.Waiting<?>(HostName host, Step.Await until, Diagnostic _) ->
            host + ": " + until;
        case ClusterPlan.Blocked<?>(Diagnostic reason, boolean curable) ->
            "blocked%s: %s: %s"
                .formatted(curable ? " (curable)" : "", reason.summary(), reason.detail());
        case ClusterPlan.Refused<?>(Diagnostic reason) ->
            "refused: " + reason.summary() + ": " + reason.detail();
      };
    }
  }
}
