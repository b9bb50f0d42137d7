package dev.plumb.module.docker.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.module.ClusterHarness;
import dev.plumb.module.docker.daemon.DaemonState.DaemonProcess;
import dev.plumb.module.docker.daemon.DaemonState.Installed;
import dev.plumb.state.Reading;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DockerDaemonModuleTest {

  private static final String STORE =
      "cluster-advertise: '192.168.199.108:2375', cluster-store: 'etcd://192.168.199.108:2379'";
  private static final String WAIT =
      "wait until dockerd answers and is connected to its store etcd://192.168.199.108:2379";

  private final ClusterHarness<DaemonSpec, DaemonState> daemon =
      ClusterHarness.of(new DockerDaemonModule());

  private static String settings(String more) {
    return "settings: {" + STORE + (more.isEmpty() ? "" : ", " + more) + "}";
  }

  private ClusterHarness.Planned<DaemonState> plan(String yaml, DaemonFixture host) {
    DaemonSpec spec = daemon.read(yaml);
    return daemon.scenario().host("node0", spec, host.state(spec)).plan();
  }

  @Nested
  class Reloading {

    @Test
    void reloadsForSettingsThatDockerdReloads() {
      plan(settings("max-concurrent-downloads: 7"), DaemonFixture.running())
          .needs(
              """
              node0: max-concurrent-downloads: (unset) -> 7
                run mkdir -p -- /etc/docker
                write /etc/docker/daemon.json
                  |{
                  |  "cluster-advertise": "192.168.199.108:2375",
                  |  "cluster-store": "etcd://192.168.199.108:2379",
                  |  "max-concurrent-downloads": 7
                  |}
              node0: dockerd: running, with 3 containers -> reloaded without a restart
                run reload dockerd and verify that it accepts the settings /etc/docker/daemon.json
              """);
    }

    @Test
    void restartsForARemovedSettingWhichAReloadIgnores() {
      plan(
              settings(""),
              DaemonFixture.running()
                  .file(DaemonFixture.STORE.replace("{", "{\"live-restore\": true,")))
          .needs(
              """
              node0: live-restore: true -> (unset)
                run mkdir -p -- /etc/docker
                write /etc/docker/daemon.json
                  |{
                  |  "cluster-advertise": "192.168.199.108:2375",
                  |  "cluster-store": "etcd://192.168.199.108:2379"
                  |}
              node0: dockerd: running, with 3 containers -> restarted: containers stop; those with a restart policy start again
                run systemctl reset-failed -- docker.service
                run systemctl restart -- docker.service
                %s
              """
                  .formatted(WAIT));
    }

    @Test
    void restartsForALogLevelWhichAReloadIgnores() {
      plan(settings("log-level: warn"), DaemonFixture.running())
          .needs(
              """
              node0: log-level: (unset) -> warn
                run mkdir -p -- /etc/docker
                write /etc/docker/daemon.json
                  |{
                  |  "cluster-advertise": "192.168.199.108:2375",
                  |  "cluster-store": "etcd://192.168.199.108:2379",
                  |  "log-level": "warn"
                  |}
              node0: dockerd: running, with 3 containers -> restarted: containers stop; those with a restart policy start again
                run systemctl reset-failed -- docker.service
                run systemctl restart -- docker.service
                %s
              """
                  .formatted(WAIT));
    }

    @Test
    void restartsForDebugWithALogLevelWhichAReloadResets() {
      plan(
              settings("debug: false, log-level: warn"),
              DaemonFixture.running()
                  .file(
                      DaemonFixture.STORE.replace(
                          "{", "{\"debug\": true, \"log-level\": \"warn\",")))
          .needs(
              """
              node0: debug: true -> false
                run mkdir -p -- /etc/docker
                write /etc/docker/daemon.json
                  |{
                  |  "cluster-advertise": "192.168.199.108:2375",
                  |  "cluster-store": "etcd://192.168.199.108:2379",
                  |  "debug": false,
                  |  "log-level": "warn"
                  |}
              node0: dockerd: running, with 3 containers -> restarted: containers stop; those with a restart policy start again
                run systemctl reset-failed -- docker.service
                run systemctl restart -- docker.service
                %s
              """
                  .formatted(WAIT));
    }
  }

  @Nested
  class Restarting {

    @Test
    void restartsOneHostAtATimeStoppedOnesFirst() {
      String yaml = "settings: {cluster-store: 'etcd://192.0.2.1:2379'}";
      DaemonSpec spec = daemon.read(yaml);
      daemon
          .scenario()
          .host("node0", spec, DaemonFixture.running().state(spec))
          .host("node1", spec, DaemonFixture.stopped("failed").file("").state(spec))
          .plan()
          .needs(
              """
              node1: /etc/docker/daemon.json: invalid JSON -> JSON
                run mkdir -p -- /etc/docker
                write /etc/docker/daemon.json
                  |{
                  |  "cluster-store": "etcd://192.0.2.1:2379"
                  |}
              node1: cluster-store: (unset) -> etcd://192.0.2.1:2379
              node1: running: failed -> yes
                run systemctl reset-failed -- docker.service
                run systemctl start -- docker.service
                wait until dockerd answers and is connected to its store etcd://192.0.2.1:2379
              node0: cluster-advertise: 192.168.199.108:2375 -> (unset)
                run mkdir -p -- /etc/docker
                write /etc/docker/daemon.json
                  |{
                  |  "cluster-store": "etcd://192.0.2.1:2379"
                  |}
              node0: cluster-store: etcd://192.168.199.108:2379 -> etcd://192.0.2.1:2379
              node0: dockerd: running, with 3 containers -> restarted: containers stop; those with a restart policy start again
                run systemctl reset-failed -- docker.service
                run systemctl restart -- docker.service
                wait until dockerd answers and is connected to its store etcd://192.0.2.1:2379
              """);
    }

    @Test
    void reportsThatContainersKeepRunningWithLiveRestore() {
      plan(
              settings("mtu: 1400"),
              DaemonFixture.running()
                  .info("\"LiveRestoreEnabled\":false", "\"LiveRestoreEnabled\":true"))
          .needs(
              """
              node0: mtu: (unset) -> 1400
                run mkdir -p -- /etc/docker
                write /etc/docker/daemon.json
                  |{
                  |  "cluster-advertise": "192.168.199.108:2375",
                  |  "cluster-store": "etcd://192.168.199.108:2379",
                  |  "mtu": 1400
                  |}
              node0: dockerd: running, with 3 containers -> restarted: containers keep running (live-restore)
                run systemctl reset-failed -- docker.service
                run systemctl restart -- docker.service
                %s
              """
                  .formatted(WAIT));
    }

    @Test
    void restartsAfterARunThatDiedBetweenWriteAndRestart() {
      plan(settings(""), DaemonFixture.running().fileChanged("1795613742.900000000"))
          .needs(
              """
              node0: up to date: has not read /etc/docker/daemon.json since it changed -> yes
              node0: dockerd: running, with 3 containers -> restarted: containers stop; those with a restart policy start again
                run systemctl reset-failed -- docker.service
                run systemctl restart -- docker.service
                %s
              """
                  .formatted(WAIT));
    }

    @Test
    void countsAReloadAsReadingTheFile() {
      plan(
              settings(""),
              DaemonFixture.running()
                  .fileChanged("1795613742.900000000")
                  .reloaded("1795613743000000"))
          .isInSync();
    }

    @Test
    void restartsForAStoreThatIsNotInUse() {
      plan(
              settings(""),
              DaemonFixture.running().info("etcd://192.168.199.108:2379", "etcd://192.0.2.9:2379"))
          .needs(
              """
              node0: cluster-store in use: etcd://192.0.2.9:2379 -> etcd://192.168.199.108:2379
              node0: dockerd: running, with 3 containers -> restarted: containers stop; those with a restart policy start again
                run systemctl reset-failed -- docker.service
                run systemctl restart -- docker.service
                %s
              """
                  .formatted(WAIT));
    }

    @Test
    void waitsForADisconnectedStoreBeforeItChangesAnotherHost() {
      DaemonSpec spec = daemon.read(settings("mtu: 1400"));
      String withMtu = DaemonFixture.STORE.replace("{", "{\"mtu\": 1400,");
      daemon
          .scenario()
          .host("node0", spec, DaemonFixture.running().state(spec))
          .host(
              "node1",
              spec,
              DaemonFixture.running().file(withMtu).disconnectedFromStore().state(spec))
          .plan()
          .needs(
              """
              node1: store: not connected -> connected
                %s
              node0: mtu: (unset) -> 1400
                run mkdir -p -- /etc/docker
                write /etc/docker/daemon.json
                  |{
                  |  "cluster-advertise": "192.168.199.108:2375",
                  |  "cluster-store": "etcd://192.168.199.108:2379",
                  |  "mtu": 1400
                  |}
              node0: dockerd: running, with 3 containers -> restarted: containers stop; those with a restart policy start again
                run systemctl reset-failed -- docker.service
                run systemctl restart -- docker.service
                %s
              """
                  .formatted(WAIT, WAIT));
      daemon
          .scenario()
          .host(
              "node1",
              spec,
              DaemonFixture.running().file(withMtu).disconnectedFromStore().state(spec))
          .plan()
          .waits("node1: " + WAIT);
    }

    @Test
    void reloadsSystemdWithoutARestartWhenTheCommandLineIsUnchanged() {
      plan(
              settings(""),
              DaemonFixture.running().process("NeedDaemonReload=no", "NeedDaemonReload=yes"))
          .needs(
              """
              node0: daemon_reload: outdated -> current
                run systemctl daemon-reload
              """);
    }
  }

  @Nested
  class Flags {

    @Test
    void writesFlagsToADropInAndRemovesTheUnitsOwn() {
      plan(
              "{settings: {hosts: ['unix:///var/run/docker.sock']}, flags: {labels: [a=1, 'b=$ 2'],"
                  + " debug: true}}",
              DaemonFixture.running().file("{}"))
          .needs(
              """
              node0: hosts: (unset) -> ["unix:///var/run/docker.sock"]
                run mkdir -p -- /etc/docker
                write /etc/docker/daemon.json
                  |{
                  |  "hosts": ["unix:///var/run/docker.sock"]
                  |}
              node0: command line: /usr/sbin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock -> /usr/sbin/dockerd --containerd=/run/containerd/containerd.sock --label=a=1 --label=b=$ 2 --debug=true
                run mkdir -p -- /etc/systemd/system/docker.service.d
                write /etc/systemd/system/docker.service.d/zz-plumb-flags.conf
                  |# Written by plumb: settings of dockerd on its command line.
                  |[Service]
                  |ExecStart=
                  |ExecStart=/usr/sbin/dockerd --containerd=/run/containerd/containerd.sock --label=a=1 "--label=b=$$ 2" --debug=true
                run systemctl daemon-reload
              node0: dockerd: running, with 3 containers -> restarted: containers stop; those with a restart policy start again
                run systemctl reset-failed -- docker.service
                run systemctl restart -- docker.service
                wait until dockerd answers and is connected to its store
              """
                  .replace("its store\n", "its store \n"));
    }

    @Test
    void restartsWhenADropInWasRemovedByHand() {
      plan(
              settings(""),
              DaemonFixture.running().process("\0--containerd", "\0--debug\0--containerd"))
          .needs(
              """
              node0: command line: /usr/sbin/dockerd -H fd:// --debug --containerd=/run/containerd/containerd.sock -> /usr/sbin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock
              node0: dockerd: running, with 3 containers -> restarted: containers stop; those with a restart policy start again
                run systemctl stop -- docker.service docker.socket
                run systemctl reset-failed -- docker.service
                run systemctl start -- docker.service
                %s
              """
                  .formatted(WAIT));
    }

    @Test
    void refusesASettingInBothPlaces() {
      plan(
              settings("log-level: info, labels: [a=b]"),
              DaemonFixture.running()
                  .variable("DOCKER_OPTS=\"--label c=d --label=e=f -l warn\"")
                  .dropIn(
                      "/etc/systemd/system/docker.service.d/20-stranger.conf",
                      """
                      [Service]
                      ExecStart=
                      ExecStart=/usr/sbin/dockerd --log-level info \\
                        $DOCKER_OPTS
                      """))
          .isRefused("dockerd would not start with these settings")
          .withDetail(
              """
              node0: dockerd does not start when a setting is both in /etc/docker/daemon.json and on its command line, even with the same value. That would be the case for:
                  log-level: --log-level info in /etc/systemd/system/docker.service.d/20-stranger.conf
                  labels: --label c=d --label=e=f in /etc/default/docker
                  log-level: -l warn in /etc/default/docker
              Remove it from the command line or from "settings", or let plumb manage the command line with "flags".
              Nothing was changed on any host.
              """);
    }

    @Test
    void allowsRuntimesInBothPlaces() {
      plan(
              "settings: {runtimes: {a: {path: /usr/bin/a}}}",
              DaemonFixture.running()
                  .file("{\"runtimes\": {\"a\": {\"path\": \"/usr/bin/a\"}}}")
                  .variable("DOCKER_OPTS=--add-runtime=b=/usr/bin/b")
                  .process("sock\0", "sock\0--add-runtime=b=/usr/bin/b\0"))
          .isInSync();
    }

    @Test
    void refusesADropInThatOverridesFlags() {
      plan(
              "{settings: {}, flags: {debug: true}}",
              DaemonFixture.running()
                  .file("{}")
                  .dropIn(
                      "/etc/systemd/system/docker.service.d/zzz.conf",
                      "[Service]\nExecStart=\nExecStart=/usr/sbin/dockerd\n"))
          .isRefused("dockerd would not start with these settings")
          .withDetail(
              """
              node0: /etc/systemd/system/docker.service.d/zzz.conf also sets ExecStart and sorts after /etc/systemd/system/docker.service.d/zz-plumb-flags.conf, so it would override it. Remove that file, or remove "flags".
              Nothing was changed on any host.
              """);
    }
  }

  @Nested
  class Refusing {

    @Test
    void refusesAClusterStoreForAVersionWithoutOne() {
      plan(settings("nonsense: 1"), DaemonFixture.running().info("20.10.24+dfsg1", "23.0.6"))
          .isRefused("dockerd would not start with these settings")
          .withDetail(
              """
              node0: docker 23.0.6 has no cluster-advertise, cluster-store: version 23.0 removed the cluster store. Install docker 20.10 on the host, or remove these settings.
              Nothing was changed on any host.
              """);
    }

    @Test
    void validatesTheFileWithAVersionThatCan() {
      plan(
              "settings: {new-setting: 1}",
              DaemonFixture.running().file("{}").info("20.10.24+dfsg1", "23.0.6"))
          .needs(
              """
              node0: new-setting: (unset) -> 1
                run mkdir -p -- /etc/docker
                write /etc/docker/daemon.json
                  |{
                  |  "new-setting": 1
                  |}
              node0: dockerd: running, with 3 containers -> restarted: containers stop; those with a restart policy start again
                run systemctl reset-failed -- docker.service
                run systemctl restart -- docker.service
                wait until dockerd answers and is connected to its store
              """
                  .replace("its store\n", "its store \n"));
    }

    @Test
    void refusesASettingThatIsUnknownToTheVersion() {
      plan(settings("live-restor: true"), DaemonFixture.stopped("inactive"))
          .isRefused("dockerd would not start with these settings")
          .withDetail(
              """
              node0: docker 20.10.24+dfsg1 has no setting "live-restor" and does not start with it in its file.
              Did you mean "live-restore"?
              Nothing was changed on any host.
              """);
    }

    @Test
    void leavesASwarmOnlyWhenAsked() {
      plan(settings(""), DaemonFixture.running().file("{}").inSwarm())
          .isRefused("dockerd would not start with these settings")
          .withDetail(
              """
              node0: The host is in a swarm, where dockerd does not start with cluster-advertise, cluster-store. To leave the swarm, which ends everything that it runs on the host, set "leave_swarm: true".
              Nothing was changed on any host.
              """);
      plan("{leave_swarm: true}", DaemonFixture.running().file("{}").inSwarm())
          .needs(
              """
              node0: swarm: joined -> left
                run docker swarm leave --force
              """);
    }

    @Test
    void startsAStoppedDockerdWithoutItsStoreToLeaveASwarm() {
      plan(
              "{leave_swarm: true, " + settings("") + "}",
              DaemonFixture.stopped("failed").stoppedInSwarm())
          .needs(
              """
              node0: swarm: joined -> left
                run mkdir -p -- /etc/docker
                write /etc/docker/daemon.json
                  |{}
                run systemctl reset-failed -- docker.service
                run systemctl start -- docker.service
                run docker swarm leave --force
                run mkdir -p -- /etc/docker
                write /etc/docker/daemon.json
                  |{
                  |  "cluster-advertise": "192.168.199.108:2375",
                  |  "cluster-store": "etcd://192.168.199.108:2379"
                  |}
              node0: running: failed -> yes
                run systemctl reset-failed -- docker.service
                run systemctl restart -- docker.service
                %s
              """
                  .formatted(WAIT));
    }

    @Test
    void isBlockedWithoutDockerd() {
      plan(settings(""), DaemonFixture.withoutDocker())
          .isBlocked("dockerd is not installed")
          .fixableByEarlierTask()
          .withDetail(
              "There is no docker.service on node0. Install docker before this task; Debian 12"
                  + " packages it as docker.io.");
    }

    @Test
    void rejectsInvalidArguments() {
      daemon.rejects(
          "{settings: {debug: true}, flags: {debug: true}}",
          "Invalid arguments: The module docker_daemon must have \"debug\" in \"settings\" or in"
              + " \"flags\", not both: dockerd does not start when a setting is in two places.");
      daemon.rejects(
          "settings: {debug: 'true'}",
          "Invalid arguments: The module docker_daemon must have \"debug\" in \"settings\" as true"
              + " or false, but was given a text.");
      daemon.rejects(
          "flags: {features: {buildkit: true}}",
          "Invalid arguments: The module docker_daemon must not have \"features\" in \"flags\":"
              + " dockerd has no such flag.");
    }
  }

  @Nested
  class Probing {

    private final DaemonSpec spec = daemon.read(settings(""));

    @Test
    void readsARunningDockerd() {
      Installed found = (Installed) DaemonFixture.running().state(spec);

      assertThat(found.version()).isEqualTo("20.10.24+dfsg1");
      assertThat(found.inSwarm()).isFalse();
      assertThat(found.process())
          .isInstanceOfSatisfying(
              DaemonProcess.Running.class,
              running -> {
                assertThat(running.commandLine())
                    .isEqualTo(List.of(DaemonFixture.COMMAND_LINE.split(" ")));
                assertThat(running.containers()).isEqualTo(3);
                assertThat(running.hasReadCurrentFile()).isTrue();
                assertThat(running.connected()).isTrue();
              });
      plan(settings(""), DaemonFixture.running()).isInSync();
    }

    @Test
    void readsAStoppedDockerd() {
      Installed found = (Installed) DaemonFixture.stopped("inactive").state(spec);

      assertThat(found.version()).isEqualTo("20.10.24+dfsg1");
      assertThat(found.process()).isEqualTo(new DaemonProcess.Stopped("inactive"));
    }

    @Test
    void reportsAnUnresponsiveDockerdAsUnreadable() {
      assertThat(
              DaemonFixture.running()
                  .unresponsive(
                      "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the"
                          + " docker daemon running?\n")
                  .read(spec))
          .isEqualTo(
              Reading.unreadable(
                  """
                  dockerd runs, but does not answer: docker info ended with status 1 and reported:
                      Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\
                  """));
    }

    @Test
    void expandsVariablesAndQuotes() {
      DaemonUnit unit =
          DaemonUnit.parse(
              DaemonFixture.UNIT
                  + """
                  # /etc/systemd/system/docker.service.d/10-a.conf
                  [Service]
                  Environment="A=--mtu 1400" B=x
                  ExecStart=
                  ExecStart=/usr/bin/dockerd "--label=a b" --label '${B}%%y$$z' $A $NONE
                  # /etc/systemd/system/docker.service.d/05-b.conf
                  [Service]
                  ExecStart=/usr/bin/other
                  """,
              "");

      assertThat(unit.words())
          .containsExactly("/usr/bin/dockerd", "--label=a b", "--label", "x%y$z", "--mtu", "1400");
    }
  }
}
