package dev.plumb.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Place;
import dev.plumb.report.DiagnosticPrinter;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryLoaderTest {

  private static final String CLUSTER =
      """
      all:
        vars: {who: all, all_only: 1}
        children:
          cluster:
            vars: {who: cluster}
            children:
              etcd:
                vars: {who: etcd}
                hosts:
                  node[0:2]:
              docker:
                hosts: {node1: {who: host}, node3: }
        hosts:
          lonely: {ansible_host: 192.0.2.9}
      db:
        vars: {who: db}
        hosts:
          db-[a:c]-[08:12:2]: {rack: 7}
          db.example:2222:
      """;

  @TempDir private Path folder;

  private void write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Inventory load(String yaml) {
    write("hosts.yml", yaml);
    return new InventoryLoader().load(folder.resolve("hosts.yml"));
  }

  private static Map<String, Value> vars(Inventory inventory, String host) {
    return inventory.vars().getOrDefault(new HostName(host), Map.of());
  }

  private static List<String> texts(List<HostName> hosts) {
    return hosts.stream().map(HostName::value).toList();
  }

  @Nested
  class Reading {

    @Test
    void keepsHostsInFileOrder() {
      assertThat(texts(load(CLUSTER).hosts()))
          .startsWith("node0", "node1", "node2", "node3", "lonely", "db-a-08", "db-a-10", "db-a-12")
          .endsWith("db-c-12", "db.example")
          .hasSize(15);
    }

    @Test
    void resolvesHostsOfNestedGroups() {
      Inventory inventory = load(CLUSTER);
      assertThat(inventory.groups().keySet())
          .containsExactly("all", "cluster", "db", "docker", "etcd", "ungrouped");
      assertThat(texts(inventory.groups().getOrDefault("cluster", List.of())))
          .containsExactly("node0", "node1", "node2", "node3");
      assertThat(texts(inventory.groups().getOrDefault("ungrouped", List.of())))
          .containsExactly("lonely");
      assertThat(inventory.groups().get("all")).isEqualTo(inventory.hosts());
      assertThat(inventory.groupsOf(new HostName("node1")))
          .containsExactly("cluster", "docker", "etcd");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            node0      | who          | etcd
            node1      | who          | host
            node3      | who          | cluster
            lonely     | who          | all
            lonely     | ansible_host | 192.0.2.9
            db-b-10    | rack         | 7
            db.example | ansible_port | 2222
            node0      | all_only     | 1
            """)
    void letsTheMostSpecificVariableWin(String host, String name, String value) {
      assertThat(vars(load(CLUSTER), host).get(name)).hasToString(value);
    }

    @Test
    void readsVarsFoldersBesideInventoryAndPlaybook() {
      write("group_vars/all.yml", "a: all-file\nb: all-file\n");
      write("group_vars/etcd/1.yml", "c: etcd-1\nd: etcd-1\n");
      write("group_vars/etcd/2.yml", "d: etcd-2\n");
      write("group_vars/etcd/.hidden.yml", "d: hidden\n");
      write("host_vars/node0", "e: host-file\n");
      write("play/group_vars/all.yml", "b: play-all\nc: play-all\n");
      write("play/host_vars/node0.yaml", "f: play-host\n");
      write("play/group_vars/etcd.yml", "g: play-etcd\n");
      write(
          "hosts.yml",
          """
          all: {vars: {a: inline}}
          etcd: {hosts: {node0: {d: own, e: own}}, vars: {b: inline, g: inline}}
          """);
      Inventory inventory =
          new InventoryLoader()
              .load(
                  List.of(folder.resolve("hosts.yml").toString()),
                  List.of(folder.resolve("play"), folder));
      assertThat(vars(inventory, "node0"))
          .hasToString(
              "{a=all-file, b=play-all, g=play-etcd, c=etcd-1, d=own, e=host-file, f=play-host}");
    }

    @Test
    void readsCommaSeparatedNames() {
      Inventory inventory =
          new InventoryLoader().load(List.of("node[0:1],192.0.2.1:22,"), List.of());
      assertThat(texts(inventory.hosts())).containsExactly("node0", "node1", "192.0.2.1");
      assertThat(vars(inventory, "192.0.2.1").get("ansible_port")).hasToString("22");
    }

    @Test
    void readsAFolderOfFiles() {
      write("inv/1.yml", "a: {hosts: {one: {x: 1}}}\n");
      write("inv/2.yml", "b: {hosts: {one: {x: 2}, two: }}\n");
      write("inv/group_vars/b.yml", "y: 3\n");
      Inventory inventory = new InventoryLoader().load(folder.resolve("inv"));
      assertThat(texts(inventory.hosts())).containsExactly("one", "two");
      assertThat(vars(inventory, "one")).hasToString("{y=3, x=2}");
    }

    @Test
    void addsImplicitLocalhost() {
      Inventory inventory = load("all: {hosts: {node0: }}");
      assertThat(texts(inventory.match("localhost", Place.NONE))).containsExactly("localhost");
      assertThat(vars(inventory, "localhost").get("ansible_connection")).hasToString("local");
      assertThat(texts(inventory.hosts())).containsExactly("node0");
    }
  }

  @Nested
  class Matching {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            node1                | node1
            etcd                 | node0 node1 node2
            docker:etcd          | node0 node1 node2 node3
            docker,lonely        | node1 node3 lonely
            etcd:&docker         | node1
            etcd:!docker         | node0 node2
            cluster:!node0:!etcd | node3
            !db                  | node0 node1 node2 node3 lonely
            &docker              | node1 node3
            node*                | node0 node1 node2 node3
            *-a-1?               | db-a-10 db-a-12
            dock*                | node1 node3
            etcd[0]              | node0
            etcd[-1]             | node2
            etcd[1:]             | node1 node2
            etcd[0:1]:lonely     | node0 node1 lonely
            ungrouped            | lonely
            ~node[12]            | node1 node2
            ~[el][to]            | node0 node1 node2 lonely
            all:!~(?:node):!~db  | lonely
            node[!12]            | node0 node3
            db-[!ab]*            | db-c-08 db-c-10 db-c-12
            """)
    void matchesHosts(String pattern, String hosts) {
      assertThat(String.join(" ", texts(load(CLUSTER).match(pattern, Place.NONE))))
          .isEqualTo(hosts);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            etdc          | The inventory has no host or group "etdc". Its groups are all, cluster, db, docker, etcd, ungrouped.?Did you mean "etcd"?
            etcd:!dokcer  | The inventory has no host or group "dokcer", which the pattern "etcd:!dokcer" refers to. Its groups are all, cluster, db, docker, etcd, ungrouped.?Did you mean "docker"?
            etcd:!cluster | No host in the inventory matches the pattern "etcd:!cluster".
            x*            | No host in the inventory matches the pattern "x*".
            etcd[7]       | No host in the inventory matches the pattern "etcd[7]".
            """)
    void reportsPatternsThatMatchNoHost(String pattern, String detail) {
      Inventory inventory = load(CLUSTER);
      assertThatThrownBy(() -> inventory.match(pattern, Place.NONE))
          .isInstanceOfSatisfying(
              BadInputException.class,
              e -> {
                assertThat(e.diagnostics().getFirst().summary()).isEqualTo("No host matches");
                assertThat(e.diagnostics().getFirst().detail().replace('\n', '?'))
                    .isEqualTo(detail);
              });
    }
  }

  @Nested
  class Refusing {

    private String told(String file) {
      BadInputException thrown =
          catchThrowableOfType(
              BadInputException.class, () -> new InventoryLoader().load(folder.resolve(file)));
      assertThat(thrown).isNotNull();
      return new DiagnosticPrinter(false)
          .print(thrown.diagnostics())
          .replace(folder.toString() + "/", "");
    }

    @Test
    void reportsEveryProblemOfAYamlInventory() {
      write("group_vars/all.yml", "- a\n");
      write(
          "hosts.yml",
          """
          all:
            host: {a: }
            etcd: {hosts: {b: }}
            children: [etcd]
          a:
            children: {b: {children: {a: }}}
            hosts: {"node[2:0]": , "x y": , c: 3}
          "bad name": {hosts: {d: }}
          e: text
          """);
      assertThat(told("hosts.yml"))
          .isEqualTo(
              """
              Error: Invalid variables file

                group_vars/all.yml:1:1

                1 | - a
                  | ^
                A variables file must be a mapping of names to values, but this is a list.

              Error: Unknown keyword

                hosts.yml:2:3

                1 | all:
                2 |   host: {a: }
                  |   ^^^^
                A group has the keys hosts, children and vars, but "all" has "host".
                Did you mean "hosts"?

              Error: Unknown keyword

                hosts.yml:3:3

                2 |   host: {a: }
                3 |   etcd: {hosts: {b: }}
                  |   ^^^^
                A group has the keys hosts, children and vars, but "all" has "etcd". Child groups belong under "children", hosts under "hosts".

              Error: Invalid inventory

                hosts.yml:4:13

                3 |   etcd: {hosts: {b: }}
                4 |   children: [etcd]
                  |             ^
                "children" must be a mapping, but was a list. Each name ends in a colon:
                    children:
                      name:

              Error: Group cycle

                hosts.yml:6:29

                5 | a:
                6 |   children: {b: {children: {a: }}}
                  |                             ^
                The group "a" cannot be a child of "b", because that group is already below "a".

              Error: Invalid host name

                hosts.yml:7:11

                6 |   children: {b: {children: {a: }}}
                7 |   hosts: {"node[2:0]": , "x y": , c: 3}
                  |           ^^^^^^^^^^^
                A host name must be ascending, but was "node[2:0]".

              Error: Invalid host name

                hosts.yml:7:26

                6 |   children: {b: {children: {a: }}}
                7 |   hosts: {"node[2:0]": , "x y": , c: 3}
                  |                          ^^^^^
                A host name must be a host name without spaces or slashes, but was "x y".

              Error: Invalid inventory

                hosts.yml:7:38

                6 |   children: {b: {children: {a: }}}
                7 |   hosts: {"node[2:0]": , "x y": , c: 3}
                  |                                      ^
                "the variables of host c" must be a mapping, but was a number.

              Error: Invalid group name

                hosts.yml:8:1

                7 |   hosts: {"node[2:0]": , "x y": , c: 3}
                8 | "bad name": {hosts: {d: }}
                  | ^^^^^^^^^^
                A group name must not contain spaces or any of : , ! & * ? [ ] /, but was "bad name".

              Error: Invalid group

                hosts.yml:9:4

                8 | "bad name": {hosts: {d: }}
                9 | e: text
                  |    ^^^^
                The group "e" must be a mapping with hosts, children or vars, but was a text.
              """);
    }

    @Test
    void reportsEveryProblemOfAnIniInventory() {
      write(
          "hosts.ini",
          """
          node0 ansible_host
          node1 x='open
          [web servers]
          [web:child]
          [db:children]
          bd
          x=1
          [wbe:vars]
          a: 1
          [bd_2]
          """);
      assertThat(told("hosts.ini"))
          .isEqualTo(
              """
              Error: Invalid host line

                hosts.ini:1:7

                1 | node0 ansible_host
                  |       ^^^^^^^^^^^^
                After the host name, a line contains variables as "name=value", but this is "ansible_host". Write no spaces around "=", and quote values that contain spaces:
                    name='two words'

              Error: Invalid host line

                hosts.ini:2:1

                1 | node0 ansible_host
                2 | node1 x='open
                  | ^^^^^^^^^^^^^
                The line ends within a quote that begins at its character 9 and is never closed.

              Error: Invalid section

                hosts.ini:3:1

                2 | node1 x='open
                3 | [web servers]
                  | ^^^^^^^^^^^^^
                A section header is "[group]", "[group:children]" or "[group:vars]", without spaces.

              Error: Invalid section

                hosts.ini:4:1

                3 | [web servers]
                4 | [web:child]
                  | ^^^^^^^^^^^
                The kind of a section must be hosts, children or vars, but was "child".

              Error: Unknown group

                hosts.ini:6:1

                5 | [db:children]
                6 | bd
                  | ^^
                The group "bd", listed as a child of "db", is not declared: there is no section "[bd]".
                Did you mean "db"?

              Error: Invalid child group

                hosts.ini:7:1

                6 | bd
                7 | x=1
                  | ^^^
                Each line of the section "[db:children]" must be the name of a group. Variables belong under:
                    [db:vars]

              Error: Unknown group

                hosts.ini:8:1

                7 | x=1
                8 | [wbe:vars]
                  | ^^^^^^^^^^
                The section sets variables of the group "wbe", which is not declared: there is no section "[wbe]".

              Error: Invalid variable

                hosts.ini:9:1

                8 | [wbe:vars]
                9 | a: 1
                  | ^^^^
                Each line of the section "[wbe:vars]" must be "name=value". INI uses "=" where YAML uses ":".
              """);
    }

    @Test
    void reportsUnreadableFiles() {
      write("list.yml", "- node0\n");
      assertThat(told("none.yml"))
          .isEqualTo("Error: File not found\n\n  There is no file \"none.yml\".\n");
      assertThat(told("list.yml"))
          .contains("An inventory must be a mapping of groups, but was a list.");
    }
  }
}
