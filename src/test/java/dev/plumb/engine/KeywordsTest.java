package dev.plumb.engine;

import static dev.plumb.engine.ThingModule.done;
import static dev.plumb.engine.ThingModule.get;
import static dev.plumb.engine.ThingModule.is;
import static dev.plumb.engine.ThingModule.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.TaskResult;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.ScriptedHost;
import dev.plumb.remote.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keywords of tasks, each in a run. */
class KeywordsTest {

  @TempDir Path folder;

  private EngineFixture run;
  private ScriptedHost node;

  @BeforeEach
  void oneHost() {
    run = new EngineFixture(folder);
    node = run.host("node");
  }

  private List<String> messages() {
    return run.events().stream()
        .filter(event -> event instanceof Event.TaskEnded(_, boolean item) && item)
        .map(event -> ((Event.TaskEnded) event).result().message().orElse(""))
        .toList();
  }

  @Nested
  class Loops {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "loop: [1, 2] | ${item} | 1;2",
          "with_list: [[1, 2], [3]] | ${item?join('+')} | 1+2;3",
          "with_items: [1, [2, 3]] | ${item} | 1;2;3",
          "with_items: '${[1, [2, 3]]}' | ${item} | 1;2;3",
          "with_flattened: [1, [2, [3]]] | ${item} | 1;2;3",
          "with_dict: {a: 1, b: 2} | ${item.key}=${item.value} | a=1;b=2",
          "with_indexed_items: [a, b] | ${item[0]}${item[1]} | 0a;1b",
          "with_nested: [[a, b], [1, 2]] | ${item[0]}${item[1]} | a1;a2;b1;b2",
          "with_cartesian: [[a], [1, 2]] | ${item[0]}${item[1]} | a1;a2",
          "with_together: [[a, b], [1, 2]] | ${item[0]}${item[1]} | a1;b2",
          "with_subelements: [[{n: u, k: [x, y]}], k] | ${item[0].n}${item[1]} | ux;uy",
          "with_sequence: start=1 end=3 | ${item} | 1;2;3",
          "with_sequence: count=2 format=n%02d | ${item} | n01;n02",
          "with_sequence: start=6 end=2 stride=-2 | ${item} | 6;4;2",
        })
    void comeInEveryFormThatAnsibleHas(String loop, String message, String items) {
      run.apply(
          "- hosts: all\n  tasks:\n    - debug: {msg: \"" + message + "\"}\n      " + loop + "\n");

      assertThat(messages()).isEqualTo(List.of(items.split(";")));
    }

    @Test
    void nameTheirItemAndItsNumberAsThePlaybookSays() {
      run.apply(
          """
          - hosts: all
            tasks:
              - debug: {msg: '${n}:${user.name}'}
                loop: [{name: ann, key: long}, {name: bob, key: long}]
                loop_control: {loop_var: user, index_var: n, label: '${user.name}', pause: 0}
          """);

      assertThat(messages()).containsExactly("0:ann", "1:bob");
      assertThat(
              run.events().stream()
                  .filter(event -> event instanceof Event.TaskEnded(_, boolean item) && item)
                  .map(event -> ((Event.TaskEnded) event).result().item().orElse("")))
          .containsExactly("ann", "bob");
    }
  }

  @Nested
  class Delegating {

    @Test
    void worksOnTheOtherHostWithTheVariablesOfTheFirst() {
      ScriptedHost other = run.host("other");
      other.expect(get("for-node"), is("0")).expect(put("for-node", "1"), done());
      other.expect(get("for-node"), is("1"));
      node.expect(get("b"), is("1"));

      run.apply(
          """
          - hosts: node
            tasks:
              - name: a
                thing: {name: 'for-${inventory_hostname}', value: '1'}
                delegate_to: other
              - {name: b, thing: {name: b, value: '1'}}
          """);

      assertThat(run.statuses()).containsExactly("node a changed", "node b ok");
    }

    @Test
    void runsDelegatedTasksOneAtATime() {
      ScriptedHost other = run.host("other");
      for (String name : List.of("node", "other")) {
        other.expect(new Step.Run(Command.of("register", name)), Exec.Exited.of(0, "", ""));
      }

      run.apply(
          """
          - hosts: all
            tasks:
              - {name: tell, command: 'register ${inventory_hostname}', delegate_to: other}
          """);

      assertThat(run.statuses())
          .containsExactlyInAnyOrder("node tell changed", "other tell changed");
    }

    @Test
    void assignsFactsToTheDelegateWithDelegateFacts() {
      run.host("other");

      run.apply(
          """
          - hosts: node
            tasks:
              - set_fact: {a: theirs}
                delegate_to: other
                delegate_facts: true
              - set_fact: {b: mine}
                delegate_to: other
              - {name: told, debug: {msg: "${hostvars.other.a} ${b}"}}
          """);

      assertThat(run.results().getLast().message()).contains("theirs mine");
    }
  }

  @Test
  void onlyChecksTasksInCheckMode() {
    node.expect(get("a"), is("0"));

    run.apply(
        """
        - hosts: all
          tasks:
            - {name: a, thing: {name: a, value: '1'}, check_mode: true}
        """);

    assertThat(run.statuses()).containsExactly("node a changed");
  }

  @Test
  void limitsHowLongACommandMayTake() {
    Duration limit = Duration.ofSeconds(7);
    node.expect(
        new Step.Run(Command.of("sleep", "60").withTimeout(limit)), new Exec.TimedOut(limit));

    run.apply("- hosts: all\n  tasks: [{command: sleep 60, timeout: 7}]\n");

    assertThat(run.results().getFirst().problem().orElseThrow().detail())
        .startsWith("It did not finish within 7 s");
  }

  @Test
  void acceptsFullyQualifiedModuleNames() {
    run.apply(
        """
        - hosts: all
          tasks:
            - ansible.builtin.debug: {msg: x}
        """);

    assertThat(run.results()).extracting(TaskResult::module).containsExactly("debug");
  }
}
