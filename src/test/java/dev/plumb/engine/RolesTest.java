package dev.plumb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.engine.event.TaskResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What playbooks take from other files, run. */
class RolesTest {

  @TempDir Path folder;

  private EngineFixture run;

  @BeforeEach
  void oneHost() {
    run = new EngineFixture(folder);
    run.host("node");
  }

  private void role(String name, String dependencies) {
    run.file("roles/" + name + "/tasks/main.yml", "- debug: {msg: '" + name + " ${v!}'}\n");
    run.file("roles/" + name + "/meta/main.yml", "dependencies: " + dependencies + "\n");
  }

  private List<String> messages() {
    return run.results().stream()
        .map(TaskResult::message)
        .map(message -> message.orElse("").strip())
        .toList();
  }

  @Test
  void runsTheRolesThatARoleDependsOnFirstAndOnce() {
    role("base", "[]");
    role("net", "[base]");
    role("etcd", "[{role: base}, {role: net, v: x}, {role: net, v: y}]");

    run.apply("- hosts: all\n  roles: [etcd, base]\n");

    assertThat(messages()).containsExactly("base", "net x", "net y", "etcd");
  }

  @Test
  void reportsCyclesOfRoleDependencies() {
    role("a", "[b]");
    role("b", "[c]");
    role("c", "[b]");

    assertThatThrownBy(() -> run.apply("- hosts: all\n  roles: [a]\n"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("Role dependency cycle")
        .hasMessageContaining("This role depends on itself. The cycle is:\n    b\n    c\n    b");
  }

  @Test
  void includesTasksAndRolesWithTheirCondition() {
    role("r", "[]");
    run.file("more.yml", "- debug: {msg: 'more ${v!}'}\n");

    run.apply(
        """
        - hosts: all
          tasks:
            - include_tasks: more.yml
              vars: {v: x}
            - ansible.builtin.include_tasks: {file: more.yml}
              when: false
            - include_role: {name: r}
            - import_role: {name: r}
              vars: {v: y}
        """);

    assertThat(messages())
        .containsExactly("more x", "the condition false does not hold", "r", "r y");
  }

  @Test
  void takesAnotherFileOfTasksOfARole() {
    run.file("roles/r/defaults/main.yml", "v: default\n");
    run.file("roles/r/tasks/main.yml", "- debug: {msg: main}\n");
    run.file("roles/r/tasks/absent.yml", "- debug: {msg: 'absent ${v}'}\n");

    run.apply(
        """
        - hosts: all
          tasks:
            - import_role: {name: r, tasks_from: absent}
        """);

    assertThat(messages()).containsExactly("absent default");
  }

  @Test
  void includesVariablesWhenTheirTurnComes() {
    run.file("vars.yml", "v: included\n");

    run.apply(
        """
        - hosts: all
          vars: {v: play}
          tasks:
            - debug: {msg: '${v}'}
            - include_vars: vars.yml
            - debug: {msg: '${v}'}
        """);

    assertThat(messages()).containsExactly("play", "", "included");
  }

  @Test
  void takesArgumentsThatATaskDoesNotGiveFromTheDefaultsOfItsModule() {
    run.apply(
        """
        - hosts: all
          module_defaults:
            ansible.builtin.debug: {msg: play}
          tasks:
            - debug: {}
            - debug: {msg: own}
            - block:
                - debug:
              module_defaults: {debug: {msg: block}}
        """);

    assertThat(messages()).containsExactly("play", "own", "block");
  }
}
