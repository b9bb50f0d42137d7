package dev.plumb.module.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.module.ModuleHarness;
import dev.plumb.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlModulesTest {

  private static final ControlModule.NoState NOTHING = ControlModule.NoState.NOTHING;

  private final ModuleHarness<AssertModule.Spec, ControlModule.NoState> asserting =
      ModuleHarness.of(new AssertModule());
  private final ModuleHarness<DebugModule.Spec, ControlModule.NoState> debug =
      ModuleHarness.of(new DebugModule());
  private final ModuleHarness<FailModule.Spec, ControlModule.NoState> fail =
      ModuleHarness.of(new FailModule());
  private final ModuleHarness<SetFactModule.Spec, ControlModule.NoState> setFact =
      ModuleHarness.of(new SetFactModule());

  @Test
  void assertIsInSyncWhenAllConditionsHold() {
    asserting.plan("{that: ['true', 'true']}", NOTHING).isInSync();
  }

  @Test
  void assertReportsEveryFailedCondition() {
    asserting
        .plan("{that: ['true', 'false', 'port > 1024'], fail_msg: Bad port}", NOTHING)
        .isBlocked("Assertion failed")
        .notFixableByEarlierTask()
        .withDetail(
            """
            Bad port
            These expressions do not hold:
                false
                port > 1024\
            """);
  }

  @Test
  void assertRequiresConditions() {
    asserting.rejects(
        "{that: []}",
        "Invalid arguments: The module assert must have at least one expression in \"that\".");
  }

  @Test
  void assertReportsSuccessUnlessQuiet() {
    assertThat(new AssertModule().result(asserting.read("that: 'true'"), NOTHING, List.of()))
        .containsEntry("msg", Value.text("All assertions passed"));
    assertThat(
            new AssertModule()
                .result(asserting.read("{that: 'true', quiet: true}"), NOTHING, List.of()))
        .isEmpty();
  }

  @Test
  void debugReturnsItsMessage() {
    debug.plan("msg: hello", NOTHING).isInSync();
    assertThat(new DebugModule().result(debug.read("msg: hello"), NOTHING, List.of()))
        .containsEntry("msg", Value.text("hello"));
  }

  @Test
  void debugReturnsVariableValue() {
    assertThat(new DebugModule().result(debug.read("var: port"), NOTHING, List.of()))
        .containsEntry("port", Value.text("${port}"))
        .containsEntry("msg", Value.text("port: ${port}"));
  }

  @Test
  void failReportsItsMessage() {
    fail.plan("msg: Not here", NOTHING)
        .isBlocked("Failed as requested")
        .notFixableByEarlierTask()
        .withDetail("Not here");
  }

  @Test
  void setFactReturnsItsVariables() {
    setFact.plan("{a: 1, b: [x]}", NOTHING).isInSync();
    assertThat(new SetFactModule().facts(setFact.read("{a: 1, cacheable: true}"), NOTHING))
        .containsExactly(java.util.Map.entry("a", Value.number(1)));
  }

  @Test
  void setFactRejectsInvalidVariableNames() {
    setFact.rejects(
        "{a-b: 1}",
        "Invalid arguments: The module set_fact must be given variable names of letters, digits and"
            + " \"_\" only, but was given \"a-b\".");
  }
}
