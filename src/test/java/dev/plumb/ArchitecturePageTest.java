package dev.plumb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitecturePageTest {

  private static final Path PAGE = Path.of("docs/architecture.md");
  private static final String BEGIN = "<!-- packages: generated from ArchitectureTest -->\n";
  private static final String END = "<!-- end of packages -->\n";

  /** {@code mvn test -Dtest=ArchitecturePageTest -Dplumb.record=true} rewrites the table. */
  @Test
  void showsTheTableOfPackages() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    String expected = page.substring(0, begin) + table() + page.substring(end);
    if (Boolean.getBoolean("plumb.record")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(expected);
  }

  private static String table() {
    return ArchitectureTest.TABLE.stream()
        .map(
            row ->
                "| `%s` | %s | %s |\n"
                    .formatted(
                        row.name(),
                        row.summary(),
                        row.mayImport().stream()
                            .map(each -> "`" + each + "`")
                            .collect(Collectors.joining(", "))))
        .collect(
            Collectors.joining(
                "", "| package | contents | may import |\n| --- | --- | --- |\n", ""));
  }
}
