package dev.plumb.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Asks the real ansible-inventory, where it is installed, whether what {@link AnsibleInventoryTest}
 * compares with is still what it says. Slow to start, so it stands among the tests of the lab,
 * though it needs none. {@code -Dplumb.record=true} records its answers anew.
 */
@Tag("lab")
class AnsibleInventoryLabTest {

  @TempDir private Path asked;

  @Test
  void matchesTheRecordedAnswers() throws Exception {
    Optional<Path> program = program();
    assumeTrue(program.isPresent(), "ansible-inventory is not installed");
    boolean record = Boolean.getBoolean("plumb.record");
    Path answers = record ? AnsibleInventoryTest.RECORDED : asked;
    Process process =
        new ProcessBuilder(python(program.get()), "ask-all.py", answers.toString())
            .directory(AnsibleInventoryTest.FOLDER.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    for (String sources : AnsibleInventoryTest.cases().toList()) {
      String file = AnsibleInventoryTest.file(sources);
      assertThat(JsonReader.read(Files.readString(answers.resolve(file))))
          .as(sources)
          .isPresent()
          .isEqualTo(
              JsonReader.read(Files.readString(AnsibleInventoryTest.RECORDED.resolve(file))));
    }
  }

  /** The Python that has the program's packages is the one that runs it. */
  private static String python(Path program) throws IOException {
    try (Stream<String> lines = Files.lines(program)) {
      return lines.findFirst().orElseThrow().replaceFirst("#!\\s*", "");
    }
  }

  private static Optional<Path> program() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, "ansible-inventory"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
