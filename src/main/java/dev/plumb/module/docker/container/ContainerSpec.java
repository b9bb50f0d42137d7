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

/** What module {@code docker_container} is asked for. */
record ContainerSpec(
    @Arg(doc = "The container's name.", example = "jupyter") String name,
    @Arg(doc = "The image it runs, with its tag.", example = "jupyter:1") Optional<ImageName> image,
    @Arg(
            doc =
                "started: it runs. healthy: and docker says it is well. stopped: it is there and"
                    + " does not run. present: it is there. absent: it is not.",
            example = "started",
            defaultValue = "started")
        State state,
    @Arg(
            doc = "The command, as a list of words or a line that is split as a shell would.",
            example = "[jupyter, notebook, --port=8888]")
        Optional<Value> command,
    @Arg(doc = "The program that gets the command's words.", example = "[/usr/bin/tini, --]")
        Optional<Value> entrypoint,
    @Arg(
            doc =
                "Environment variables. Their values are never shown, and go to docker by its"
                    + " standard input.",
            example = "{TZ: UTC}")
        Map<String, String> env,
    @Arg(
            doc = "Volumes and folders, as docker's --volume takes them.",
            example = "['/srv/data:/data:ro']",
            aliases = "volume")
        List<String> volumes,
    @Arg(
            doc = "The same with a word for each part.",
            example = "[{type: bind, source: /srv/data, target: /data, read_only: true}]")
        List<ContainerMount> mounts,
    @Arg(
            doc =
                "Ports of the container that the host gives on, as docker's --publish takes them.",
            example = "['8888:8888', '127.0.0.1:2222:22/tcp']",
            aliases = {"ports", "published"})
        List<String> publishedPorts,
    @Arg(
            doc = "The networks it is in, each with its address there if that is fixed.",
            example = "[{name: calico, ipv4_address: 192.0.2.100}]")
        List<NetworkAttachment> networks,
    @Arg(doc = "host, none, or container:NAME, in place of networks.", example = "host")
        Optional<String> networkMode,
    @Arg(
            doc = "When docker starts it again: no, always, on-failure or unless-stopped.",
            example = "unless-stopped")
        Optional<String> restartPolicy,
    @Arg(doc = "How often, for on-failure.", example = "5") Optional<Integer> restartRetries,
    @Arg(doc = "Labels.", example = "{team: storage}") Map<String, String> labels,
    @Arg(doc = "The user it runs as.", example = "calico") Optional<String> user,
    @Arg(doc = "The folder it starts in.", example = "/home/calico") Optional<String> workingDir,
    @Arg(doc = "The host name within it.", example = "notebook") Optional<String> hostname,
    @Arg(doc = "Whether it may do all that root on the host may.", example = "false")
        Optional<Boolean> privileged,
    @Arg(doc = "Kernel capabilities to add.", example = "[NET_ADMIN]", aliases = "cap_add")
        List<String> capabilities,
    @Arg(doc = "Kernel capabilities to take away.", example = "[ALL]") List<String> capDrop,
    @Arg(doc = "How long it may take to stop before it is killed.", example = "30s")
        Optional<Duration> stopTimeout,
    @Arg(doc = "How docker tells whether it is well.", example = "{test: 'pgrep sshd'}")
        Optional<Healthcheck> healthcheck,
    @Arg(doc = "How long is waited for state: healthy.", example = "2m", defaultValue = "5m")
        Duration healthyWaitTimeout) {

  /** What is asked for. */
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
          "needs a \"name\" of letters, digits, dots, dashes and underscores, but was given \""
              + name
              + "\"");
    }
    if (image.isEmpty() && state != State.ABSENT) {
      throw new IllegalArgumentException("needs an \"image\"");
    }
    if (!networks.isEmpty() && networkMode.isPresent()) {
      throw new IllegalArgumentException("needs either \"networks\" or \"network_mode\"");
    }
    if (restartPolicy.isPresent() && !POLICIES.contains(restartPolicy.get())) {
      throw new IllegalArgumentException(
          "needs a \"restart_policy\" of no, always, on-failure or unless-stopped, but was given \""
              + restartPolicy.get()
              + "\"");
    }
    if (restartRetries.isPresent() && !restartPolicy.equals(Optional.of("on-failure"))) {
      throw new IllegalArgumentException(
          "takes \"restart_retries\" only with \"restart_policy: on-failure\"");
    }
    for (String variable : env.keySet()) {
      if (!variable.matches("[^\\s=#][^\\s=]*")) {
        throw new IllegalArgumentException(
            "cannot set an environment variable of the name \"" + variable + "\"");
      }
    }
    Set<String> seen = new HashSet<>();
    for (NetworkAttachment network : networks) {
      if (!seen.add(network.name())) {
        throw new IllegalArgumentException(
            "names the network \"" + network.name() + "\" twice in \"networks\"");
      }
    }
    ContainerCommand.of(command);
    ContainerCommand.of(entrypoint);
    publishedPorts.forEach(PublishedPort::parse);
    volumes.forEach(ContainerVolume::parse);
  }

  /** The image with its tag. */
  String imageName() {
    return image.orElseThrow().withTag("latest").value();
  }
}
