package dev.plumb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.cli.process.TestEnvironments;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hosts, groups and tasks that are not known before a run has begun; on hosts that are this one.
 */
class DynamicPlaybooksTest {

  @TempDir private Path folder;

  @BeforeEach
  void threeHosts() throws IOException {
    write(
        "hosts.yml",
        """
        all:
          vars: {ansible_connection: local}
          hosts: {a: {kind: red}, b: {kind: blue}, c: {kind: red}}
          children:
            old: {hosts: {a: }, vars: {colour: green}}
        """);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String plumb(String command, String playbook, String... more) throws IOException {
    write("site.yml", playbook);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    List<String> words = new ArrayList<>(List.of(command, folder.resolve("site.yml").toString()));
    words.addAll(List.of("-i", folder.resolve("hosts.yml").toString(), "-v", "-f", "1"));
    words.addAll(List.of(more));
    int status =
        new Cli(TestEnvironments.of(out, out, false, Map.of(), folder, Optional.empty()))
            .run(words.toArray(String[]::new));
    return bytes.toString(StandardCharsets.UTF_8) + "status " + status + "\n";
  }

  /** What the tasks named {@code debug} said, host by host. */
  private static List<String> said(String told) {
    List<String> said = new ArrayList<>();
    String host = "";
    for (String line : told.lines().toList()) {
      if (line.contains("[debug ")) {
        host = line.substring(0, line.indexOf(' '));
      } else if (!host.isEmpty()) {
        said.add(host + ": " + line.strip());
        host = "";
      }
    }
    return said;
  }

  @ParameterizedTest
  @ValueSource(strings = {"apply", "check"})
  void addsHostsForLaterPlays(String command) throws IOException {
    String told =
        plumb(
            command,
            """
            - hosts: all
              tasks:
                - add_host: {name: "new${item}", groups: [fresh, old], number: "${item}"}
                  loop: [1, 2]
                - debug: {msg: "${groups['fresh']?join(' ')}"}
                  run_once: true
            - hosts: fresh
              tasks:
                - debug: {msg: "${number} ${colour} ${group_names?join(' ')}"}
            """);

    assertThat(said(told))
        .containsExactly("a: new1 new2", "new1: 1 green fresh old", "new2: 2 green fresh old");
    assertThat(told).endsWith("status 0\n");
  }

  @Test
  void groupsHostsByWhatTheyAre() throws IOException {
    String told =
        plumb(
            "check",
            """
            - hosts: all
              tasks:
                - group_by: {key: "kind_${kind}"}
            - hosts: kind_red
              tasks:
                - debug: {msg: red}
            - hosts: kind_green
              tasks:
                - debug: {msg: nobody says it}
            """);

    assertThat(said(told)).containsExactly("a: red", "c: red");
    assertThat(told).endsWith("status 0\n");
  }

  @Test
  void readsTheInventoryAgainAndKeepsWhatWasAdded() throws IOException {
    String told =
        plumb(
            "apply",
            """
            - hosts: a
              tasks:
                - add_host: {name: d, groups: fresh}
                - copy:
                    dest: %s
                    mode: "0644"
                    content: |
                      all:
                        vars: {ansible_connection: local}
                        hosts: {a: , e: }
                - meta: refresh_inventory
            - hosts: all
              tasks:
                - debug: {msg: here}
            """
                .formatted(folder.resolve("hosts.yml")));

    assertThat(said(told)).containsExactly("a: here", "e: here", "d: here");
  }

  @Test
  void respectsTheLimit() throws IOException {
    String told =
        plumb(
            "apply",
            """
            - hosts: a
              tasks:
                - add_host: {name: d}
            - hosts: all
              tasks:
                - debug: {msg: here}
            """,
            "--limit",
            "a:b");

    assertThat(said(told)).containsExactly("a: here", "b: here");
  }

  @Test
  void keepsWhatIncludedTasksRegister() throws IOException {
    write("more-red.yml", "- command: echo ${word}\n  register: answer\n  changed_when: false\n");
    write("more-blue.yml", "- set_fact: {answer: {stdout: blue}}\n");
    String told =
        plumb(
            "apply",
            """
            - hosts: all
              tasks:
                - include_tasks: more-${kind}.yml
                  vars: {word: "${inventory_hostname} is red"}
                - debug: {msg: "${answer.stdout}"}
            """);

    assertThat(said(told)).containsExactly("a: a is red", "b: blue", "c: c is red");
  }

  @Test
  void includesForEachItemOnlyWhereItsConditionHolds() throws IOException {
    write("one.yml", "- debug: {msg: \"${item} of ${group_names?join('')}\"}\n");
    String told =
        plumb(
            "apply",
            """
            - hosts: all
              tasks:
                - include_tasks: one.yml
                  loop: [x, y]
                  when: kind == 'red' && item != 'x' || inventory_hostname == 'a'
            """);

    assertThat(said(told)).containsExactly("a: x of old", "a: y of old", "c: y of ungrouped");
  }

  @Test
  void runsHandlersOfIncludedRolesAndOfThePlayForIncludedTasks() throws IOException {
    write("roles/web/tasks/main.yml", "- command: \"true\"\n  notify: [restart web, tell all]\n");
    write("roles/web/handlers/main.yml", "- name: restart web\n  debug: {msg: restarted}\n");
    String told =
        plumb(
            "apply",
            """
            - hosts: a
              tasks:
                - include_role: {name: "${item}"}
                  loop: [web, web]
              handlers:
                - name: tell all
                  debug: {msg: told}
            """);

    assertThat(said(told)).containsExactly("a: told", "a: restarted");
  }

  @Test
  void failsTheTaskWhenWhatItIncludesIsWrong() throws IOException {
    write("wrong.yml", "- debug: {mesg: x}\n");
    String told =
        plumb(
            "apply",
            """
            - hosts: a
              tasks:
                - command: echo wrong
                  register: which
                - include_tasks: ${which.stdout}.yml
            """);

    assertThat(told).contains("Error: Unknown argument", "wrong.yml:1:11", "Did you mean \"msg\"?");
    assertThat(told).endsWith("status 3\n");
  }

  @Test
  void reportsAnUnknownIncludeInACheck() throws IOException {
    String told =
        plumb(
            "check",
            """
            - hosts: a
              tasks:
                - command: echo wrong
                  register: which
                - include_tasks: ${which.stdout}.yml
                - debug: {msg: "${set_by_what_is_included}"}
            """);

    assertThat(told).contains("a  unknown").endsWith("status 3\n");
  }

  @Test
  void readsEncryptedVariablesWhenTheyAreIncluded() throws IOException {
    write("pw", "the vault's");
    write("vars/a.yml", "token: token-0815\n");
    PrintStream none = new PrintStream(PrintStream.nullOutputStream());
    new Cli(TestEnvironments.of(none, none, false, Map.of(), folder, Optional.empty()))
        .run(
            "vault",
            "encrypt",
            folder.resolve("vars/a.yml").toString(),
            "--vault-password-file",
            folder.resolve("pw").toString());
    String told =
        plumb(
            "apply",
            """
            - hosts: a
              tasks:
                - include_vars: vars/${inventory_hostname}.yml
                - debug: {msg: "${token} has ${token?length} letters"}
            """,
            "--vault-password-file",
            folder.resolve("pw").toString());

    assertThat(said(told)).containsExactly("a: ******** has 10 letters");
  }

  @Test
  void validatesTheArgumentsOfARole() throws IOException {
    write("roles/web/tasks/main.yml", "- debug: {msg: \"${http_port}\"}\n");
    write(
        "roles/web/meta/argument_specs.yml",
        """
        argument_specs:
          main:
            short_description: A server.
            options:
              http_port: {type: int, required: true, description: 'Not a template: ${x}'}
              users: {type: list, elements: dict, options: {name: {required: true}}}
              kind: {choices: [red, blue]}
        """);
    String told =
        plumb(
            "apply",
            """
            - hosts: a
              roles:
                - {role: web, http_port: "80", users: [{name: ann}]}
            """);

    assertThat(said(told)).containsExactly("a: 80");
    assertThat(told).contains("validate the arguments of role web").endsWith("status 0\n");
  }

  @Test
  void resumesWithTheHostsNotAttempted() throws IOException {
    String rolling =
        """
        - hosts: all
          serial: 1
          tasks:
            - fail: {msg: not yet}
              when: inventory_hostname == 'b' && !(mended??)
            - debug: {msg: done}
        """;
    String told = plumb("apply", rolling);

    assertThat(told)
        .contains("Not attempted because other hosts failed: c\n", "--limit @.plumb/retry\n")
        .endsWith("status 3\n");

    String again = plumb("apply", rolling, "--limit", "@.plumb/retry", "-e", "mended=true");

    assertThat(said(again)).containsExactly("b: done", "c: done");
    assertThat(folder.resolve(".plumb/retry")).doesNotExist();
  }
}
