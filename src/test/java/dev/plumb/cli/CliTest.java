package dev.plumb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.cli.process.TestEnvironments;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void listsItsCommands() {
    assertThat(plumb("--help")).isZero();
    assertThat(out()).contains("apply", "check", "doc", "facts", "lab", "run", "up");
    assertThat(out()).doesNotContain("train");
  }

  @Test
  void reportsAMissingCommandAsBadUsage() {
    assertThat(plumb()).isEqualTo(5);
    assertThat(err())
        .isEqualTo(
            """
            Error: Bad usage

              Missing command.
              See: plumb --help
            """);
  }

  @Test
  void suggestsASimilarCommand() {
    assertThat(plumb("aply", "site.yml")).isEqualTo(5);
    assertThat(err()).contains("Did you mean \"apply\"?");
  }

  @Test
  void refusesAnUnknownOption() {
    assertThat(plumb("check", "site.yml", "--colour")).isEqualTo(5);
    assertThat(err()).contains("Unknown option: '--colour'", "See: plumb check --help");
  }

  @Test
  void refusesANonNumericForks() {
    assertThat(plumb("check", "site.yml", "--forks", "many")).isEqualTo(5);
    assertThat(err()).contains("--forks", "'many'");
  }

  @Test
  void requiresAPlaybook() {
    assertThat(plumb("check")).isEqualTo(5);
    assertThat(err()).contains("Missing required parameter: 'PLAYBOOK'");
  }

  @Test
  void reportsAMissingPlaybook() {
    assertThat(plumb("check", folder + "/nowhere.yml")).isEqualTo(5);
    assertThat(err()).contains("Playbook not found", folder + "/nowhere.yml");
  }

  @Test
  void reportsAMissingDefaultPlaybook() {
    assertThat(plumb("up")).isEqualTo(5);
    assertThat(err()).contains("Playbook not found", "plumb up PLAYBOOK");
  }

  @Test
  void listsTheHostKeyModes() {
    assertThat(plumb("check", "site.yml", "--host-keys", "maybe")).isEqualTo(5);
    assertThat(err()).contains("must be strict, accept-new or off, but is \"maybe\"");
  }

  @Test
  void listsTheReportFormats() {
    assertThat(plumb("check", "site.yml", "--report", "pdf=run.pdf")).isEqualTo(5);
    assertThat(err())
        .contains("must name a format (json, jsonl, junit, markdown, html), but names \"pdf\"");
  }

  @Test
  void rejectsAnUnwritableReportBeforeTheRun() {
    assertThat(plumb("check", "site.yml", "--report", "json=" + folder + "/no/run.json"))
        .isEqualTo(5);
    assertThat(err()).contains("Report not writable", folder + "/no/run.json");
  }

  @Test
  void reportsAnUnknownModuleAsBadInput() {
    assertThat(plumb("doc", "no-such-module")).isEqualTo(5);
    assertThat(err()).contains("Unknown module");
  }

  @Test
  void printsItsVersion() {
    assertThat(plumb("--version")).isZero();
    assertThat(out()).startsWith("plumb ");
  }

  private int plumb(String... args) {
    return new Cli(
            TestEnvironments.of(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                Map.of(),
                folder,
                Optional.empty()))
        .run(args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
