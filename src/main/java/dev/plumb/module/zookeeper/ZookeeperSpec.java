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

/** The arguments of module {@code zookeeper}. */
record ZookeeperSpec(
    @Arg(doc = "The id of this server, 1 to 255; one of those in servers.", example = "1") int id,
    @Arg(
            doc = "All servers of the ensemble, each as ID=ADDRESS.",
            example = "[1=192.168.199.108, 2=192.168.199.109, 3=192.168.199.110]")
        List<Server> servers,
    @Arg(doc = "The port for clients.", example = "2181", defaultValue = "2181") int clientPort,
    @Arg(doc = "The port between servers.", example = "2888", defaultValue = "2888") int peerPort,
    @Arg(doc = "The port for elections.", example = "3888", defaultValue = "3888") int electionPort,
    @Arg(
            doc = "The data directory. The unit's user must be able to write to it.",
            example = "/var/lib/zookeeper",
            defaultValue = "/var/lib/zookeeper")
        RemotePath dataDir,
    @Arg(
            doc = "The configuration file that the unit reads; plumb writes all of it.",
            example = "/etc/zookeeper/conf/zoo.cfg",
            defaultValue = "/etc/zookeeper/conf/zoo.cfg")
        RemotePath config,
    @Arg(
            doc = "More settings of the configuration file by name.",
            example = "{autopurge.purgeInterval: 24}")
        Map<String, String> settings,
    @Arg(doc = "The systemd service.", example = "zookeeper", defaultValue = "zookeeper")
        UnitName unit,
    @Arg(
            doc =
                "Files, such as the unit: a server started before their last change is restarted.",
            example = "[/etc/systemd/system/zookeeper.service]")
        List<RemotePath> restartWhenNewer,
    @Arg(
            doc =
                "Whether the members or the id of a server with data may change. Do it one server"
                    + " at a time.",
            example = "true",
            defaultValue = "false")
        boolean allowMembershipChange,
    @Arg(doc = "How long to wait until the server serves.", example = "60", defaultValue = "60")
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
          "must have its \"id\" %d among \"servers\", and each id only once, but they are %s"
              .formatted(id, servers));
    }
    if (servers.size() % 2 == 0) {
      throw new IllegalArgumentException(
          "must have an odd number of \"servers\": %d tolerate no more failures than %d"
              .formatted(servers.size(), servers.size() - 1));
    }
    if (settings.entrySet().stream()
        .anyMatch(e -> (e.getKey() + e.getValue()).lines().count() > 1)) {
      throw new IllegalArgumentException("must have \"settings\" of one line each");
    }
  }

  /**
   * Returns the members as settings. A single server has none: with a list, it would not run
   * standalone.
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
