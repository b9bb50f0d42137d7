package dev.plumb.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.cli.process.Prompter;
import dev.plumb.module.ModuleRegistry;
import dev.plumb.playbook.read.PlaybookLoader;
import dev.plumb.value.Redaction;
import dev.plumb.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VarsPromptsTest {

  @TempDir Path folder;

  private final Redaction redaction = new Redaction();
  private final List<String> asked = new ArrayList<>();

  private Map<String, Value> vars(String play, Set<String> given, String... answers)
      throws IOException {
    Files.writeString(folder.resolve("site.yml"), "- hosts: all\n" + play.indent(2));
    Files.writeString(folder.resolve("file.yml"), "release: from the file\n");
    Deque<String> left = new ArrayDeque<>(List.of(answers));
    Prompter asker =
        (prompt, hidden) -> {
          asked.add(prompt + (hidden ? "(hidden)" : ""));
          return Optional.of(left.pop());
        };
    return new VarsPrompts(asker, redaction)
        .resolve(
            List.of(
                new PlaybookLoader(new ModuleRegistry(List.of())).load(folder.resolve("site.yml"))),
            given)
        .getFirst()
        .plays()
        .getFirst()
        .vars()
        .map();
  }

  @Test
  void overridesThePlaysVariables() throws IOException {
    Map<String, Value> vars =
        vars(
            """
            vars: {release: '11'}
            vars_prompt:
              - {name: release, prompt: Which release, private: false}
            """,
            Set.of(),
            "${12}");

    assertThat(asked).containsExactly("Which release: ");
    // What is typed is no template.
    assertThat(vars).containsEntry("release", Value.text("${12}"));
  }

  @Test
  void takesTheDefaultForAnEmptyAnswer() throws IOException {
    String play = "vars_prompt: [{name: release, default: 12, private: false}]\n";

    assertThat(vars(play, Set.of(), "")).containsEntry("release", Value.text("12"));
    assertThat(asked).containsExactly("release [12]: ");
  }

  @Test
  void repeatsUntilConfirmedAndRedactsTheAnswer() throws IOException {
    String play = "vars_prompt: [{name: secret, confirm: true}]\n";

    Map<String, Value> vars = vars(play, Set.of(), "geheim", "gehiem", "geheim", "geheim");

    assertThat(vars).containsEntry("secret", Value.text("geheim"));
    assertThat(asked)
        .containsExactly(
            "secret: (hidden)",
            "confirm secret: (hidden)",
            "The answers differ. secret: (hidden)",
            "confirm secret: (hidden)");
    assertThat(redaction.apply("it is geheim")).isEqualTo("it is ********");
  }

  @Test
  void doesNotAskForWhatIsGivenOrSetByAFile() throws IOException {
    String prompt = "vars_prompt: [{name: release}]\n";

    vars(prompt, Set.of("release"));
    Map<String, Value> vars = vars(prompt + "vars_files: file.yml\n", Set.of());

    assertThat(asked).isEmpty();
    assertThat(vars).containsEntry("release", Value.text("from the file"));
  }

  @Test
  void confirmsEachTaskUntilContinue() {
    Deque<String> answers = new ArrayDeque<>(List.of("y", "", "c"));
    TaskConfirmation stepping =
        new TaskConfirmation(
            (prompt, _) -> {
              asked.add(prompt);
              return Optional.of(answers.pop());
            });

    assertThat(List.of("one", "two", "three", "four").stream().filter(stepping))
        .containsExactly("one", "three", "four");
    assertThat(asked).hasSize(3).first().isEqualTo("Perform task: one (N)o/(y)es/(c)ontinue: ");
  }
}
