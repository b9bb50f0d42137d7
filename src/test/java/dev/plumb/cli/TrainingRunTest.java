package dev.plumb.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class TrainingRunTest {

  /** A failure of it is seen by nobody but as slow starts. */
  @Test
  void aTrainingRunReachesItsHostsAndLeavesNothingBehind() {
    assertThatCode(TrainingRun::run).doesNotThrowAnyException();
  }
}
