package dev.plumb.declared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.diagnostic.Place;
import dev.plumb.value.Value;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameScannerTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a == b => a b",
        "a.b.c?upper_case => a",
        "(tree.dependencies[name].version)!'absent' => tree name",
        "a?has_content && !b?? => a b",
        "a?then(\"x${b}y\", 'c') => a b",
        "r\"${x}\" + y => y",
        "list?filter(x -> x != a) => list a",
        "true && 1 lt n => n",
        "a..b => a b",
        "${a + '}'} => a",
      })
  void findsTheVariablesOfAnExpression(String expressionAndNames) {
    String[] parts = expressionAndNames.split(" => ");

    assertThat(
            NameScanner.inExpression(new Value.Text(parts[0], true, Place.NONE)).stream()
                .map(NameScanner.Name::name))
        .containsExactly(parts[1].split(" "));
  }
}
