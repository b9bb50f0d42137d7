package dev.plumb.module;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.change.Change;
import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.value.HostName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClusterHarnessTest {

  record LampSpec(@Arg(doc = "Whether it shines.", example = "true") boolean lit) {}

  /**
   * Lights one lamp a round, from the first host to the last.
   *
   * @param expects what it expects of a lamp after lighting it
   * @param rounds what it promises
   */
  record Lamps(boolean expects, int rounds) implements ClusterModule<LampSpec, Boolean> {
    @Override
    public ModuleInfo<LampSpec> info() {
      return ModuleInfo.of("lamps", LampSpec.class, "Keeps lamps lit.");
    }

    @Override
    public Probe<Boolean> probe(LampSpec spec) {
      return Probe.holds(Command.of("test", "-e", "/run/lit"));
    }

    @Override
    public ClusterPlan<Boolean> plan(Map<HostName, LampSpec> specs, Map<HostName, Boolean> lit) {
      Optional<HostName> dark =
          new TreeMap<>(lit)
              .keySet().stream().filter(host -> Boolean.FALSE.equals(lit.get(host))).findFirst();
      if (dark.isEmpty()) {
        return specs.size() == lit.size()
            ? new ClusterPlan.InSync<>()
            : new ClusterPlan.Blocked<>(Diagnostic.error("Lamp not seen", "Go and look."), false);
      }
      Map<HostName, Boolean> expected = new TreeMap<>(lit);
      expected.put(dark.get(), expects);
      return new ClusterPlan.Needed<>(
          List.of(
              new HostChange(dark.get(), Change.of("lit", "no", "yes", Step.run("switch", "on")))),
          expected);
    }

    @Override
    public int rounds(int hosts) {
      return rounds;
    }
  }

  private static ClusterHarness<LampSpec, Boolean>.Scenario twoUnlitLamps(Lamps module) {
    return ClusterHarness.of(module)
        .scenario()
        .host("a", "lit: true", false)
        .host("b", "lit: true", false);
  }

  @Test
  void showsFirstRoundAndFollowingRounds() {
    var planned = twoUnlitLamps(new Lamps(true, 2)).plan();

    planned.needs(
        """
        a: lit: no -> yes
          run switch on
        """);
    planned.leadsTo(
        """
        a: lit: no -> yes
          run switch on
        then
        b: lit: no -> yes
          run switch on
        then
        in sync
        """);
  }

  @Test
  void failsModuleThatNeedsMoreRoundsThanDeclared() {
    assertThatThrownBy(() -> twoUnlitLamps(new Lamps(true, 1)).plan())
        .hasMessageContaining("the number of rounds");
  }

  @Test
  void failsModuleThatRepeatsTheSameChange() {
    assertThatThrownBy(() -> twoUnlitLamps(new Lamps(false, 2)).plan())
        .hasMessageContaining("the number of rounds");
  }

  @Test
  void allowsStoppingAtUnreachableHost() {
    ClusterHarness.of(new Lamps(true, 2))
        .scenario()
        .host("a", "lit: true", false)
        .unreachable("b", "lit: true")
        .plan()
        .leadsTo(
            """
            a: lit: no -> yes
              run switch on
            then
            blocked: Lamp not seen: Go and look.
            """);
  }
}
