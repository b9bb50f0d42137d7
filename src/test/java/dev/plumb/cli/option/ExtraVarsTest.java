package dev.plumb.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.cli.process.TestEnvironments;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.playbook.yaml.Decryption;
import dev.plumb.value.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtraVarsTest {

  @TempDir Path folder;

  @Test
  void readsPairsAsTexts() {
    assertThat(read("version=3 name='a b'"))
        .containsEntry("version", Value.text("3"))
        .containsEntry("name", Value.text("a b"));
  }

  @Test
  void readsAMappingWithItsTypes() {
    assertThat(read("{version: 3, tags: [a]}"))
        .containsEntry("version", Value.number(3))
        .containsEntry("tags", Value.texts(List.of("a")));
  }

  @Test
  void readsAFile() throws IOException {
    Files.writeString(folder.resolve("vars.yml"), "version: 3\n");
    assertThat(read("@vars.yml")).containsEntry("version", Value.number(3));
  }

  @Test
  void letsLaterOnesWin() {
    assertThat(read("a=1", "{a: 2}")).containsEntry("a", Value.number(2));
  }

  @Test
  void refusesAWord() {
    assertThatThrownBy(() -> read("version"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("\"version\"");
  }

  @Test
  void refusesAList() throws IOException {
    Files.writeString(folder.resolve("vars.yml"), "- a\n");
    assertThatThrownBy(() -> read("@vars.yml"))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "vars.yml:1:1: Not a mapping: This must be a mapping of names to values, but is a"
                + " list.");
  }

  @Test
  void reportsAMissingFile() {
    assertThatThrownBy(() -> read("@nowhere.yml"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("nowhere.yml");
  }

  private Map<String, Value> read(String... given) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return ExtraVars.read(
        List.of(given),
        TestEnvironments.of(nowhere, nowhere, false, Map.of(), folder, Optional.empty()),
        Decryption.NONE);
  }
}
