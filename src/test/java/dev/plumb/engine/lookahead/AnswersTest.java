package dev.plumb.engine.lookahead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.state.Reading;
import org.junit.jupiter.api.Test;

class AnswersTest {

  private final Answers<String> answers = new Answers<>();

  @Test
  void givesAnAnswerOnce() {
    answers.keep("a", Reading.of(1), 0);

    assertThat(answers.take("a", 0)).contains(Reading.of(1));
    assertThat(answers.take("a", 0)).isEmpty();
  }

  @Test
  void forgetsEverythingWhenAStepWasApplied() {
    answers.keep("a", Reading.of(1), 0);
    answers.keep("b", Reading.of(2), 0);

    answers.tooOld();

    assertThat(answers.has("a", 0)).isFalse();
    assertThat(answers.take("b", 0)).isEmpty();
  }

  @Test
  void asksAboutEverythingAsLongAsNothingChanges() {
    assertThat(answers.window()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void asksAboutFewAfterAChangeAndTwiceAsManyEachTimeAllWereUsed() {
    answers.tooOld();
    assertThat(answers.window()).isEqualTo(2);

    answers.keep("a", Reading.of(1), 0);
    answers.keep("b", Reading.of(2), 0);
    answers.take("a", 0);
    assertThat(answers.window()).isEqualTo(2);
    answers.take("b", 0);
    assertThat(answers.window()).isEqualTo(4);

    answers.tooOld();
    assertThat(answers.window()).isEqualTo(2);
  }

  @Test
  void neverOverflowsHoweverLongTheRunIsSteady() {
    answers.tooOld();
    for (int i = 0; i < 100; i++) {
      answers.keep("a", Reading.of(i), 0);
      answers.take("a", 0);
    }
    assertThat(answers.window()).isEqualTo(Integer.MAX_VALUE);
  }
}
