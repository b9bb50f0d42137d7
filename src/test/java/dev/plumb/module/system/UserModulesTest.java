package dev.plumb.module.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.change.Plan;
import dev.plumb.module.ModuleHarness;
import dev.plumb.module.system.UserState.Password;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Reading;
import dev.plumb.value.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UserModulesTest {

  private static final UserState.Present ETCD =
      new UserState.Present(
          Optional.of(900),
          "etcd",
          true,
          Set.of(),
          "",
          "/home/etcd",
          "/bin/sh",
          new Password.NotRequested());

  private final ModuleHarness<UserModule.Spec, UserState> user = ModuleHarness.of(new UserModule());
  private final ModuleHarness<GroupModule.Spec, GroupModule.State> group =
      ModuleHarness.of(new GroupModule());

  private static UserState.Present in(String... groups) {
    return new UserState.Present(
        Optional.of(900),
        "etcd",
        true,
        Set.of(groups),
        "",
        "/home/etcd",
        "/bin/sh",
        new Password.NotRequested());
  }

  private static UserState.Present with(Password password) {
    return new UserState.Present(
        Optional.of(900), "etcd", true, Set.of(), "", "/home/etcd", "/bin/sh", password);
  }

  @Nested
  class Users {

    @Test
    void addsUserWithAllRequestedProperties() {
      user.plan(
              "{name: etcd, group: etcd, groups: 'adm, etcd', home: /var/lib/etcd, system: true,"
                  + " shell: /usr/sbin/nologin, create_home: false}",
              new UserState.Absent(true))
          .needs(
              """
              user: absent -> present
                run useradd -g etcd -G adm,etcd -d /var/lib/etcd -s /usr/sbin/nologin -r -M -- etcd
              """);
    }

    @Test
    void usesExistingGroupOfSameName() {
      user.plan("name: etcd", new UserState.Absent(true))
          .needs(
              """
              user: absent -> present
                run useradd -N -m -- etcd
              """);
    }

    @Test
    void changesOnlyWhatDiffers() {
      user.plan(
              "{name: etcd, uid: 901, shell: /bin/bash, home: /srv, move_home: true,"
                  + " comment: the daemon}",
              ETCD)
          .needs(
              """
              uid: 900 -> 901
                run usermod -u 901 -- etcd
              comment:  -> the daemon
                run usermod -c the daemon -- etcd
              home: /home/etcd -> /srv
                run usermod -d /srv -m -- etcd
              shell: /bin/sh -> /bin/bash
                run usermod -s /bin/bash -- etcd
              """);
    }

    @Test
    void leavesUnspecifiedPropertiesAlone() {
      user.plan("name: etcd", in("adm", "docker")).isInSync();
    }

    @Test
    void removesUnlistedGroups() {
      user.plan("{name: etcd, groups: [docker]}", in("adm"))
          .needs(
              """
              groups: adm -> docker
                run usermod -G docker -- etcd
              """);
    }

    @Test
    void keepsOtherGroupsWhenAppending() {
      user.plan("{name: etcd, groups: [docker], append: true}", in("adm"))
          .needs(
              """
              groups: adm -> adm,docker
                run usermod -G adm,docker -- etcd
              """);
    }

    @Test
    void treatsEmptyListAsNoGroups() {
      user.plan("{name: etcd, groups: []}", in("adm"))
          .needs(
              """
              groups: adm -> none
                run usermod -G  -- etcd
              """);
    }

    @Test
    void acceptsPrimaryGroupInGroupList() {
      user.plan("{name: etcd, groups: [etcd, adm]}", in("adm")).isInSync();
    }

    @Test
    void setsAPasswordWithoutShowingIt() {
      var planned =
          user.plan("{name: etcd, password: $6$new}", with(new Password.Hash(Secret.of("$6$old"))));

      planned.needs(
          """
          password: ******** -> ********
            run chpasswd -e
          """);
      assertThat(planned.plan())
          .isInstanceOfSatisfying(
              Plan.Needed.class,
              needed ->
                  assertThat(
                          ((Step.Run)
                                  ((dev.plumb.change.Change) needed.changes().getFirst())
                                      .steps()
                                      .getFirst())
                              .command()
                              .input()
                              .utf8())
                      .isEqualTo("etcd:$6$new\n"));
    }

    @Test
    void keepsPasswordWhenUpdateIsOnCreate() {
      user.plan(
              "{name: etcd, password: $6$new, update_password: on_create}",
              with(new Password.Hash(Secret.of("$6$old"))))
          .isInSync();
    }

    @Test
    void failsWhenPasswordIsUnreadable() {
      user.plan("{name: etcd, password: $6$new}", with(new Password.Hidden()))
          .isBlocked("Password is unreadable")
          .notFixableByEarlierTask();
    }

    @Test
    void isBlockedByAMissingGroup() {
      user.plan("{name: etcd, group: etcd}", new UserState.MissingGroups(List.of("etcd")))
          .isBlocked("No such group")
          .fixableByEarlierTask();
    }

    @Test
    void deletesAUser() {
      user.plan("{name: etcd, state: absent, remove: true}", ETCD)
          .needs(
              """
              user: present -> absent
                run userdel -r -- etcd
              """);
      user.plan("{name: etcd, state: absent}", new UserState.Absent(false)).isInSync();
    }

    @Test
    void parsesHostOutput() {
      var probe =
          new UserModule()
              .probe(user.read("{name: deploy, groups: [sudo], group: deploy, password: x}"));

      assertThat(probe.questions())
          .map(Object::toString)
          .containsExactly(
              "getent passwd deploy",
              "id -nG -- deploy",
              "getent shadow deploy",
              "getent group deploy deploy sudo");
      assertThat(
              probe.read(
                  List.of(
                      Exec.Exited.of(0, "deploy:x:1001:1001:Me,,,:/home/deploy:/bin/bash\n", ""),
                      Exec.Exited.of(0, "deploy sudo users\n", ""),
                      Exec.Exited.of(0, "deploy:!:19000:0:99999:7:::\n", ""),
                      Exec.Exited.of(0, "deploy:x:1001:\nsudo:x:27:admin\n", ""))))
          .isEqualTo(
              Reading.of(
                  new UserState.Present(
                      Optional.of(1001),
                      "deploy",
                      true,
                      Set.of("sudo", "users"),
                      "Me,,,",
                      "/home/deploy",
                      "/bin/bash",
                      new Password.Hash(Secret.of("!")))));
    }

    @Test
    void treatsGetentFailureAsUnreadable() {
      assertThat(
              new UserModule()
                  .probe(user.read("name: etcd"))
                  .read(
                      List.of(
                          Exec.Exited.of(127, "", "sh: getent: not found"),
                          Exec.Exited.of(127, "", "sh: getent: not found"))))
          .isInstanceOf(Reading.Unreadable.class);
    }
  }

  @Nested
  class Groups {

    @Test
    void addsAGroup() {
      group
          .plan("{name: etcd, gid: 900, system: true}", new GroupModule.State.Absent())
          .needs(
              """
              group: absent -> present
                run groupadd -r -g 900 -- etcd
              """);
    }

    @Test
    void changesGid() {
      group
          .plan("{name: etcd, gid: 900}", new GroupModule.State.Present(Optional.of(901)))
          .needs(
              """
              gid: 901 -> 900
                run groupmod -g 900 -- etcd
              """);
    }

    @Test
    void leavesGidAloneWhenUnspecified() {
      group.plan("name: etcd", new GroupModule.State.Present(Optional.of(901))).isInSync();
    }

    @Test
    void deletesAGroup() {
      group
          .plan("{name: etcd, state: absent}", new GroupModule.State.Present(Optional.of(901)))
          .needs(
              """
              group: present -> absent
                run groupdel -- etcd
              """);
    }

    @Test
    void parsesGetentOutput() {
      assertThat(GroupModule.parse(Exec.Exited.of(0, "docker:x:999:deploy\n", "")))
          .isEqualTo(Reading.of(new GroupModule.State.Present(Optional.of(999))));
      assertThat(GroupModule.parse(Exec.Exited.of(2, "", "")))
          .isEqualTo(Reading.of(new GroupModule.State.Absent()));
      assertThat(GroupModule.parse(Exec.Exited.of(127, "", "not found")))
          .isInstanceOf(Reading.Unreadable.class);
    }
  }
}
