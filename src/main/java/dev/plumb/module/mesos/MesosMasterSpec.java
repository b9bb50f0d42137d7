package dev.plumb.module.mesos;

import dev.plumb.host.systemd.UnitName;
import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The arguments of module {@code mesos_master}. */
record MesosMasterSpec(
    @Arg(
            doc = "The ZooKeeper path where masters elect their leader.",
            example = "zk://192.168.199.108:2181,192.168.199.109:2181/mesos")
        String zk,
    @Arg(
            doc = "The addresses of all masters: 1, 3 or 5.",
            example = "[192.168.199.108, 192.168.199.109, 192.168.199.110]")
        List<String> masters,
    @Arg(doc = "This master's address.", example = "192.168.199.108") String ip,
    @Arg(
            doc =
                "The number of masters that must accept a change: the majority, which is the"
                    + " default.",
            example = "2")
        Optional<Integer> quorum,
    @Arg(doc = "The host name that others see. Default: the address.", example = "node0")
        Optional<String> hostname,
    @Arg(doc = "The port.", example = "5050", defaultValue = "5050") int port,
    @Arg(doc = "The name of the cluster, for display.", example = "plumb") Optional<String> cluster,
    @Arg(
            doc = "The directory of the replicated log.",
            example = "/var/lib/mesos/master",
            defaultValue = "/var/lib/mesos/master")
        RemotePath workDir,
    @Arg(doc = "More flags by name.", example = "{agent_ping_timeout: 20secs}")
        Map<String, String> flags,
    @Arg(
            doc = "The environment file that the unit reads; plumb writes all of it.",
            example = "/etc/mesos/master.env",
            defaultValue = "/etc/mesos/master.env")
        RemotePath settingsFile,
    @Arg(doc = "The systemd service.", example = "mesos-master", defaultValue = "mesos-master")
        UnitName unit,
    @Arg(
            doc =
                "Files, such as the unit: a master started before their last change is restarted.",
            example = "[/etc/systemd/system/mesos-master.service]")
        List<RemotePath> restartWhenNewer,
    @Arg(
            doc =
                "Whether growing from one master may remove its log, and with it the registry of"
                    + " agents.",
            example = "true",
            defaultValue = "false")
        boolean allowRegistryLoss,
    @Arg(doc = "How long to wait until the master is healthy.", example = "60", defaultValue = "60")
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
          "must have \"quorum\" %d with %d masters: a smaller one could corrupt the log, a larger one tolerates fewer failures"
              .formatted(count / 2 + 1, count));
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

  MesosApi api() {
    return new MesosApi(ip + ":" + port);
  }
}
