package dev.plumb.playbook.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.catalog.Modules;
import dev.plumb.module.ModuleRegistry;
import dev.plumb.playbook.Become;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Role;
import dev.plumb.playbook.SearchPath;
import dev.plumb.playbook.Task;
import dev.plumb.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaybookLoaderTest {

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

  private List<Play> load(String playbook) {
    write("site.yml", playbook);
    return new PlaybookLoader(new ModuleRegistry(Modules.all()), List.of())
        .load(folder.resolve("site.yml"))
        .plays();
  }

  private Task task(String task) {
    return load("- hosts: all\n  tasks:\n" + task.indent(4)).getFirst().tasks().getFirst();
  }

  private static List<String> names(List<Task> tasks) {
    return tasks.stream().map(task -> task.name().toString()).toList();
  }

  private String inFolder(String path) {
    return folder.resolve(path).toString();
  }

  @Nested
  class ReadingPlays {

    @Test
    void readsPlayKeywords() {
      Play play =
          load("""
          - name: etcd
            hosts: etcd:!old
            gather_facts: no
            remote_user: admin
            connection: local
            vars: {port: 2379, url: "http://${port}"}
            handlers:
              - {name: restart, command: reboot, listen: [all, some]}
          """)
              .getFirst();
      assertThat(play.name()).isEqualTo("etcd");
      assertThat(play.hosts()).isEqualTo(Value.text("etcd:!old"));
      assertThat(play.gatherFacts()).isFalse();
      assertThat(play.vars())
          .hasToString(
              "{ansible_connection: local, ansible_user: admin, port: 2379, url: http://${port}}");
      assertThat(play.handlers().getFirst().listen()).containsExactly("all", "some");
    }

    @Test
    void namesAPlayAfterItsHostsByDefault() {
      assertThat(load("- hosts: [a, b]\n- hosts: c\n"))
          .extracting(Play::name)
          .containsExactly("[a, b]", "c");
    }

    @Test
    void letsVarsFilesOverrideVars() {
      write("vars/one.yml", "a: file\nb: file\n");
      write("vars/empty.yml", "");
      assertThat(
              load("""
              - hosts: all
                vars: {a: play, c: play}
                vars_files: [vars/one.yml, vars/empty.yml]
              """)
                  .getFirst()
                  .vars())
          .hasToString("{a: file, c: play, b: file}");
    }

    @Test
    void ordersPartsAsAnsible() {
      write("roles/r/tasks/main.yml", "- command: role\n");
      assertThat(
              load("""
              - hosts: all
                post_tasks: [{command: a, name: post}]
                tasks: [{command: a, name: task}]
                roles: [r]
                pre_tasks: [{command: a, name: pre}]
              """)
                  .getFirst()
                  .tasks())
          .extracting(task -> task.name().toString())
          .containsExactly("pre", "meta", "command", "task", "meta", "post");
    }
  }

  @Nested
  class ReadingTasks {

    @Test
    void readsEveryKeyword() {
      Task task =
          task(
              """
              - name: wait for ${what}
                ansible.builtin.command: uptime
                vars: {what: etcd}
                when: [a, b]
                loop: ["${x}"]
                register: up
                become: true
                become_user: etcd
                environment: {A: b}
                tags: one, two
                ignore_errors: true
                changed_when: false
                failed_when: up.rc > 1
                no_log: true
                until: up.rc == 0
                retries: 5
                delay: "${d}"
                notify: restart etcd
                check_mode: false
              """);
      assertThat(task.name()).hasToString("wait for ${what}");
      assertThat(task.module()).isEqualTo("command");
      assertThat(task.args()).hasToString("uptime");
      assertThat(task.inherited().vars()).hasToString("{what: etcd}");
      assertThat(task.inherited().when()).hasToString("[a, b]");
      assertThat(task.loop().orElseThrow().over()).hasToString("[${x}]");
      assertThat(task.register()).contains("up");
      assertThat(task.inherited().become())
          .hasToString("Become[become=Optional[true], user=Optional[etcd]]");
      assertThat(task.inherited().environment()).hasToString("[{A: b}]");
      assertThat(task.inherited().tags()).containsExactly("one", "two");
      assertThat(task.inherited().ignoreErrors()).contains(Value.bool(true));
      assertThat(task.changedWhen()).contains(List.of(Value.bool(false)));
      assertThat(task.failedWhen()).hasToString("Optional[[up.rc > 1]]");
      assertThat(task.inherited().noLog()).contains(Value.bool(true));
      assertThat(task.retry())
          .hasToString("Optional[Retry[until=[up.rc == 0], retries=5, delay=${d}]]");
      assertThat(task.notifies()).containsExactly("restart etcd");
      assertThat(task.declaredReadOnly()).isTrue();
      assertThat(task.location().role()).isEmpty();
      assertThat(task.location().folder()).isEqualTo(folder.toString());
      assertThat(task.location().place().line()).isEqualTo(3);
      assertThat(task.location().module().line()).isEqualTo(4);
    }

    @Test
    void leavesAbsentKeywordsEmpty() {
      Task task = task("- file: {path: /srv}\n  when:\n");
      assertThat(task.name()).hasToString("file");
      assertThat(task.inherited().when()).isEmpty();
      assertThat(task.changedWhen()).isEmpty();
      assertThat(task.retry()).isEmpty();
      assertThat(task.inherited().become()).isEqualTo(Become.UNSET);
      assertThat(task.declaredReadOnly()).isFalse();
    }

    @Test
    void requiresBothKeywordsToDeclareATaskReadOnly() {
      assertThat(task("- {command: a, changed_when: false}").declaredReadOnly()).isFalse();
      assertThat(task("- {command: a, check_mode: false}").declaredReadOnly()).isFalse();
      assertThat(task("- {command: a, check_mode: false, changed_when: x}").declaredReadOnly())
          .isFalse();
    }

    @Test
    void mergesArgsWithACommandLine() {
      assertThat(task("- {command: make, args: {chdir: /srv}}").args())
          .hasToString("{chdir: /srv, cmd: make}");
      assertThat(task("- {file: {path: /a}, args: {path: /b, mode: x}}").args())
          .hasToString("{path: /a, mode: x}");
    }

    @Test
    void readsLoopFormAndControl() {
      assertThat(
              task("- {command: a, with_items: [1, [2]], loop_control: {loop_var: x, pause: 2}}")
                  .loop())
          .hasToString(
              "Optional[Loop[form=ITEMS, over=[1, [2]], itemVar=x, indexVar=Optional.empty,"
                  + " label=Optional.empty, pause=Optional[2]]]");
    }

    @Test
    void appliesRetryDefaults() {
      assertThat(task("- {command: a, until: x}").retry())
          .hasToString("Optional[Retry[until=[x], retries=3, delay=5]]");
      assertThat(task("- {command: a, retries: 2}").retry())
          .hasToString("Optional[Retry[until=[], retries=2, delay=5]]");
    }
  }

  @Nested
  class Importing {

    @Test
    void passesKeywordsToImportedTasks() {
      write(
          "tasks/one.yml",
          """
          - import_tasks: two.yml
            when: inner
            vars: {a: inner, c: inner}
            tags: inner
            become_user: inner
          """);
      write("tasks/two.yml", "- {command: x, when: own, vars: {c: own}, tags: own}\n");
      Task task =
          load("""
          - hosts: all
            tags: play
            become: true
            become_user: play
            environment: {A: play}
            tasks:
              - import_tasks: tasks/one.yml
                when: outer
                vars: {a: outer, b: outer}
                environment: {A: outer}
                ignore_errors: true
          """)
              .getFirst()
              .tasks()
              .getFirst();
      assertThat(task.inherited().when()).hasToString("[outer, inner, own]");
      assertThat(task.inherited().vars()).hasToString("{a: inner, b: outer, c: own}");
      assertThat(task.inherited().tags()).containsExactly("play", "inner", "own");
      assertThat(task.inherited().become())
          .hasToString("Become[become=Optional[true], user=Optional[inner]]");
      assertThat(task.inherited().environment()).hasToString("[{A: play}, {A: outer}]");
      assertThat(task.inherited().ignoreErrors()).contains(Value.bool(true));
      assertThat(task.location().folder()).isEqualTo(inFolder("tasks"));
    }

    @Test
    void passesKeywordsToImportedPlaybooks() {
      write("sub/a.yml", "- import_playbook: b.yml\n  tags: a\n");
      write("sub/b.yml", "- hosts: b\n  vars: {x: own, y: own}\n  tasks: [command: u]\n");
      List<Play> plays =
          load(
              """
              - import_playbook: sub/a.yml
                when: ready
                vars: {x: import}
              - hosts: all
              """);
      assertThat(plays).extracting(Play::name).containsExactly("b", "all");
      assertThat(plays.getFirst().vars()).hasToString("{x: import, y: own}");
      Task task = plays.getFirst().tasks().getFirst();
      assertThat(task.inherited().when()).hasToString("[ready]");
      assertThat(task.inherited().tags()).containsExactly("a");
      assertThat(task.location().folder()).isEqualTo(inFolder("sub"));
    }
  }

  @Nested
  class UsingRoles {

    private void writeRole() {
      write("roles/etcd/tasks/main.yml", "- import_tasks: more.yml\n- {command: a, name: main}\n");
      write("roles/etcd/tasks/more.yml", "- {command: a, name: more}\n");
      write("roles/etcd/handlers/main.yml", "- {command: a, name: restart}\n");
      write("roles/etcd/defaults/main.yml", "port: 1\n");
      write("roles/etcd/vars/main.yml", "port: 2\n");
      write("roles/etcd/meta/main.yml", "galaxy_info: {}\ndependencies: []\n");
    }

    @Test
    void readsTasksHandlersAndVariables() {
      writeRole();
      Play play =
          load("""
          - hosts: all
            roles:
              - role: etcd
                peers: 3
                vars: {port: x}
                when: wanted
                tags: [e]
                become: true
            handlers: [{command: a, name: own}]
          """)
              .getFirst();
      assertThat(names(play.tasks())).containsExactly("more", "main");
      assertThat(names(play.handlers())).containsExactly("restart", "own");
      Task task = play.tasks().getFirst();
      assertThat(task.location().role().orElseThrow())
          .hasToString(
              "Role[name=etcd, folder=%s, defaults={port: 1}, vars={port: 2}, params={peers: 3, port: x}]"
                  .formatted(inFolder("roles/etcd")));
      assertThat(task.inherited().when()).hasToString("[wanted]");
      assertThat(task.inherited().tags()).containsExactly("e");
      assertThat(task.inherited().become().become()).contains(Value.bool(true));
      assertThat(task.location().folder()).isEqualTo(inFolder("roles/etcd/tasks"));
      assertThat(play.handlers().getFirst().location().role()).isEqualTo(task.location().role());
    }

    @Test
    void readsIdenticalRoleUsesOnce() {
      writeRole();
      assertThat(
              load("- hosts: all\n  roles: [etcd, etcd, {role: etcd, peers: 4}]\n")
                  .getFirst()
                  .tasks())
          .hasSize(4);
    }

    @Test
    void importsRolesAmongTasks() {
      writeRole();
      Play play =
          load("""
          - hosts: all
            tasks:
              - {command: a, name: before}
              - import_role: {name: etcd}
                vars: {port: 5}
                when: x
              - {command: a, name: after}
          """)
              .getFirst();
      assertThat(names(play.tasks())).containsExactly("before", "more", "main", "after");
      assertThat(names(play.handlers())).containsExactly("restart");
      assertThat(play.tasks().get(1).location().role().orElseThrow().params())
          .hasToString("{port: 5}");
      assertThat(play.tasks().get(3).location().role()).isEmpty();
    }

    @Test
    void findsRolesBesideThePlaybookOrByPath() {
      writeRole();
      write("elsewhere/other/tasks/main.yml", "- {command: a, name: other}\n");
      Play play = load("- hosts: all\n  roles: [elsewhere/other]\n").getFirst();
      assertThat(names(play.tasks())).containsExactly("other");
      assertThat(play.tasks().getFirst().location().role().orElseThrow().name()).isEqualTo("other");
    }
  }

  @Test
  void searchesRoleThenTaskThenPlaybookFolder() {
    Role role =
        new Role("r", "roles/r", Value.Entries.EMPTY, Value.Entries.EMPTY, Value.Entries.EMPTY);
    assertThat(SearchPath.of(Optional.of(role), "roles/r/tasks", "site.yml").files("a.conf"))
        .map(Path::toString)
        .containsExactly(
            "roles/r/files/a.conf",
            "roles/r/a.conf",
            "roles/r/tasks/files/a.conf",
            "roles/r/tasks/a.conf",
            "files/a.conf",
            "a.conf");
    assertThat(SearchPath.of(Optional.empty(), "sub", "sub/site.yml").templates("/etc/a"))
        .map(Path::toString)
        .containsExactly("/etc/a");
  }
}
