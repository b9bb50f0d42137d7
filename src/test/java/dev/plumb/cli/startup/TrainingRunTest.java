package dev.plumb.cli.startup;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.plumb.cli.Cli;
import org.junit.jupiter.api.Test;

class TrainingRunTest {

  /** A failure of it is seen by nobody but as slow starts. */
  @Test
  void aTrainingRunReachesItsHostsAndLeavesNothingBehind() {
    assertThatCode(() -> TrainingRun.run((environment, args) -> new Cli(environment).run(args)))
        .doesNotThrowAnyException();
  }
}
