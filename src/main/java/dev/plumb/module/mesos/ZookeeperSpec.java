package dev.plumb.module.mesos;

import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What module {@code zookeeper} is asked for. */
record ZookeeperSpec(
    @Arg(doc = "This server's id, 1 to 255; one of the keys of servers.", example = "1") int id,
    @Arg(
            doc = "All servers of the ensemble: the address of each by its id.",
            example = "{1: 192.168.199.108, 2: 192.168.199.109, 3: 192.168.199.110}")
        Map<String, String> servers,
    @Arg(doc = "The port that clients use.", example = "2181", byDefault = "2181") int clientPort,
    @Arg(doc = "The port between servers.", example = "2888", byDefault = "2888") int peerPort,
    @Arg(doc = "The port for elections.", example = "3888", byDefault = "3888") int electionPort,
    @Arg(
            doc = "Where the data is. The unit's user must be able to write there.",
            example = "/var/lib/zookeeper",
            byDefault = "/var/lib/zookeeper")
        RemotePath dataDir,
    @Arg(
            doc = "The configuration that the unit reads; written whole.",
            example = "/etc/zookeeper/conf/zoo.cfg",
            byDefault = "/etc/zookeeper/conf/zoo.cfg")
        RemotePath config,
    @Arg(
            doc = "More settings of the configuration, by their names there.",
            example = "{autopurge.purgeInterval: 24}")
        Map<String, String> settings,
    @Arg(doc = "The service.", example = "zookeeper", byDefault = "zookeeper") Unit unit,
    @Arg(
            doc = "The unit's own file: a server that was started before its last change is restarted.",
            example = "/etc/systemd/system/zookeeper.service",
            byDefault = "/etc/systemd/system/zookeeper.service")
        RemotePath unitFile,
    @Arg(
            doc =
                "Whether servers that hold data may come to belong to an ensemble of other servers, or"
                    + " get another id. Do it one server at a time.",
            example = "true",
            byDefault = "false")
        boolean allowMembershipChange,
    @Arg(doc = "How long a server may take until it serves.", example = "60", byDefault = "60")
        Duration patience) {

  ZookeeperSpec {
    if (!servers.keySet().stream().allMatch(key -> key.matches("[1-9][0-9]{0,2}"))
        || servers.keySet().stream().anyMatch(key -> Integer.parseInt(key) > 255)) {
      throw new IllegalArgumentException(
          "must have ids from 1 to 255 as the keys of \"servers\", but has "
              + String.join(", ", servers.keySet()));
    }
    if (!servers.containsKey(String.valueOf(id))) {
      throw new IllegalArgumentException(
          "must have its \"id\" %d among the keys of \"servers\", which are %s"
              .formatted(id, String.join(", ", servers.keySet())));
    }
    if (servers.size() % 2 == 0) {
      throw new IllegalArgumentException(
          "must have an odd number of \"servers\": with %d, no more may fail than with %d"
              .formatted(servers.size(), servers.size() - 1));
    }
    if (servers.values().stream().anyMatch(address -> !address.matches("[\\w.:-]+"))) {
      throw new IllegalArgumentException(
          "must have addresses as \"servers\", but has " + String.join(", ", servers.values()));
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
          (key, address) ->
              members.put("server." + key, address + ":" + peerPort + ":" + electionPort));
    }
    return members;
  }

  RemotePath myid() {
    return dataDir.child("myid");
  }

  Map<RemotePath, String> texts() {
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
