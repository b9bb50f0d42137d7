package dev.plumb.engine.lookahead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.state.Reading;
import org.junit.jupiter.api.Test;

class AnswersTest {

  private final Answers<String> answers = new Answers<>();

  @Test
  void givesAnAnswerOnce() {
    answers.keep("a", Reading.of(1));

    assertThat(answers.take("a")).contains(Reading.of(1));
    assertThat(answers.take("a")).isEmpty();
  }

  @Test
  void forgetsEverythingWhenAStepWasApplied() {
    answers.keep("a", Reading.of(1));
    answers.keep("b", Reading.of(2));

    answers.tooOld();

    assertThat(answers.has("a")).isFalse();
    assertThat(answers.take("b")).isEmpty();
  }

  @Test
  void asksAboutEverythingAsLongAsNothingChanges() {
    assertThat(answers.window()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void asksAboutFewAfterAChangeAndTwiceAsManyEachTimeAllWereUsed() {
    answers.tooOld();
    assertThat(answers.window()).isEqualTo(2);

    answers.keep("a", Reading.of(1));
    answers.keep("b", Reading.of(2));
    answers.take("a");
    assertThat(answers.window()).isEqualTo(2);
    answers.take("b");
    assertThat(answers.window()).isEqualTo(4);

    answers.tooOld();
    assertThat(answers.window()).isEqualTo(2);
  }

  @Test
  void neverOverflowsHoweverLongTheRunIsSteady() {
    answers.tooOld();
    for (int i = 0; i < 100; i++) {
      answers.keep("a", Reading.of(i));
      answers.take("a");
    }
    assertThat(answers.window()).isEqualTo(Integer.MAX_VALUE);
  }
}
