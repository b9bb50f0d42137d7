package dev.plumb.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.read.PlaybookLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartAtTaskTest {

  @TempDir Path folder;

  private List<Playbook> playbooks = List.of();

  @BeforeEach
  void twoPlays() throws IOException {
    Path file = folder.resolve("site.yml");
    Files.writeString(
        file,
        """
        - hosts: a
          tasks: [{name: one, debug: {}}]
        - hosts: b
          tasks: [{name: two of them, debug: {}}, {name: three, debug: {}}]
        - hosts: c
          tasks: [{name: one, debug: {}}]
        """);
    playbooks = new PlaybookLoader(Wiring.modules()).load(List.of(file));
  }

  private List<String> left(String name) {
    return StartAtTask.dropTasksBefore(name, playbooks).stream()
        .flatMap(playbook -> playbook.plays().stream())
        .flatMap(play -> play.tasks().stream())
        .map(task -> task.name().toString())
        .toList();
  }

  @Test
  void skipsEarlierTasks() {
    assertThat(left("three")).containsExactly("three", "one");
    assertThat(left("two*")).containsExactly("two of them", "three", "one");
    assertThat(left("one")).containsExactly("one", "two of them", "three", "one");
  }

  @Test
  void reportsAnUnknownTaskName() {
    assertThatThrownBy(() -> left("tree"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("names \"tree\", but no task has that name.")
        .hasMessageContaining("Did you mean \"three\"?");
  }
}
