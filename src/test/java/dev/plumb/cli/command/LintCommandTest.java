package dev.plumb.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.cli.Cli;
import dev.plumb.cli.process.TestEnvironments;
import dev.plumb.json.JsonReader;
import dev.plumb.value.Value;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LintCommandTest {

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private void write(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), text);
  }

  private int lint(String... words) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    String[] args = new String[words.length + 2];
    args[0] = "lint";
    args[1] = folder.resolve("site.yml").toString();
    System.arraycopy(words, 0, args, 2, words.length);
    return new Cli(TestEnvironments.of(stream, stream, false, Map.of(), folder, Optional.empty()))
        .run(args);
  }

  private String told() {
    return out.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
  }

  @Test
  void reportsEveryWarning() throws IOException {
    write(
        "site.yml",
        """
        - hosts: all
          vars:
            port: 80
            unused: 1
            role_var: play
            r: 1
            db_password: hunter2
          roles: [web]
          tasks:
            - command: echo
              register: r
            - copy: {dest: /etc/a, content: "${port} ${r} ${db_password} ${.now}"}
            - file: {path: /etc/b, state: directory}
            - file: {path: /etc/c, state: absent}
            - template: {src: t.ftl, dest: /etc/t, mode: "0644"}
              notify: restart
          handlers:
            - name: restart
              command: echo
            - name: never
              command: echo
        """);
    write("roles/web/vars/main.yml", "role_var: role\n");
    write("roles/web/tasks/main.yml", "- debug: {msg: \"${role_var}\"}\n");
    write("templates/t.ftl", "made\n  at ${.now}\n");
    assertThat(lint("--format", "github")).isZero();
    assertThat(told().lines().map(line -> line.replaceFirst("(title=[^:]*)::.*", "$1")))
        .containsExactly(
            "::warning file=site.yml,line=4,col=5,title=Unused variable",
            "::warning file=site.yml,line=5,col=5,title=Shadowed variable",
            "::warning file=site.yml,line=6,col=5,title=Shadowed variable",
            "::warning file=site.yml,line=7,col=5,title=Secret in plain text",
            "::warning file=site.yml,line=12,col=7,title=Missing mode",
            "::warning file=site.yml,line=12,col=37,title=Template changes on every run",
            "::warning file=site.yml,line=13,col=7,title=Missing mode",
            "::warning file=site.yml,line=20,col=7,title=Unreachable handler",
            "::warning file=templates/t.ftl,line=2,col=6,title=Template changes on every run");
  }

  @Test
  void reportsErrorsWithStatus5() throws IOException {
    write("site.yml", "- hosts: all\n  tasks:\n    - copy: {dst: /a, mode: '0644'}\n");
    assertThat(lint("--format", "github")).isEqualTo(5);
    assertThat(told())
        .contains("::error file=site.yml,line=3,col=14,title=Unknown argument::The module copy")
        .contains("%0ADid you mean \"dest\"?");
  }

  @Test
  void printsJson() throws IOException {
    write("site.yml", "- hosts: all\n  vars: {x: 1}\n  tasks: []\n");
    assertThat(lint("--format", "json", "--strict")).isEqualTo(5);
    Value.Items found = (Value.Items) JsonReader.read(told()).orElseThrow();
    assertThat(found.list()).hasSize(1);
    assertThat(found.list().getFirst())
        .hasToString(
            "{severity: warning, summary: Unused variable, file: site.yml, line: 2, column: 10,"
                + " context: , detail: No playbook, role or template uses \"x\". Remove it, or"
                + " correct its name.}");
  }

  @Test
  void checksTheInventory() throws IOException {
    write("site.yml", "- hosts: etdc\n  tasks: []\n");
    write("hosts.ini", "[etcd]\nnode0\n");
    assertThat(lint("-i", folder.resolve("hosts.ini").toString())).isEqualTo(5);
    assertThat(told()).contains("Error: No host matches", "site.yml:1:10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"etcd", "docker"})
  void acceptsTheShippedPlaybooks(String playbook) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    int status =
        new Cli(
                TestEnvironments.of(
                    stream,
                    stream,
                    false,
                    Map.of(),
                    Path.of("").toAbsolutePath(),
                    Optional.empty()))
            .run("lint", "playbooks/" + playbook + ".yml", "--strict");
    assertThat(told()).isEqualTo("No problems found.\n");
    assertThat(status).isZero();
  }

  @Test
  void ignoresWhatIsKnownOnlyDuringARun() throws IOException {
    write("more-a.yml", "- debug: {msg: \"${used}\"}\n  notify: reload\n");
    write(
        "site.yml",
        """
        - hosts: all
          vars: {used: 1}
          tasks:
            - add_host: {name: b, groups: fresh}
            - include_tasks: more-${inventory_hostname}.yml
          handlers:
            - name: reload
              debug: {msg: x}
        - hosts: fresh
          tasks: []
        """);

    assertThat(lint("-i", "a,", "--strict")).as(this::told).isZero();
  }
}
