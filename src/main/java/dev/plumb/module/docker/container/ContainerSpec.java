package dev.plumb.module.docker.container;

import dev.plumb.module.Arg;
import dev.plumb.module.docker.ImageName;
import dev.plumb.value.Value;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The arguments of module {@code docker_container}. */
record ContainerSpec(
    @Arg(doc = "The name of the container.", example = "jupyter") String name,
    @Arg(doc = "The image, with its tag.", example = "jupyter:1") Optional<ImageName> image,
    @Arg(
            doc =
                "started: it runs. healthy: it runs and its health check succeeds. stopped: it"
                    + " exists and does not run. present: it exists. absent: it does not exist.",
            example = "started",
            defaultValue = "started")
        State state,
    @Arg(
            doc = "The command: a list of words, or a line that is split like a shell command.",
            example = "[jupyter, notebook, --port=8888]")
        Optional<Value> command,
    @Arg(
            doc = "The entrypoint, which gets the command as arguments.",
            example = "[/usr/bin/tini, --]")
        Optional<Value> entrypoint,
    @Arg(
            doc =
                "Environment variables. Their values are never shown; docker reads them from"
                    + " standard input.",
            example = "{TZ: UTC}")
        Map<String, String> env,
    @Arg(
            doc = "Volumes and host directories, in the syntax of docker's --volume.",
            example = "['/srv/data:/data:ro']",
            aliases = "volume")
        List<String> volumes,
    @Arg(
            doc = "Mounts as mappings: type, source, target and read_only.",
            example = "[{type: bind, source: /srv/data, target: /data, read_only: true}]")
        List<ContainerMount> mounts,
    @Arg(
            doc = "Published ports of the container, in the syntax of docker's --publish.",
            example = "['8888:8888', '127.0.0.1:2222:22/tcp']",
            aliases = {"ports", "published"})
        List<String> publishedPorts,
    @Arg(
            doc = "The networks to connect to, each with an optional fixed address.",
            example = "[{name: calico, ipv4_address: 192.0.2.100}]")
        List<ContainerNetwork> networks,
    @Arg(doc = "host, none or container:NAME, instead of networks.", example = "host")
        Optional<String> networkMode,
    @Arg(
            doc = "When docker restarts it: no, always, on-failure or unless-stopped.",
            example = "unless-stopped")
        Optional<String> restartPolicy,
    @Arg(doc = "The maximum number of restarts for on-failure.", example = "5")
        Optional<Integer> restartRetries,
    @Arg(doc = "Labels.", example = "{team: storage}") Map<String, String> labels,
    @Arg(doc = "The user that runs the command.", example = "calico") Optional<String> user,
    @Arg(doc = "The working directory.", example = "/home/calico") Optional<String> workingDir,
    @Arg(doc = "The host name in the container.", example = "notebook") Optional<String> hostname,
    @Arg(doc = "Whether it has all privileges of root on the host.", example = "false")
        Optional<Boolean> privileged,
    @Arg(doc = "Kernel capabilities to add.", example = "[NET_ADMIN]", aliases = "cap_add")
        List<String> capabilities,
    @Arg(doc = "Kernel capabilities to drop.", example = "[ALL]") List<String> capDrop,
    @Arg(doc = "The time it may take to stop before it is killed.", example = "30s")
        Optional<Duration> stopTimeout,
    @Arg(doc = "The health check of the container.", example = "{test: 'pgrep sshd'}")
        Optional<Healthcheck> healthcheck,
    @Arg(doc = "How long to wait for state: healthy.", example = "2m", defaultValue = "5m")
        Duration healthyWaitTimeout) {

  enum State {
    STARTED,
    HEALTHY,
    STOPPED,
    PRESENT,
    ABSENT
  }

  private static final Set<String> POLICIES =
      Set.of("no", "always", "on-failure", "unless-stopped");

  ContainerSpec {
    if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+")) {
      throw new IllegalArgumentException(
          "must have a \"name\" of letters, digits, dots, dashes and underscores, but was given \"%s\""
              .formatted(name));
    }
    if (image.isEmpty() && state != State.ABSENT) {
      throw new IllegalArgumentException("must have an \"image\"");
    }
    if (!networks.isEmpty() && networkMode.isPresent()) {
      throw new IllegalArgumentException(
          "must have either \"networks\" or \"network_mode\", not both");
    }
    if (restartPolicy.isPresent() && !POLICIES.contains(restartPolicy.get())) {
      throw new IllegalArgumentException(
          "must have a \"restart_policy\" of no, always, on-failure or unless-stopped, but was given \"%s\""
              .formatted(restartPolicy.get()));
    }
    if (restartRetries.isPresent() && !restartPolicy.equals(Optional.of("on-failure"))) {
      throw new IllegalArgumentException(
          "must have \"restart_policy: on-failure\" for \"restart_retries\"");
    }
    for (String variable : env.keySet()) {
      if (!variable.matches("[^\\s=#][^\\s=]*")) {
        throw new IllegalArgumentException(
            "cannot set an environment variable named \"" + variable + "\"");
      }
    }
    Set<String> seen = new HashSet<>();
    for (ContainerNetwork network : networks) {
      if (!seen.add(network.name())) {
        throw new IllegalArgumentException(
            "must not have the network \"" + network.name() + "\" twice in \"networks\"");
      }
    }
    ContainerCommand.of(command);
    ContainerCommand.of(entrypoint);
    publishedPorts.forEach(PublishedPort::parse);
    volumes.forEach(ContainerVolume::parse);
  }

  /** Returns the image with its tag. */
  String imageName() {
    return image.orElseThrow().withTag("latest").value();
  }
}
