package dev.plumb.engine.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.state.Reading;
import org.junit.jupiter.api.Test;

class ProbeCacheTest {

  private final ProbeCache<String> answers = new ProbeCache<>();

  @Test
  void returnsAnAnswerOnce() {
    answers.put("a", Reading.of(1), 0);

    assertThat(answers.take("a", 0)).contains(Reading.of(1));
    assertThat(answers.take("a", 0)).isEmpty();
  }

  @Test
  void clearsOnInvalidation() {
    answers.put("a", Reading.of(1), 0);
    answers.put("b", Reading.of(2), 0);

    answers.invalidate();

    assertThat(answers.contains("a", 0)).isFalse();
    assertThat(answers.take("b", 0)).isEmpty();
  }

  @Test
  void looksAheadWithoutLimitWhileNothingChanges() {
    assertThat(answers.window()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void shrinksTheWindowAfterAChangeAndDoublesItWhenUsed() {
    answers.invalidate();
    assertThat(answers.window()).isEqualTo(2);

    answers.put("a", Reading.of(1), 0);
    answers.put("b", Reading.of(2), 0);
    answers.take("a", 0);
    assertThat(answers.window()).isEqualTo(2);
    answers.take("b", 0);
    assertThat(answers.window()).isEqualTo(4);

    answers.invalidate();
    assertThat(answers.window()).isEqualTo(2);
  }

  @Test
  void neverOverflowsTheWindow() {
    answers.invalidate();
    for (int i = 0; i < 100; i++) {
      answers.put("a", Reading.of(i), 0);
      answers.take("a", 0);
    }
    assertThat(answers.window()).isEqualTo(Integer.MAX_VALUE);
  }
}
