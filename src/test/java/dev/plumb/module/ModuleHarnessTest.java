package dev.plumb.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleHarnessTest {

  record LampSpec(@Arg(doc = "Whether it shines.", example = "true") boolean lit) {}

  /** Expects whatever it is told to expect, asks whatever it is told to ask. */
  record Lamp(boolean expects, Command question) implements TaskModule<LampSpec, Boolean> {
    @Override
    public ModuleInfo<LampSpec> info() {
      return ModuleInfo.of("lamp", LampSpec.class, "Keeps a lamp lit.");
    }

    @Override
    public Probe<Boolean> probe(LampSpec spec) {
      // Wrong for a test that cannot tell a missing file from one that may not be looked for.
      return question.words().contains("-r")
          ? Probe.of(question, exited -> Reading.of(exited.succeeded()))
          : Probe.holds(question);
    }

    @Override
    public Plan<Boolean> plan(LampSpec spec, Boolean lit) {
      return spec.lit() == lit
          ? Plan.inSync()
          : Plan.of(List.of(Change.of("lit", lit, spec.lit(), Step.run("switch"))), expects);
    }
  }

  @Test
  void acceptsModuleWhoseExpectedStateIsInSync() {
    ModuleHarness.of(new Lamp(true, Command.of("test", "-e", "/run/lit")))
        .plan("lit: true", false)
        .needs(
            """
            lit: false -> true
              run switch
            """);
  }

  @Test
  void failsModuleThatIsNotIdempotent() {
    var lamp = ModuleHarness.of(new Lamp(false, Command.of("test", "-e", "/run/lit")));

    assertThatThrownBy(() -> lamp.plan("lit: true", false))
        .hasMessageContaining("A second run would change the host again.");
  }

  @Test
  void failsModuleThatReadsADeniedProbeAsAbsence() {
    var lamp = ModuleHarness.of(new Lamp(true, Command.of("test", "-r", "/run/lit")));

    assertThatThrownBy(() -> lamp.plan("lit: true", false))
        .hasMessageContaining("test -r /run/lit, ended with status 1; read: Observed[state=false]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rm -f /x",
        "cat /x | tee /y",
        "echo > /etc/x",
        "if test -e /x; then systemctl restart y; fi",
        "v=$(mktemp)",
        "find / -name x -delete",
        "[ -e /x ] && sed -i s/a/b/ /x",
      })
  void rejectsCommandsThatChangeTheHost(String line) {
    assertThat(ReadOnlyCommands.objection(Command.shell(line))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "command -v curl 2>/dev/null || command -v wget",
        "for f; do v=$(cat \"$f\") && printf '%s > %s\\0' \"$v\" \"$f\"; done",
        "if [ -e /x ]; then systemctl show y 2>&1; else echo no >&2; fi",
        "dpkg-query -W | sort | head -1",
      })
  void acceptsReadOnlyCommands(String line) {
    assertThat(ReadOnlyCommands.objection(Command.shell(line))).isEmpty();
  }
}
