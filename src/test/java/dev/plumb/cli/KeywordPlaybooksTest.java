package dev.plumb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.cli.process.TestEnvironments;
import dev.plumb.playbook.Keyword;
import dev.plumb.playbook.PlaybookKeywords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For each keyword there is a playbook in {@code keywords} that is run on hosts that are this
 * machine; what a person is told stands at its end. Taken out, the keyword makes a difference, so a
 * playbook that would say the same without it proves nothing and fails. {@code -Dplumb.record=true}
 * writes what is told.
 */
class KeywordPlaybooksTest {

  private static final Path FOLDER = Path.of("src/test/resources/keywords");
  private static final String SAYS = "# It says:\n";

  @TempDir private Path tmp;

  static Stream<String> keywords() {
    return PlaybookKeywords.all().stream().map(Keyword::name).distinct().sorted();
  }

  @ParameterizedTest
  @MethodSource("keywords")
  void hasItsDocumentedEffect(String keyword) throws IOException {
    Path file = FOLDER.resolve(keyword + ".yml");
    String whole = Files.readString(file);
    int end = whole.indexOf(SAYS);
    String playbook = end < 0 ? whole : whole.substring(0, end);

    String said = run(playbook, "with");
    if (Boolean.getBoolean("plumb.record")) {
      Files.writeString(file, playbook + SAYS + commented(said));
    }

    assertThat(Files.readString(file)).isEqualTo(playbook + SAYS + commented(said));
    String without = without(keyword, playbook);
    assertThat(without).as("where %s was taken out", keyword).isNotEqualTo(playbook);
    assertThat(run(without, "without")).isNotEqualTo(said);
  }

  private static String commented(String text) {
    StringBuilder lines = new StringBuilder();
    text.lines().forEach(line -> lines.append(("# " + line).stripTrailing()).append('\n'));
    return lines.toString();
  }

  /** The playbook without the keyword's line, and what stands deeper behind it. */
  private static String without(String keyword, String playbook) {
    StringBuilder rest = new StringBuilder();
    int within = Integer.MAX_VALUE;
    for (String line : playbook.split("(?<=\n)")) {
      int indent = line.length() - line.stripLeading().length();
      if (indent > within) {
        continue;
      }
      within = line.stripLeading().startsWith(keyword + ":") ? indent : Integer.MAX_VALUE;
      if (within == Integer.MAX_VALUE) {
        rest.append(line);
      }
    }
    return rest.toString();
  }

  private String run(String playbook, String name) throws IOException {
    Path work = Files.createDirectories(tmp.resolve(name));
    // Beside the others: what it imports is seen from there.
    Path file = Files.createTempFile(FOLDER, ".run", ".yml");
    try {
      Files.writeString(file, playbook);
      List<String> words =
          new ArrayList<>(List.of("apply", file.toString(), "-v", "--diff", "-f", "1"));
      words.addAll(List.of("-i", FOLDER.resolve("inventory.yml").toString(), "-e", "tmp=" + work));
      if (playbook.startsWith("# args: ")) {
        words.addAll(List.of(playbook.lines().findFirst().orElseThrow().substring(8).split(" ")));
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int status = run(words, new PrintStream(out, true, StandardCharsets.UTF_8));
      return out.toString(StandardCharsets.UTF_8)
              .replace(file.toString(), "playbook.yml")
              .replace(work.toString(), "TMP")
              .replace(Path.of("").toAbsolutePath() + "/", "")
              // How it is said depends on the program that was asked to become the user.
              .replaceAll(
                  "(?m)^  There is no user .*\n(?:      .*\n)*", "  There is no such user.\n")
              .replaceAll("[0-9.]+ s\\b", "N s")
              // What has begun is told among what others do meanwhile.
              .replaceAll("(?m)^\\w+ +\\.\\.\\. .*\n", "")
              .replaceAll("[0-9]+ round trips?", "N round trips")
          + "status "
          + status
          + "\n";
    } finally {
      Files.delete(file);
    }
  }

  private int run(List<String> words, PrintStream out) {
    return new Cli(TestEnvironments.of(out, out, false, Map.of(), tmp, Optional.empty()))
        .run(words.toArray(String[]::new));
  }
}
