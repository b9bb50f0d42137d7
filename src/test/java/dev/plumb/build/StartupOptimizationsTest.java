package dev.plumb.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StartupOptimizationsTest {

  private static final Path RECORD = Path.of("docs/adr/0004-java-25-and-aot.md");

  private static Set<String> matches(String regex, List<Path> files) throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path file : files) {
      Matcher matcher = Pattern.compile(regex, Pattern.MULTILINE).matcher(Files.readString(file));
      while (matcher.find()) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }

  @Test
  void areAllDocumented() throws IOException {
    Set<String> marked;
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      marked =
          matches(
              "(?://|#) startup: ([\\w-]+)$",
              Stream.concat(Stream.of(Path.of("plumb")), sources.filter(Files::isRegularFile))
                  .toList());
    }
    marked.addAll(matches("<id>startup-([\\w-]+?)(?:-sources)?</id>", List.of(Path.of("pom.xml"))));
    // Parts of the compilation, which have no execution of their own.
    marked.addAll(Set.of("absent-groovy", "inline-concatenation"));

    assertThat(matches("^\\| `([\\w-]+)` \\|", List.of(RECORD))).isEqualTo(marked);
  }
}
