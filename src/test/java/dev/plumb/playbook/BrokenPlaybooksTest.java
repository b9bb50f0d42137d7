package dev.plumb.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.report.DiagnosticPrinter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code broken} holds a playbook and, in expected.txt, all that a person is told.
 */
class BrokenPlaybooksTest {

  private static final Path BROKEN = Path.of("src/test/resources/broken");

  static Stream<String> folders() throws Exception {
    try (Stream<Path> folders = Files.list(BROKEN)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void saysEverythingThatIsWrong(String name) throws Exception {
    Path folder = BROKEN.resolve(name);
    PlaybookLoader loader =
        new PlaybookLoader(Set.of("command", "file", "debug", "service"), List.of());

    BadInputException thrown =
        catchThrowableOfType(
            BadInputException.class, () -> loader.load(folder.resolve("site.yml")));

    assertThat(thrown).isNotNull();
    String told =
        new DiagnosticPrinter(false)
            .print(thrown.diagnostics(), "Nothing was sent to any host.")
            .replace(folder + "/", "");
    assertThat(told).isEqualTo(Files.readString(folder.resolve("expected.txt")));
  }
}
