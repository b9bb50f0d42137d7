package dev.plumb.module.zookeeper;

import dev.plumb.host.systemd.UnitName;
import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What module {@code zookeeper} is asked for. */
record ZookeeperSpec(
    @Arg(doc = "This server's id, 1 to 255; one of those in servers.", example = "1") int id,
    @Arg(
            doc = "All servers of the ensemble, each as ID=ADDRESS.",
            example = "[1=192.168.199.108, 2=192.168.199.109, 3=192.168.199.110]")
        List<Server> servers,
    @Arg(doc = "The port that clients use.", example = "2181", defaultValue = "2181")
        int clientPort,
    @Arg(doc = "The port between servers.", example = "2888", defaultValue = "2888") int peerPort,
    @Arg(doc = "The port for elections.", example = "3888", defaultValue = "3888") int electionPort,
    @Arg(
            doc = "Where the data is. The unit's user must be able to write there.",
            example = "/var/lib/zookeeper",
            defaultValue = "/var/lib/zookeeper")
        RemotePath dataDir,
    @Arg(
            doc = "The configuration that the unit reads; written whole.",
            example = "/etc/zookeeper/conf/zoo.cfg",
            defaultValue = "/etc/zookeeper/conf/zoo.cfg")
        RemotePath config,
    @Arg(
            doc = "More settings of the configuration, by their names there.",
            example = "{autopurge.purgeInterval: 24}")
        Map<String, String> settings,
    @Arg(doc = "The service.", example = "zookeeper", defaultValue = "zookeeper") UnitName unit,
    @Arg(
            doc =
                "Files, such as the unit's own: a server that was started before their last change is"
                    + " restarted.",
            example = "[/etc/systemd/system/zookeeper.service]")
        List<RemotePath> restartWhenNewer,
    @Arg(
            doc =
                "Whether servers that hold data may come to belong to an ensemble of other servers, or"
                    + " get another id. Do it one server at a time.",
            example = "true",
            defaultValue = "false")
        boolean allowMembershipChange,
    @Arg(doc = "How long a server may take until it serves.", example = "60", defaultValue = "60")
        Duration patience) {

  /** One server of the ensemble. */
  record Server(int id, String address) {
    public static Server of(String text) {
      String[] parts = text.split("=", 2);
      if (!text.matches("[1-9][0-9]{0,2}=[\\w.:-]+") || Integer.parseInt(parts[0]) > 255) {
        throw new IllegalArgumentException(
            "must be servers as ID=ADDRESS with ids from 1 to 255, such as \"1=192.0.2.1\", but one"
                + " was \""
                + text
                + "\"");
      }
      return new Server(Integer.parseInt(parts[0]), parts[1]);
    }

    @Override
    public String toString() {
      return id + "=" + address;
    }
  }

  ZookeeperSpec {
    long ids = servers.stream().map(Server::id).distinct().count();
    int asked = id;
    if (ids < servers.size() || servers.stream().noneMatch(server -> server.id() == asked)) {
      throw new IllegalArgumentException(
          "must have its \"id\" %d among \"servers\", and each id there once, but they are %s"
              .formatted(id, servers));
    }
    if (servers.size() % 2 == 0) {
      throw new IllegalArgumentException(
          "must have an odd number of \"servers\": with %d, no more may fail than with %d"
              .formatted(servers.size(), servers.size() - 1));
    }
    if (settings.entrySet().stream()
        .anyMatch(e -> (e.getKey() + e.getValue()).lines().count() > 1)) {
      throw new IllegalArgumentException("takes \"settings\" of one line each");
    }
  }

  /**
   * The members as the configuration names them. One server alone has no list: with one it would
   * wait for nobody.
   */
  SortedMap<String, String> members() {
    SortedMap<String, String> members = new TreeMap<>();
    if (servers.size() > 1) {
      servers.forEach(
          server ->
              members.put(
                  "server." + server.id(), server.address() + ":" + peerPort + ":" + electionPort));
    }
    return members;
  }

  RemotePath myid() {
    return dataDir.child("myid");
  }

  Map<RemotePath, String> files() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("tickTime", "2000");
    all.put("initLimit", "10");
    all.put("syncLimit", "5");
    all.put("dataDir", dataDir.value());
    all.put("clientPort", String.valueOf(clientPort));
    all.put("admin.enableServer", "false");
    all.put("4lw.commands.whitelist", "srvr, mntr, ruok, conf");
    all.putAll(settings);
    all.putAll(members());
    String text =
        all.entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue() + "\n")
            .collect(Collectors.joining("", "# Written by plumb.\n", ""));
    return Map.of(config, text, myid(), id + "\n");
  }
}
