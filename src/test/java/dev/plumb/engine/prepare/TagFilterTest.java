package dev.plumb.engine.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagFilterTest {

  /** Ansible's rules, from its documentation on tags. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "no choice runs what has no tags            | -      | -      | -        | true",
        "no choice runs what has tags               | a      | -      | -        | true",
        "no choice leaves out never                 | never  | -      | -        | false",
        "a chosen tag runs its tasks                | a b    | b      | -        | true",
        "a chosen tag leaves out other tasks        | a      | b      | -        | false",
        "a chosen tag leaves out tasks without tags | -      | b      | -        | false",
        "always runs beside a chosen tag            | always | b      | -        | true",
        "never runs when its other tag is chosen    | never x| x      | -        | true",
        "never does not run with all                | never x| all    | -        | false",
        "all runs what has no tags                  | -      | all    | -        | true",
        "tagged runs what has tags                  | a      | tagged | -        | true",
        "tagged leaves out what has none            | -      | tagged | -        | false",
        "untagged leaves out what has tags          | a      | untagged | -      | false",
        "a skipped tag wins over a chosen one       | a b    | a      | b        | false",
        "a skipped always does not run              | always | -      | always   | false",
        "skipping tagged leaves what has none       | -      | -      | tagged   | true",
      })
  void selectsTasksAsAnsible(
      String situation, String tags, String wanted, String unwanted, boolean selected) {
    assertThat(new TagFilter(set(wanted), set(unwanted)).selects(set(tags)))
        .as(situation)
        .isEqualTo(selected);
  }

  private static Set<String> set(@Nullable String words) {
    return words == null ? Set.of() : new TreeSet<>(Set.of(words.split(" ")));
  }
}
