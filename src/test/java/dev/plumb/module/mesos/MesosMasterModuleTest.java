package dev.plumb.module.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.host.files.TextFile;
import dev.plumb.host.systemd.ServiceState;
import dev.plumb.host.text.JsonView;
import dev.plumb.module.ClusterHarness;
import dev.plumb.module.mesos.MesosMasterModule.MasterState;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import dev.plumb.value.Bytes;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Value;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MesosMasterModuleTest {

  private static final String WAIT =
      "wait until Mesos is healthy and its metric is 1: 192.0.2.%d:5050"
          + " \"registrar/log/recovered\":1[^0-9]";

  private final ClusterHarness<MesosMasterSpec, MasterState> masters =
      ClusterHarness.of(new MesosMasterModule());

  private static String args(int ip, int count, String more) {
    String all = "192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4, 192.0.2.5";
    return "{zk: 'zk://192.0.2.1:2181/mesos', ip: 192.0.2.%d, masters: [%s]%s}"
        .formatted(ip, all.substring(0, count * 11 - 2), more);
  }

  private static String args(int ip) {
    return args(ip, 3, "");
  }

  /** A master that runs with what these arguments ask for. */
  private MasterState runs(String args, boolean elected, int ensemble) {
    MesosMasterSpec spec = masters.read(args);
    return new MasterState(
        daemon("active", spec),
        Optional.of(spec.desiredFlags().values()),
        Map.of(
            "master/elected",
            elected ? BigDecimal.ONE : BigDecimal.ZERO,
            "registrar/log/recovered",
            BigDecimal.ONE,
            "registrar/log/ensemble_size",
            BigDecimal.valueOf(ensemble)),
        true);
  }

  private MasterState stopped(String args) {
    return new MasterState(
        daemon("inactive", masters.read(args)), Optional.empty(), Map.of(), true);
  }

  private static MasterState fresh() {
    return new MasterState(
        new ServiceState(true, "inactive", false, false, Optional.empty(), Map.of()),
        Optional.empty(),
        Map.of(),
        false);
  }

  private static ServiceState daemon(String active, MesosMasterSpec spec) {
    return new ServiceState(
        true,
        active,
        true,
        false,
        Optional.empty(),
        Map.of(spec.settingsFile(), new TextFile.Present(Bytes.utf8(spec.desiredFlags().text()))));
  }

  @Nested
  class Planning {

    @Test
    void startsAStoppedMaster() {
      masters
          .scenario()
          .host("a", args(1), stopped(args(1)))
          .host("b", args(2), runs(args(2), true, 2))
          .host("c", args(3), runs(args(3), false, 2))
          .plan()
          .leadsTo(
              """
              a: running: no -> yes
                run systemctl start -- mesos-master.service
              a: serving: no -> yes
                %s
              then
              in sync
              """
                  .formatted(WAIT.formatted(1)));
    }

    @Test
    void restartsForAChangedFlagTheLeaderLast() {
      String other = ", flags: {agent_ping_timeout: 20secs}";
      masters
          .scenario()
          .host("a", args(1, 3, other), runs(args(1), true, 3))
          .host("b", args(2, 3, other), runs(args(2), false, 3))
          .host("c", args(3, 3, other), runs(args(3, 3, other), false, 3))
          .plan()
          .leadsTo(
              """
              b: /etc/mesos/master.env: differs -> as declared
                write /etc/mesos/master.env
                  |# Written by plumb.
                  |MESOS_AGENT_PING_TIMEOUT=20secs
                  |MESOS_HOSTNAME=192.0.2.2
                  |MESOS_IP=192.0.2.2
                  |MESOS_PORT=5050
                  |MESOS_QUORUM=2
                  |MESOS_WORK_DIR=/var/lib/mesos/master
                  |MESOS_ZK=zk://192.0.2.1:2181/mesos
              b: agent_ping_timeout: not set -> 20secs
                run systemctl restart -- mesos-master.service
                %s
              then
              a: /etc/mesos/master.env: differs -> as declared
                write /etc/mesos/master.env
                  |# Written by plumb.
                  |MESOS_AGENT_PING_TIMEOUT=20secs
                  |MESOS_HOSTNAME=192.0.2.1
                  |MESOS_IP=192.0.2.1
                  |MESOS_PORT=5050
                  |MESOS_QUORUM=2
                  |MESOS_WORK_DIR=/var/lib/mesos/master
                  |MESOS_ZK=zk://192.0.2.1:2181/mesos
              a: agent_ping_timeout: not set -> 20secs
                run systemctl restart -- mesos-master.service
                %s
              then
              in sync
              """
                  .formatted(WAIT.formatted(2), WAIT.formatted(1)));
    }

    @Test
    void doesNotRestartWhenOnlyTheFileDrifted() {
      MasterState edited = runs(args(1), false, 3);
      MesosMasterSpec spec = masters.read(args(1));
      Map<RemotePath, TextFile> files = new HashMap<>();
      files.put(spec.settingsFile(), new TextFile.Present(Bytes.utf8("MESOS_QUORUM=1\n")));
      masters
          .scenario()
          .host(
              "a",
              args(1),
              new MasterState(
                  new ServiceState(true, "active", true, false, Optional.empty(), files),
                  edited.flags(),
                  edited.metrics(),
                  true))
          .plan()
          .leadsTo(
              """
              a: /etc/mesos/master.env: differs -> as declared
                write /etc/mesos/master.env
                  |# Written by plumb.
                  |MESOS_HOSTNAME=192.0.2.1
                  |MESOS_IP=192.0.2.1
                  |MESOS_PORT=5050
                  |MESOS_QUORUM=2
                  |MESOS_WORK_DIR=/var/lib/mesos/master
                  |MESOS_ZK=zk://192.0.2.1:2181/mesos
              then
              in sync
              """);
    }

    @Test
    void refusesARestartWhileAnotherMasterIsDown() {
      masters
          .scenario()
          .host("a", args(1, 3, ", cluster: x"), runs(args(1), false, 2))
          .host("b", args(2), runs(args(2), true, 2))
          .unreachable("c", args(3))
          .plan()
          .isRefused("Restart would end the service")
          .withDetail(
              "The Mesos master on a must be restarted (cluster: not set -> x), and only 1 of the"
                  + " others serve; it takes 2. Repair the others first, or run with all hosts: one"
                  + " that --limit leaves out is not counted.");
    }

    @Test
    void refusesToGrowFromOneToThreeUnlessAllowed() {
      masters
          .scenario()
          .host("a", args(1), runs(args(1, 1, ""), true, 1))
          .host("b", args(2), fresh())
          .host("c", args(3), fresh())
          .plan()
          .isRefused("Registry would be lost")
          .withDetail(
              """
              The Mesos master on a has its own log (quorum 1), and must become one of 3 with quorum 2. Its \
              log cannot be migrated: it would be removed, and with it the registry of agents. Agents \
              register again, and tasks keep running. If this is intended, set once:
                  allow_registry_loss: true\
              """);
    }

    @Test
    void growsFromOneToThreeWithoutTheOldLogWhenAllowed() {
      String leave = ", allow_registry_loss: true";
      masters
          .scenario()
          .host("a", args(1, 3, leave), runs(args(1, 1, ""), true, 1))
          .host("b", args(2, 3, leave), stopped(args(2)))
          .host("c", args(3, 3, leave), stopped(args(3)))
          .plan()
          .leadsTo(
              """
              a: /etc/mesos/master.env: differs -> as declared
                write /etc/mesos/master.env
                  |# Written by plumb.
                  |MESOS_HOSTNAME=192.0.2.1
                  |MESOS_IP=192.0.2.1
                  |MESOS_PORT=5050
                  |MESOS_QUORUM=2
                  |MESOS_WORK_DIR=/var/lib/mesos/master
                  |MESOS_ZK=zk://192.0.2.1:2181/mesos
              a: quorum: 1 -> 2
                run systemctl stop -- mesos-master.service
                run rm -rf -- /var/lib/mesos/master/replicated_log
                run systemctl start -- mesos-master.service
              b: running: no -> yes
                run systemctl start -- mesos-master.service
              c: running: no -> yes
                run systemctl start -- mesos-master.service
              a: serving: no -> yes
                %s
              b: serving: no -> yes
                %s
              c: serving: no -> yes
                %s
              then
              in sync
              """
                  .formatted(WAIT.formatted(1), WAIT.formatted(2), WAIT.formatted(3)));
    }

    @Test
    void raisesTheQuorumBeforeMoreMastersStart() {
      masters
          .scenario()
          .host("a", args(1, 5, ""), runs(args(1), true, 3))
          .host("b", args(2, 5, ""), runs(args(2), false, 3))
          .host("c", args(3, 5, ""), runs(args(3), false, 3))
          .host("d", args(4, 5, ""), stopped(args(4, 5, "")))
          .host("e", args(5, 5, ""), stopped(args(5, 5, "")))
          .plan()
          .leadsTo(
              """
              b: /etc/mesos/master.env: differs -> as declared
                write /etc/mesos/master.env
                  |# Written by plumb.
                  |MESOS_HOSTNAME=192.0.2.2
                  |MESOS_IP=192.0.2.2
                  |MESOS_PORT=5050
                  |MESOS_QUORUM=3
                  |MESOS_WORK_DIR=/var/lib/mesos/master
                  |MESOS_ZK=zk://192.0.2.1:2181/mesos
              b: quorum: 2 -> 3
                run systemctl restart -- mesos-master.service
                %s
              then
              c: /etc/mesos/master.env: differs -> as declared
                write /etc/mesos/master.env
                  |# Written by plumb.
                  |MESOS_HOSTNAME=192.0.2.3
                  |MESOS_IP=192.0.2.3
                  |MESOS_PORT=5050
                  |MESOS_QUORUM=3
                  |MESOS_WORK_DIR=/var/lib/mesos/master
                  |MESOS_ZK=zk://192.0.2.1:2181/mesos
              c: quorum: 2 -> 3
                run systemctl restart -- mesos-master.service
                %s
              then
              a: /etc/mesos/master.env: differs -> as declared
                write /etc/mesos/master.env
                  |# Written by plumb.
                  |MESOS_HOSTNAME=192.0.2.1
                  |MESOS_IP=192.0.2.1
                  |MESOS_PORT=5050
                  |MESOS_QUORUM=3
                  |MESOS_WORK_DIR=/var/lib/mesos/master
                  |MESOS_ZK=zk://192.0.2.1:2181/mesos
              a: quorum: 2 -> 3
                run systemctl restart -- mesos-master.service
                %s
              then
              d: running: no -> yes
                run systemctl start -- mesos-master.service
              e: running: no -> yes
                run systemctl start -- mesos-master.service
              d: serving: no -> yes
                %s
              e: serving: no -> yes
                %s
              then
              in sync
              """
                  .formatted(
                      WAIT.formatted(2),
                      WAIT.formatted(3),
                      WAIT.formatted(1),
                      WAIT.formatted(4),
                      WAIT.formatted(5)));
    }

    @Test
    void refusesFewerMastersThanRun() {
      masters
          .scenario()
          .host("a", args(1), runs(args(1, 5, ""), true, 5))
          .plan()
          .isRefused("More masters run than are declared")
          .withDetail(
              "The Mesos master on a sees 5 masters, but 3 are declared. With quorum 2, two groups"
                  + " of masters could make conflicting decisions and corrupt the log. Stop the"
                  + " other masters permanently, or declare them.");
    }
  }

  @Test
  void rejectsAnInvalidQuorum() {
    masters.rejects(
        args(1, 3, ", quorum: 1"),
        "Invalid arguments: The module mesos_master must have \"quorum\" 2 with 3 masters: a"
            + " smaller one could corrupt the log, a larger one tolerates fewer failures.");
    masters.rejects(
        args(1, 2, ""),
        "Invalid arguments: The module mesos_master must have 1, 3 or 5 \"masters\", but has 2.");
  }

  @Test
  void writesAndParsesFlags() {
    MesosFlags flags = new MesosFlags(Map.of("quorum", "2", "resources", "cpus:4;mem:$1 \"x\""));
    assertThat(flags.text())
        .isEqualTo(
            """
            # Written by plumb.
            MESOS_QUORUM=2
            MESOS_RESOURCES="cpus:4;mem:\\$1 \\"x\\""
            """);
    assertThat(MesosFlags.parse(flags.text())).isEqualTo(flags.values());
  }

  @Test
  void readsEscapedSlashes() {
    assertThat(MesosApi.read(Exec.Exited.of(0, "{\"registrar\\/log\\/recovered\":1.0}", "")))
        .isEqualTo(
            Reading.of(
                Optional.of(
                    new JsonView(Value.map(Map.of("registrar/log/recovered", Value.number(1)))))));
    assertThat(MesosApi.read(Exec.Exited.of(7, "", "curl: (7) Failed to connect")))
        .isEqualTo(Reading.of(Optional.empty()));
    assertThat(MesosApi.read(Exec.Exited.of(2, "", "curl: Permission denied")))
        .isEqualTo(Reading.unreadable("curl ended with status 2: curl: Permission denied"));
  }
}
