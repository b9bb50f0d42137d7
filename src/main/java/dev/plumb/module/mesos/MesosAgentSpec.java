package dev.plumb.module.mesos;

import dev.plumb.host.systemd.UnitName;
import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The arguments of module {@code mesos_agent}. */
record MesosAgentSpec(
    @Arg(
            doc = "The ZooKeeper path of the leading master.",
            example = "zk://192.168.199.108:2181,192.168.199.109:2181/mesos")
        String master,
    @Arg(doc = "This agent's address.", example = "192.168.199.108") String ip,
    @Arg(doc = "The host name that others see. Default: the address.", example = "node0")
        Optional<String> hostname,
    @Arg(doc = "The port.", example = "5051", defaultValue = "5051") int port,
    @Arg(
            doc = "The containerizers for tasks, in order of preference.",
            example = "docker,mesos",
            defaultValue = "docker,mesos")
        String containerizers,
    @Arg(doc = "Attributes that frameworks see.", example = "{rack: '2'}")
        Map<String, String> attributes,
    @Arg(doc = "Resources to offer. Default: detected by Mesos.", example = "cpus:4;mem:1024")
        Optional<String> resources,
    @Arg(
            doc = "The directory of the agent's id and tasks.",
            example = "/var/lib/mesos/agent",
            defaultValue = "/var/lib/mesos/agent")
        RemotePath workDir,
    @Arg(doc = "More flags by name.", example = "{executor_registration_timeout: 5mins}")
        Map<String, String> flags,
    @Arg(
            doc = "The environment file that the unit reads; plumb writes all of it.",
            example = "/etc/mesos/agent.env",
            defaultValue = "/etc/mesos/agent.env")
        RemotePath settingsFile,
    @Arg(doc = "The systemd service.", example = "mesos-agent", defaultValue = "mesos-agent")
        UnitName unit,
    @Arg(
            doc =
                "Files, such as the unit: an agent started before their last change is restarted.",
            example = "[/etc/systemd/system/mesos-agent.service]")
        List<RemotePath> restartWhenNewer,
    @Arg(
            doc =
                "Whether the agent may get a new id if a change requires one. Its tasks are lost,"
                    + " and frameworks relaunch them.",
            example = "true",
            defaultValue = "false")
        boolean allowAgentIdChange,
    @Arg(
            doc = "How long to wait until the agent is registered.",
            example = "60",
            defaultValue = "60")
        Duration patience) {

  MesosAgentSpec {
    resources = resources.filter(text -> !text.isBlank());
    attributes = new TreeMap<>(attributes);
    attributes.forEach(
        (name, value) -> {
          if (!name.matches("[\\w-]+")
              || !value.matches("[\\w/.-]+|\\[[0-9]+-[0-9]+(, ?[0-9]+-[0-9]+)*\\]")) {
            throw new IllegalArgumentException(
                "must have \"attributes\" of letters, digits and _ / . -, or ranges such as [1-9],"
                    + " but one"
                    + " was \"%s:%s\"".formatted(name, value));
          }
        });
  }

  MesosFlags desiredFlags() {
    Map<String, String> all = new TreeMap<>(flags);
    all.put("master", master);
    all.put("ip", ip);
    all.put("port", String.valueOf(port));
    all.put("hostname", hostname.orElse(ip));
    all.put("containerizers", containerizers);
    all.put("work_dir", workDir.value());
    if (!attributes.isEmpty()) {
      all.put(
          "attributes",
          attributes.entrySet().stream()
              .map(e -> e.getKey() + ":" + e.getValue())
              .collect(Collectors.joining(";")));
    }
    resources.ifPresent(offered -> all.put("resources", offered));
    return new MesosFlags(all);
  }

  MesosApi api() {
    return new MesosApi(ip + ":" + port);
  }

  String latestLink() {
    return workDir + "/meta/slaves/latest";
  }
}
