package dev.plumb.remote.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.value.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuestionMergerProperties {

  private static final List<String> STAT = List.of("stat", "--printf=%a %n\\0");

  /** Names that are often each other's ends. */
  @Provide
  static Arbitrary<List<String>> names() {
    return Arbitraries.strings()
        .withChars("ab/ \n")
        .ofMinLength(1)
        .ofMaxLength(4)
        .list()
        .ofMaxSize(12);
  }

  @Property(tries = 500)
  void givesEachQuestionItsOwnAnswer(
      @ForAll("names") List<String> names, @ForAll Set<Integer> missing) {
    List<Command> questions = names.stream().map(name -> Command.ofMergeable(STAT, name)).toList();
    @Nullable Exec[] answers = new @Nullable Exec[names.size()];
    for (QuestionMerger.MergedQuestion asked : QuestionMerger.merge(questions)) {
      StringBuilder out = new StringBuilder();
      StringBuilder err = new StringBuilder();
      for (String argument : asked.arguments()) {
        if (isMissing(argument, missing)) {
          err.append(error(argument));
        } else {
          out.append("644 ").append(argument).append('\0');
        }
      }
      Exec whole = Exec.Exited.of(err.isEmpty() ? 0 : 1, out.toString(), err.toString());
      AnswerSplitter.split(
          new Job.MergedJob(Timeouts.DEFAULT.question(), asked.arguments(), asked.places()),
          whole,
          answers);
    }
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      assertThat(answers[i])
          .isEqualTo(
              isMissing(name, missing)
                  ? Exec.Exited.of(1, "", error(name))
                  : Exec.Exited.of(0, "644 " + name + "\0", ""));
    }
  }

  private static boolean isMissing(String name, Set<Integer> missing) {
    return missing.stream()
        .anyMatch(number -> Math.floorMod(number, 7) == Math.floorMod(name.hashCode(), 7));
  }

  private static String error(String name) {
    return "stat: " + name.replace('\n', '?') + ": No such file\n";
  }

  @Property(tries = 300)
  void rejectsAmbiguousMergedOutput(
      @ForAll("names") List<String> names, @ForAll("noise") String noise) {
    List<String> distinct = names.stream().distinct().toList();
    List<List<Integer>> places = new ArrayList<>();
    for (int i = 0; i < distinct.size(); i++) {
      places.add(List.of(i));
    }
    @Nullable Exec[] answers = new @Nullable Exec[distinct.size()];
    Exec whole = Exec.Exited.of(0, noise, "warning\nwarning\n".repeat(distinct.size() + 1));
    AnswerSplitter.split(
        new Job.MergedJob(Timeouts.DEFAULT.question(), distinct, places), whole, answers);
    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer).isInstanceOf(Exec.Exited.class);
              assertThat(((Exec.Exited) answer).status()).isEqualTo(1);
              assertThat(((Exec.Exited) answer).stdout()).isEqualTo(Bytes.EMPTY);
            });
  }

  @Provide
  static Arbitrary<String> noise() {
    return Arbitraries.strings().withChars("ab/ \n\0").ofMaxLength(30);
  }

  @Test
  void mergesOnlyCommandsThatDifferInTheLastWord() {
    Command a = Command.ofMergeable(STAT, "/a");
    List<Command> questions =
        List.of(
            a,
            Command.of("stat", "--printf=%a %n\\0", "/b"),
            Command.ofMergeable(List.of("stat", "-L", "--printf=%a %n\\0"), "/c"),
            Command.ofMergeable(STAT, "/d").inFolder("/usr"),
            Command.ofMergeable(STAT, "/e").withInput(Bytes.utf8("x")),
            Command.ofMergeable(STAT, "/f"),
            a);
    assertThat(QuestionMerger.merge(questions))
        .extracting(QuestionMerger.MergedQuestion::arguments)
        .containsExactly(
            List.of("/a", "/f"), List.of("/b"), List.of("/c"), List.of("/d"), List.of("/e"));
    assertThat(QuestionMerger.merge(questions).getFirst().places())
        .containsExactly(List.of(0, 6), List.of(5));
  }

  @Test
  void startsAnotherProcessBeforeTheArgumentsAreTooMany() {
    List<Command> questions = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      questions.add(Command.ofMergeable(STAT, "/a/rather/long/path/number/" + (10_000 + i)));
    }
    assertThat(QuestionMerger.merge(questions)).hasSizeBetween(2, 4);
  }
}
