package dev.plumb.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.cli.Cli;
import dev.plumb.cli.process.TestEnvironments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectSettingsTest {

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private int plumb(String... words) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Cli(TestEnvironments.of(stream, stream, false, Map.of(), folder, Optional.empty()))
        .run(words);
  }

  private String told() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private void settings(String yaml) throws IOException {
    Files.writeString(folder.resolve("plumb.yml"), yaml);
  }

  @Test
  void suppliesMissingOptions() throws IOException {
    settings("inventory: 'node0,node1'\nforks: 5\nhost_keys: strict\n");
    assertThat(plumb("inventory", "graph")).isZero();
    assertThat(told()).isEqualTo("@all:\n  |--@ungrouped:\n  |  |--node0\n  |  |--node1\n");
  }

  @Test
  void isOverriddenByTheCommandLine() throws IOException {
    settings("inventory: ['node0,', 'node1,']\n");
    assertThat(plumb("inventory", "graph", "-i", "other,")).isZero();
    assertThat(told()).isEqualTo("@all:\n  |--@ungrouped:\n  |  |--other\n");
  }

  @Test
  void passesAnAtFileToItsOption() throws IOException {
    Files.writeString(folder.resolve("vars.yml"), "greeting: hello\n");
    assertThat(plumb("check", "none.yml", "-e", "@vars.yml")).isEqualTo(5);
    assertThat(told()).contains("none.yml").doesNotContain("--extra-vars");
  }

  @Test
  void listsTheKnownSettings() throws IOException {
    settings("inventroy: x\nforks: {a: 1}\n");
    assertThat(plumb("run", "all", "-m", "debug")).isEqualTo(5);
    assertThat(told())
        .isEqualTo(
            """
            Error: Unknown setting

              plumb.yml:1:1

              1 | inventroy: x
                | ^^^^^^^^^
              "inventroy" is not a setting. The settings of "plumb.yml" are inventory, forks, user, private_key, become, become_user, host_keys, vault_password_file, diff, modules.
              Did you mean "inventory"?

            Error: Invalid setting

              plumb.yml:2:8

              1 | inventroy: x
              2 | forks: {a: 1}
                |        ^
              The value must be valid for the option --forks, but is a mapping.

            2 errors in 1 file. Nothing was sent to any host.
            """);
  }

  @Test
  void completesTheCommands() {
    assertThat(plumb("completion")).isZero();
    assertThat(told()).contains("complete -F", "inventory", "--vault-password-file");
  }
}
