package dev.plumb.module.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.host.files.TextFile;
import dev.plumb.host.systemd.ServiceState;
import dev.plumb.module.ClusterHarness;
import dev.plumb.module.zookeeper.ZookeeperModule.Mode;
import dev.plumb.module.zookeeper.ZookeeperModule.ServerState;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import dev.plumb.value.Bytes;
import dev.plumb.value.RemotePath;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZookeeperModuleTest {

  private final ClusterHarness<ZookeeperSpec, ServerState> zookeeper =
      ClusterHarness.of(new ZookeeperModule());

  private static String args(int id, String more) {
    return "{id: %d, servers: ['1=192.0.2.1', '2=192.0.2.2', '3=192.0.2.3']%s}".formatted(id, more);
  }

  private static String args(int id) {
    return args(id, "");
  }

  /** Returns a serving server with the declared configuration. */
  private ServerState good(int id, Mode mode) {
    return new ServerState(daemon("active", zookeeper.read(args(id)).files()), mode, true);
  }

  private static ServiceState daemon(String active, Map<RemotePath, String> texts) {
    Map<RemotePath, TextFile> files = new HashMap<>();
    texts.forEach((path, text) -> files.put(path, new TextFile.Present(Bytes.utf8(text))));
    return new ServiceState(true, active, true, false, Optional.empty(), files);
  }

  private static ServerState fresh() {
    return new ServerState(
        new ServiceState(true, "inactive", false, false, Optional.empty(), Map.of()),
        Mode.NOT_SERVING,
        false);
  }

  private ServerState stopped(int id) {
    return new ServerState(
        daemon("inactive", zookeeper.read(args(id)).files()), Mode.NOT_SERVING, true);
  }

  private ServerState older(int id, Mode mode, String than) {
    ServiceState daemon = good(id, mode).daemon();
    return new ServerState(
        new ServiceState(
            true, "active", true, false, Optional.of(RemotePath.of(than)), daemon.files()),
        mode,
        true);
  }

  private ServerState withText(int id, String config, String text) {
    Map<RemotePath, String> texts = new HashMap<>(zookeeper.read(args(id)).files());
    texts.put(RemotePath.of(config), text);
    return new ServerState(daemon("active", texts), Mode.FOLLOWER, true);
  }

  @Nested
  class Planning {

    @Test
    void startsAllServersBeforeItWaitsForAny() {
      zookeeper
          .scenario()
          .host("a", args(1), fresh())
          .host("b", args(2), stopped(2))
          .host("c", args(3), stopped(3))
          .plan()
          .leadsTo(
              """
              a: /etc/zookeeper/conf/zoo.cfg: absent -> as declared
                write /etc/zookeeper/conf/zoo.cfg
                  |# Written by plumb.
                  |tickTime=2000
                  |initLimit=10
                  |syncLimit=5
                  |dataDir=/var/lib/zookeeper
                  |clientPort=2181
                  |admin.enableServer=false
                  |4lw.commands.whitelist=srvr, mntr, ruok, conf
                  |server.1=192.0.2.1:2888:3888
                  |server.2=192.0.2.2:2888:3888
                  |server.3=192.0.2.3:2888:3888
              a: /var/lib/zookeeper/myid: absent -> as declared
                write /var/lib/zookeeper/myid
                  |1
              a: enabled: no -> yes
                run systemctl enable -- zookeeper.service
              a: running: no -> yes
                run systemctl start -- zookeeper.service
              b: running: no -> yes
                run systemctl start -- zookeeper.service
              c: running: no -> yes
                run systemctl start -- zookeeper.service
              a: serving: no -> yes
                wait until ZooKeeper serves at port 2181
              b: serving: no -> yes
                wait until ZooKeeper serves at port 2181
              c: serving: no -> yes
                wait until ZooKeeper serves at port 2181
              then
              in sync
              """);
    }

    @Test
    void restartsOneServerPerRoundTheLeaderLast() {
      String unit = "/etc/systemd/system/zookeeper.service";
      zookeeper
          .scenario()
          .host("a", args(1), older(1, Mode.LEADER, unit))
          .host("b", args(2), older(2, Mode.FOLLOWER, unit))
          .host("c", args(3), good(3, Mode.FOLLOWER))
          .plan()
          .leadsTo(
              """
              b: up to date: started before /etc/systemd/system/zookeeper.service changed -> yes
                run systemctl restart -- zookeeper.service
                wait until ZooKeeper serves at port 2181
              then
              a: up to date: started before /etc/systemd/system/zookeeper.service changed -> yes
                run systemctl restart -- zookeeper.service
                wait until ZooKeeper serves at port 2181
              then
              in sync
              """);
    }

    @Test
    void refusesARestartThatWouldEndTheService() {
      zookeeper
          .scenario()
          .host("a", args(1, ", settings: {maxClientCnxns: 9}"), good(1, Mode.LEADER))
          .host("b", args(2), good(2, Mode.FOLLOWER))
          .unreachable("c", args(3))
          .plan()
          .isRefused("Restart would end the service")
          .withDetail(
              "The ZooKeeper server on a must be restarted (settings: different -> as declared),"
                  + " and only 1 of the others serve; it takes 2. Repair the others first, or run"
                  + " with all hosts: one that --limit leaves out is not counted.");
    }

    @Test
    void startsAStoppedServerWhileAHostIsUnreachable() {
      zookeeper
          .scenario()
          .host("a", args(1), good(1, Mode.LEADER))
          .host("b", args(2), stopped(2))
          .unreachable("c", args(3))
          .plan()
          .needs(
              """
              b: running: no -> yes
                run systemctl start -- zookeeper.service
              b: serving: no -> yes
                wait until ZooKeeper serves at port 2181
              """);
    }

    @Test
    void waitsForARunningServerWithoutAQuorum() {
      zookeeper
          .scenario()
          .host("a", args(1), good(1, Mode.NOT_SERVING))
          .plan()
          .waits("a: wait until ZooKeeper serves at port 2181");
    }

    @Test
    void isInSyncForAHealthyEnsemble() {
      zookeeper
          .scenario()
          .host("a", args(1), good(1, Mode.FOLLOWER))
          .host("b", args(2), good(2, Mode.LEADER))
          .host("c", args(3), good(3, Mode.FOLLOWER))
          .plan()
          .isInSync();
    }

    @Test
    void refusesNewMembersOrIdForAServerWithData() {
      ServerState two =
          withText(1, "/etc/zookeeper/conf/zoo.cfg", "server.1=192.0.2.1:2888:3888\n");
      zookeeper
          .scenario()
          .host("a", args(1), two)
          .plan()
          .isRefused("Membership of a server with data would change")
          .withDetail(
              """
              The ZooKeeper server on a has data and the members {server.1=192.0.2.1:2888:3888}; \
              declared: {server.1=192.0.2.1:2888:3888, server.2=192.0.2.2:2888:3888, \
              server.3=192.0.2.3:2888:3888}. Servers that disagree on their members can lose data. If the \
              change is intended, make it on one server at a time with:
                  allow_membership_change: true\
              """);
      zookeeper
          .scenario()
          .host("a", args(1), withText(1, "/var/lib/zookeeper/myid", "7\n"))
          .plan()
          .isRefused("Membership of a server with data would change");
    }

    @Test
    void isBlockedWithoutItsUnit() {
      ServerState none =
          new ServerState(
              new ServiceState(false, "inactive", false, false, Optional.empty(), Map.of()),
              Mode.NOT_SERVING,
              false);
      zookeeper
          .scenario()
          .host("a", args(1), none)
          .plan()
          .isBlocked("Unit not found")
          .fixableByEarlierTask();
    }
  }

  @Test
  void rejectsInvalidEnsembles() {
    zookeeper.rejects(
        "{id: 1, servers: ['1=a', '2=b']}",
        "Invalid arguments: The module zookeeper must have an odd number of \"servers\": 2 tolerate"
            + " no more failures than 1.");
    zookeeper.rejects(
        "{id: 4, servers: ['1=a']}",
        "Invalid arguments: The module zookeeper must have its \"id\" 4 among \"servers\", and each"
            + " id only once, but they are [1=a].");
    zookeeper.rejects(
        "{id: 1, servers: ['1=a', '300=b', '3=c']}",
        "Invalid argument: The argument \"servers\" must be servers as ID=ADDRESS with ids from 1"
            + " to 255, such as \"1=192.0.2.1\", but one was \"300=b\".");
  }

  @ParameterizedTest
  @CsvSource({
    "'Zookeeper version: 3.8.0\nMode: leader\nNode count: 5\n', LEADER",
    "'Zookeeper version: 3.8.0\nMode: standalone\n', STANDALONE",
    "'This ZooKeeper instance is not currently serving requests\n', NOT_SERVING",
    "'', NOT_SERVING",
  })
  void readsTheMode(String said, Mode mode) {
    assertThat(ZookeeperModule.readMode(Exec.Exited.of(0, said, ""))).isEqualTo(Reading.of(mode));
  }
}
