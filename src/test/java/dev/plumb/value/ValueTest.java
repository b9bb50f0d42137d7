package dev.plumb.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.diagnostic.Place;
import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTest {

  private static Value.Num num(Number number) {
    return new Value.Num(number, Place.NONE);
  }

  @Property
  void numbersKeepTheirDigits(@ForAll BigDecimal number) {
    assertThat(num(number).number()).isEqualByComparingTo(number);
    assertThat(num(number)).hasToString(number.toPlainString());
  }

  @Test
  void fractionsAreShownWithoutAnExponent() {
    assertThat(num(1.0E-5)).hasToString("0.000010");
  }

  @Property
  void wholeNumbersAreKeptAsTheyAre(@ForAll BigInteger number) {
    assertThat(num(new BigDecimal(number)).number()).isEqualTo(new BigDecimal(number));
  }

  @ParameterizedTest
  @CsvSource({
    "5, 5.0",
    "5, 5.000",
    "0.5, 0.50",
    "-3, -3.0",
    "9223372036854775807, 9223372036854775807.0"
  })
  void equalNumbersAreEqualInEveryRepresentation(String one, String other) {
    Value.Num first = num(new BigDecimal(one));
    Value.Num second = num(new BigDecimal(other));

    assertThat(first).isEqualTo(second).hasSameHashCodeAs(second);
    assertThat(num(0.5))
        .isEqualTo(num(new BigDecimal("0.50")))
        .hasSameHashCodeAs(num(new BigDecimal("0.50")));
    assertThat(num(5)).isEqualTo(num(5L));
    assertThat(first).isNotEqualTo(num(new BigDecimal("0.25")));
  }
}
