package dev.plumb.module.mesos;

import dev.plumb.host.systemd.UnitName;
import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What module {@code mesos_master} is asked for. */
record MesosMasterSpec(
    @Arg(
            doc = "Where the masters elect their leader.",
            example = "zk://192.168.199.108:2181,192.168.199.109:2181/mesos")
        String zk,
    @Arg(
            doc = "The addresses of all masters: 1, 3 or 5.",
            example = "[192.168.199.108, 192.168.199.109, 192.168.199.110]")
        List<String> masters,
    @Arg(doc = "This master's address.", example = "192.168.199.108") String ip,
    @Arg(
            doc =
                "How many masters must have a change before it counts: 1, 2 or 3 of 1, 3 or 5. Follows"
                    + " from masters when absent.",
            example = "2")
        Optional<Integer> quorum,
    @Arg(doc = "The name others see. The address when absent.", example = "node0")
        Optional<String> hostname,
    @Arg(doc = "The port.", example = "5050", defaultValue = "5050") int port,
    @Arg(doc = "The name of the cluster, for people.", example = "plumb") Optional<String> cluster,
    @Arg(
            doc = "Where the master keeps its replicated log.",
            example = "/var/lib/mesos/master",
            defaultValue = "/var/lib/mesos/master")
        RemotePath workDir,
    @Arg(doc = "More flags by name.", example = "{agent_ping_timeout: 20secs}")
        Map<String, String> flags,
    @Arg(
            doc = "The environment file that the unit reads; written whole.",
            example = "/etc/mesos/master.env",
            defaultValue = "/etc/mesos/master.env")
        RemotePath settingsFile,
    @Arg(doc = "The service.", example = "mesos-master", defaultValue = "mesos-master")
        UnitName unit,
    @Arg(
            doc =
                "Files, such as the unit's own: a master that was started before their last change is"
                    + " restarted.",
            example = "[/etc/systemd/system/mesos-master.service]")
        List<RemotePath> restartWhenNewer,
    @Arg(
            doc =
                "Whether going from one master to three may remove the log of the one, and with it what"
                    + " it knows of agents.",
            example = "true",
            defaultValue = "false")
        boolean allowRegistryLoss,
    @Arg(
            doc = "How long a master may take until it is healthy.",
            example = "60",
            defaultValue = "60")
        Duration patience) {

  MesosMasterSpec {
    if (!zk.matches("zk://[^\\s/]+/\\S+")) {
      throw new IllegalArgumentException(
          "must have a \"zk\" such as \"zk://192.0.2.1:2181/mesos\", but was \"" + zk + "\"");
    }
    int count = masters.size();
    if (count != 1 && count != 3 && count != 5) {
      throw new IllegalArgumentException(
          "must have 1, 3 or 5 \"masters\", but has %d".formatted(count));
    }
    if (quorum.filter(q -> q != count / 2 + 1).isPresent()) {
      throw new IllegalArgumentException(
          "must have \"quorum\" %d with %d masters: with less, two halves could decide differently and"
                  .formatted(count / 2 + 1, count)
              + " the log be corrupted; with more, fewer masters may fail");
    }
    if (!masters.contains(ip)) {
      throw new IllegalArgumentException(
          "must have its \"ip\" %s among \"masters\", which are %s"
              .formatted(ip, String.join(", ", masters)));
    }
  }

  int majority() {
    return masters.size() / 2 + 1;
  }

  MesosFlags desiredFlags() {
    Map<String, String> all = new TreeMap<>(flags);
    all.put("zk", zk);
    all.put("quorum", String.valueOf(majority()));
    all.put("ip", ip);
    all.put("port", String.valueOf(port));
    all.put("hostname", hostname.orElse(ip));
    all.put("work_dir", workDir.value());
    cluster.ifPresent(name -> all.put("cluster", name));
    return new MesosFlags(all);
  }

  MesosApi endpoint() {
    return new MesosApi(ip + ":" + port);
  }
}
