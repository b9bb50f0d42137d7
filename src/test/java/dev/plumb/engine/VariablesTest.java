package dev.plumb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.diagnostic.Place;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.TaskResult;
import dev.plumb.engine.prepare.UnrenderedArgs;
import dev.plumb.module.TaskModule;
import dev.plumb.module.facts.SetupModule;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which of two variables of the same name wins: the table of docs/variables.md, row by row. */
class VariablesTest {

  @TempDir Path folder;

  /** A place where a variable can be set. */
  private enum Level {
    ROLE_DEFAULTS,
    INVENTORY_GROUP_ALL,
    INVENTORY_GROUP,
    GROUP_VARS_ALL,
    GROUP_VARS,
    INVENTORY_HOST,
    HOST_VARS,
    FACT,
    PLAY_VARS,
    VARS_FILES,
    ROLE_VARS,
    BLOCK_VARS,
    TASK_VARS,
    SET_FACT,
    ROLE_PARAMS,
    LOOP,
    EXTRA_VARS
  }

  static Stream<List<Level>> neighbours() {
    Level[] levels = Level.values();
    return IntStream.range(1, levels.length).mapToObj(i -> List.of(levels[i - 1], levels[i]));
  }

  @ParameterizedTest
  @MethodSource("neighbours")
  void followsTheOrderOfPrecedence(List<Level> pair) {
    assertThat(seen(Set.copyOf(pair))).isEqualTo(pair.getLast().name());
  }

  @ParameterizedTest
  @MethodSource("neighbours")
  void eachIsSeenAlone(List<Level> pair) {
    assertThat(seen(Set.of(pair.getFirst()))).isEqualTo(pair.getFirst().name());
  }

  @Test
  void extraVariablesAreEveryHostsOwn() {
    EngineFixture run = new EngineFixture(folder);
    run.host("node");
    run.host("other");
    run.run(
        """
        - hosts: node
          gather_facts: false
          tasks:
            - debug: {msg: "${hostvars.other.v}"}
        """,
        "all: {hosts: {node: {}, other: {v: its own}}}",
        RunOptions.Mode.APPLY,
        options -> withExtra(options, Map.of("v", Value.text("EXTRA_VARS"))));
    assertThat(run.results().getLast().message()).contains("EXTRA_VARS");
  }

  private static void file(
      EngineFixture run, Set<Level> set, Level level, String file, String name) {
    run.file(file, set.contains(level) ? name + ": " + level + "\n" : "{}\n");
  }

  private static String line(Set<Level> set, Level level, String text) {
    return set.contains(level) ? "\n" + text : "";
  }

  /** What the host is asked for its facts. */
  private static <S extends Record, T> Command factsOf(TaskModule<S, T> setup) {
    S spec = setup.argReader().read(Value.map(Map.of()), Place.NONE, UnrenderedArgs.INSTANCE);
    return setup.probe(spec).questions().getFirst();
  }

  /** What a task of a role sees of {@code v}. */
  private String seen(Set<Level> set) {
    EngineFixture run = new EngineFixture(folder);
    // The name of a fact, so that it can be one.
    String name = "ansible_hostname";
    file(run, set, Level.ROLE_DEFAULTS, "roles/r/defaults/main.yml", name);
    file(run, set, Level.ROLE_VARS, "roles/r/vars/main.yml", name);
    file(run, set, Level.GROUP_VARS_ALL, "group_vars/all.yml", name);
    file(run, set, Level.GROUP_VARS, "group_vars/g.yml", name);
    file(run, set, Level.HOST_VARS, "host_vars/node.yml", name);
    file(run, set, Level.VARS_FILES, "files.yml", name);
    String task =
        "debug: {msg: '${"
            + name
            + "}'}"
            + line(set, Level.LOOP, "loop: [LOOP]\nloop_control: {loop_var: " + name + "}")
            + line(set, Level.TASK_VARS, "vars: {" + name + ": TASK_VARS}");
    StringBuilder tasks = new StringBuilder();
    if (set.contains(Level.SET_FACT)) {
      tasks.append("- set_fact: {").append(name).append(": SET_FACT}\n");
    }
    tasks.append("- block:\n").append(("- " + task.replace("\n", "\n  ")).indent(4));
    if (set.contains(Level.BLOCK_VARS)) {
      tasks.append("  vars: {").append(name).append(": BLOCK_VARS}\n");
    }
    run.file("roles/r/tasks/main.yml", tasks.toString());
    StringBuilder inventory = new StringBuilder("all:\n");
    if (set.contains(Level.INVENTORY_GROUP_ALL)) {
      inventory.append("  vars: {").append(name).append(": INVENTORY_GROUP_ALL}\n");
    }
    inventory.append("  children:\n    g:\n");
    if (set.contains(Level.INVENTORY_GROUP)) {
      inventory.append("      vars: {").append(name).append(": INVENTORY_GROUP}\n");
    }
    inventory
        .append("      hosts:\n        node: {")
        .append(set.contains(Level.INVENTORY_HOST) ? name + ": INVENTORY_HOST" : "")
        .append("}\n");
    run.host("node");
    if (set.contains(Level.FACT)
        && set.stream().allMatch(level -> level.compareTo(Level.FACT) <= 0)) {
      // They are asked for only when nothing stronger is there.
      run.host("node")
          .expect(
              factsOf(new SetupModule()),
              Exec.Exited.of(0, "\036uname\nLinux FACT 6 x86_64\n", ""));
    }
    run.run(
        "- hosts: all\n"
            + "  gather_facts: "
            + set.contains(Level.FACT)
            + "\n"
            + (set.contains(Level.PLAY_VARS) ? "  vars: {" + name + ": PLAY_VARS}\n" : "")
            + (set.contains(Level.VARS_FILES) ? "  vars_files: [files.yml]\n" : "")
            + "  roles:\n    - role: r\n"
            + (set.contains(Level.ROLE_PARAMS) ? "      " + name + ": ROLE_PARAMS\n" : ""),
        inventory.toString(),
        RunOptions.Mode.APPLY,
        options ->
            set.contains(Level.EXTRA_VARS)
                ? withExtra(options, Map.of(name, Value.text("EXTRA_VARS")))
                : options);
    return run.events().stream()
        .filter(Event.TaskEnded.class::isInstance)
        .map(event -> ((Event.TaskEnded) event).result())
        .filter(result -> result.module().equals("debug"))
        .map(TaskResult::message)
        .flatMap(Optional::stream)
        .reduce((_, last) -> last)
        .orElse("");
  }

  private static RunOptions withExtra(RunOptions options, Map<String, Value> vars) {
    return new RunOptions(
        options.mode(),
        options.limit(),
        options.tags(),
        vars,
        options.forks(),
        options.diff(),
        options.connection());
  }
}
