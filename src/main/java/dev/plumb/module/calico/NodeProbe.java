package dev.plumb.module.calico;

import dev.plumb.host.docker.DockerInspection;
import dev.plumb.host.text.JsonView;
import dev.plumb.module.calico.CalicoNodeState.CalicoctlConfig;
import dev.plumb.module.calico.CalicoNodeState.Container;
import dev.plumb.module.calico.CalicoNodeState.DockerUnavailable;
import dev.plumb.module.calico.CalicoNodeState.Registration;
import dev.plumb.module.calico.CalicoNodeState.Snapshot;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Queries docker, the host and Calico's datastore about calico/node. */
final class NodeProbe {

  // A socket's file may outlive its server: only the kernel knows whether a process listens.
  private static final String HOST =
      """
      # look for calico/node
      ! test -x "$1" || echo calicoctl yes
      echo "hostname $(uname -n)"
      echo "now $(date +%s)"
      for plugin in calico calico-ipam; do
        socket=/run/docker/plugins/$plugin.sock
        if test -S "$socket" && grep -q " $socket\\$" /proc/net/unix; then echo "socket $plugin"; fi
      done
      cat /proc/[0-9]*/comm 2>/dev/null | grep -xE 'calico-felix|bird|calico-bgp-daem' | sort -u | sed 's/^/process /'
      if test -e "$2"; then echo config; cat "$2"; fi
      """;

  private static final String REGISTERED =
      """
      # ask Calico for the node
      name=$1
      test -n "$name" || name=$(uname -n)
      # The output matters, not the status.
      "$2" get node "$name" -o json "--config=$3" || exit 0
      """;

  private static final Duration TIMEOUT = Duration.ofSeconds(35);

  private NodeProbe() {}

  static Probe<CalicoNodeState> of(CalicoNodeSpec spec) {
    return Probe.combine(
        Probe.of(
            Command.shell(HOST, spec.calicoctl().value(), spec.config().value()),
            ended ->
                ended.out().contains("now ")
                    ? Reading.of(Host.parse(ended.out()))
                    : Reading.unreadable("Reading the host's state failed:\n    " + ended.err())),
        registration(spec),
        DockerInspection.probe("image", List.of(spec.nodeImage())),
        DockerInspection.probe("container", List.of(NodeContainer.NAME)),
        NodeProbe::state);
  }

  private record Host(
      Map<String, String> facts,
      Set<String> sockets,
      Set<String> processes,
      Optional<CalicoctlConfig> config) {

    static Host parse(String out) {
      Map<String, String> facts = new HashMap<>();
      Set<String> sockets = new TreeSet<>();
      Set<String> processes = new TreeSet<>();
      Optional<CalicoctlConfig> config = Optional.empty();
      List<String> lines = out.lines().toList();
      for (int i = 0; i < lines.size() && config.isEmpty(); i++) {
        String[] words = lines.get(i).split(" ", 2);
        String rest = words.length > 1 ? words[1] : "";
        switch (words[0]) {
          case "socket" -> sockets.add(rest);
          case "process" -> processes.add(rest);
          case "config" -> config = Optional.of(readConfig(lines.subList(i + 1, lines.size())));
          default -> facts.put(words[0], rest);
        }
      }
      return new Host(facts, sockets, processes, config);
    }

    private String fact(String name, String byDefault) {
      return facts.getOrDefault(name, byDefault);
    }
  }

  private static CalicoNodeState state(
      Host host, Registration registration, DockerInspection image, DockerInspection container) {
    if (!(image instanceof DockerInspection.Shown(Map<String, JsonView> images))) {
      return new DockerUnavailable(image);
    }
    if (!(container instanceof DockerInspection.Shown(Map<String, JsonView> containers))) {
      return new DockerUnavailable(container);
    }
    Optional<JsonView> found = images.values().stream().findFirst();
    long now = Long.parseLong(host.fact("now", "0"));
    return new Snapshot(
        host.fact("hostname", ""),
        host.facts().containsKey("calicoctl"),
        found.map(json -> json.text("Id")),
        containers.values().stream().findFirst().map(json -> read(json, found, now)),
        host.sockets(),
        host.processes(),
        host.config(),
        registration);
  }

  /** Reads the keys of the datastore: in this short and flat file, each is on a line of its own. */
  private static CalicoctlConfig readConfig(List<String> lines) {
    Map<String, String> spec = new LinkedHashMap<>();
    for (String line : lines) {
      String[] parts = line.strip().split(":\\s+", 2);
      if (parts.length == 2 && parts[0].matches("etcd\\w+|datastoreType")) {
        spec.put(parts[0], parts[1].strip().replaceAll("^[\"']|[\"']$", ""));
      }
    }
    return new CalicoctlConfig(spec);
  }

  private static Probe<Registration> registration(CalicoNodeSpec spec) {
    return Probe.of(
        Command.shell(
                REGISTERED, spec.name().orElse(""), spec.calicoctl().value(), spec.config().value())
            .withEnvironment(NodeContainer.calicoctlEnvironment(spec))
            .withTimeout(TIMEOUT),
        ended ->
            ended.succeeded()
                ? Reading.of(readRegistered(ended))
                : Reading.unreadable("calicoctl could not be run: " + ended.err().strip()));
  }

  static Registration readRegistered(Exec.Exited ended) {
    String output = ended.out().strip();
    Optional<List<JsonView>> nodes = JsonView.parseList(output);
    if (output.contains("resource does not exist") || nodes.filter(List::isEmpty).isPresent()) {
      return new Registration.Unregistered();
    }
    if (nodes.isEmpty()) {
      return new Registration.Unknown(output.isEmpty() ? ended.err().strip() : output);
    }
    JsonView bgp = nodes.get().getFirst().object("spec").object("bgp");
    return new Registration.Registered(
        address(bgp.text("ipv4Address")), address(bgp.text("ipv6Address")), bgp.text("asNumber"));
  }

  private static String address(String withLength) {
    return withLength.replaceFirst("/.*", "");
  }

  private static Container read(JsonView json, Optional<JsonView> image, long now) {
    JsonView config = json.object("Config");
    JsonView host = json.object("HostConfig");
    Map<String, String> environment = variables(config);
    // If the container has another image, it is replaced, wherever its variables come from.
    image.ifPresent(
        own -> environment.entrySet().removeAll(variables(own.object("Config")).entrySet()));
    return new Container(
        json.object("State").isTrue("Running"),
        config.text("Image"),
        json.text("Image"),
        environment,
        host.texts("Binds").stream()
            .map(bind -> bind.replaceFirst(":rw$", ""))
            .collect(Collectors.toCollection(TreeSet::new)),
        host.object("RestartPolicy").text("Name"),
        host.text("NetworkMode"),
        host.isTrue("Privileged"),
        now - epoch(json.object("State").text("StartedAt")));
  }

  private static Map<String, String> variables(JsonView config) {
    Map<String, String> variables = new TreeMap<>();
    for (String line : config.texts("Env")) {
      String[] parts = line.split("=", 2);
      variables.put(parts[0], parts.length > 1 ? parts[1] : "");
    }
    return variables;
  }

  private static long epoch(String time) {
    try {
      return Instant.parse(time).getEpochSecond();
    } catch (DateTimeParseException e) {
      // A time long ago is the safe answer: nothing is waited for.
      return 0;
    }
  }
}
