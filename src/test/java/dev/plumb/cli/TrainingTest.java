package dev.plumb.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class TrainingTest {

  /** A failure of it is seen by nobody but as slow starts. */
  @Test
  void aTrainingRunReachesItsHostsAndLeavesNothingBehind() {
    assertThatCode(Training::run).doesNotThrowAnyException();
  }
}
