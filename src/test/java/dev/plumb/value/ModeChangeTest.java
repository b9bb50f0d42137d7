package dev.plumb.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModeChangeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          0600;           0644; false; 0600
          2755;           0644; true;  2755
          u=rw,g=r,o=;    0777; false; 0640
          a+X;            0644; false; 0644
          a+X;            0644; true;  0755
          a+X;            0744; false; 0755
          go-rwx;         0755; true;  0700
          u+s,g+s,o+t;    0755; false; 7755
          u=rwx,g=u,o=g;  0000; false; 0777
          u=rwx;          4755; false; 0755
          g=rx;           2775; true;  2755
          ug+w-x;         0555; false; 0665
          """)
  void appliesModesAsChmod(String change, String before, boolean directory, String after) {
    assertThat(ModeChange.of(change).applyTo(FileMode.of(before), directory))
        .isEqualTo(FileMode.of(after));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "64", "0888", "rw", "+x", "u=rwz", "u=rw,", "preserve", "077777"})
  void rejectsInvalidModes(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModeChange.of(text))
        .withMessage(
            "must be a mode in octal digits such as \"0644\" or in words such as \"u=rw,go=r\","
                + " but was \"%s\"",
            text);
  }
}
