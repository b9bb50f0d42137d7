package dev.plumb.cli.doc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.catalog.Modules;
import dev.plumb.module.PlumbModule;
import dev.plumb.playbook.PlaybookKeywords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModulePageTest {

  private static final Path FOLDER = Path.of("docs/modules");

  @Test
  void isUpToDateForEveryModule() throws IOException {
    Files.createDirectories(FOLDER);
    for (PlumbModule<?, ?> module : Modules.all()) {
      Path page = FOLDER.resolve(module.name() + ".md");
      if (Boolean.getBoolean("plumb.record")) {
        Files.writeString(page, ModulePage.of(module));
      }
      assertThat(Files.exists(page) ? Files.readString(page) : "")
          .as("run this test with -Dplumb.record=true to write %s anew", page)
          .isEqualTo(ModulePage.of(module));
    }
    try (Stream<Path> pages = Files.list(FOLDER)) {
      Set<String> names =
          Modules.all().stream()
              .map(module -> module.name() + ".md")
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(pages.map(page -> page.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @Test
  void isUpToDateForKeywords() throws IOException {
    Path page = Path.of("docs/keywords.md");
    String now = KeywordPage.of(PlaybookKeywords.all());
    if (Boolean.getBoolean("plumb.record")) {
      Files.writeString(page, now);
    }
    assertThat(Files.readString(page)).isEqualTo(now);
  }
}
