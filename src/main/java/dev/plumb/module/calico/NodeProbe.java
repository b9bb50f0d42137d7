package dev.plumb.module.calico;

import dev.plumb.module.calico.CalicoNodeState.CalicoctlConfig;
import dev.plumb.module.calico.CalicoNodeState.Container;
import dev.plumb.module.calico.CalicoNodeState.NoDocker;
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

/** Asks docker, the host and Calico's datastore about calico/node. */
final class NodeProbe {

  // A socket's file may outlive its server: the kernel knows whether somebody listens.
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
      # What it says decides, not its status.
      "$2" get node "$name" -o json "--config=$3" || exit 0
      """;

  // Where systemd listens for dockerd, asking one that is stopped would start it.
  private static final String INSPECT =
      """
      # docker inspect --type
      if systemctl is-active --quiet docker.socket 2>/dev/null && ! systemctl is-active --quiet docker.service; then
        echo 'Cannot connect to the Docker daemon: it is stopped' >&2
        exit 1
      fi
      docker inspect --type "$1" "$2"
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(35);

  private NodeProbe() {}

  static Probe<CalicoNodeState> of(CalicoNodeSpec spec) {
    return host(spec)
        .and(registered(spec), (host, registered) -> host.with(registered))
        .and(image(spec.nodeImage()), (host, image) -> new HostAndImage(host, image))
        .and(container(), (halves, container) -> halves.with(container));
  }

  /** What docker says of one thing: it, its absence, or that there is no docker. */
  private record DockerAnswer(Optional<Json> thing, Optional<NoDocker> silence) {}

  private record Host(Map<String, String> facts, Snapshot looked) {
    Host with(Registration registered) {
      return new Host(
          facts,
          new Snapshot(
              looked.hostname(),
              looked.calicoctl(),
              looked.image(),
              looked.container(),
              looked.sockets(),
              looked.processes(),
              looked.config(),
              registered));
    }
  }

  private record HostAndImage(Host host, DockerAnswer image) {
    CalicoNodeState with(DockerAnswer container) {
      Optional<NoDocker> silence = image.silence.or(container::silence);
      if (silence.isPresent()) {
        return silence.get();
      }
      Snapshot looked = host.looked;
      return new Snapshot(
          looked.hostname(),
          looked.calicoctl(),
          image.thing.map(json -> json.text("Id")),
          container.thing.map(
              json -> read(json, image.thing, Long.parseLong(host.facts.getOrDefault("now", "0")))),
          looked.sockets(),
          looked.processes(),
          looked.config(),
          looked.registration());
    }
  }

  private static Probe<Host> host(CalicoNodeSpec spec) {
    return Probe.of(
        Command.shell(HOST, spec.calicoctl().value(), spec.config().value()),
        ended ->
            ended.out().contains("now ")
                ? Reading.of(readHost(ended.out()))
                : Reading.unreadable("The host did not tell about itself:\n    " + ended.err()));
  }

  private static Host readHost(String out) {
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
    return new Host(
        facts,
        new Snapshot(
            facts.getOrDefault("hostname", ""),
            facts.containsKey("calicoctl"),
            Optional.empty(),
            Optional.empty(),
            sockets,
            processes,
            config,
            new Registration.Unregistered()));
  }

  /** The file is short and flat: a key of the datastore stands on a line of its own. */
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

  private static Probe<Registration> registered(CalicoNodeSpec spec) {
    return Probe.of(
        Command.shell(
                REGISTERED, spec.name().orElse(""), spec.calicoctl().value(), spec.config().value())
            .withEnvironment(NodeContainer.calicoctlEnvironment(spec))
            .withTimeout(PATIENCE),
        ended ->
            ended.succeeded()
                ? Reading.of(readRegistered(ended))
                : Reading.unreadable("calicoctl could not be run: " + ended.err().strip()));
  }

  static Registration readRegistered(Exec.Exited ended) {
    String said = ended.out().strip();
    Optional<List<Json>> nodes = Json.list(said);
    if (said.contains("resource does not exist") || nodes.filter(List::isEmpty).isPresent()) {
      return new Registration.Unregistered();
    }
    if (nodes.isEmpty()) {
      return new Registration.Unknown(said.isEmpty() ? ended.err().strip() : said);
    }
    Json bgp = nodes.get().getFirst().in("spec", "bgp");
    return new Registration.Registered(
        address(bgp.text("ipv4Address")), address(bgp.text("ipv6Address")), bgp.text("asNumber"));
  }

  private static String address(String withLength) {
    return withLength.replaceFirst("/.*", "");
  }

  private static Probe<DockerAnswer> image(String name) {
    return Probe.of(Command.shell(INSPECT, "image", name), NodeProbe::said);
  }

  private static Probe<DockerAnswer> container() {
    return Probe.of(Command.shell(INSPECT, "container", NodeContainer.NAME), NodeProbe::said);
  }

  private static Reading<DockerAnswer> said(Exec.Exited ended) {
    Optional<List<Json>> found = Json.list(ended.out());
    String error = ended.err().strip();
    if (ended.succeeded() && found.filter(list -> list.size() == 1).isPresent()) {
      return Reading.of(new DockerAnswer(Optional.of(found.get().getFirst()), Optional.empty()));
    }
    if (error.contains("No such ")) {
      return Reading.of(new DockerAnswer(Optional.empty(), Optional.empty()));
    }
    boolean installed = ended.status() != 127;
    return installed && !error.contains("Cannot connect to the Docker daemon")
        ? Reading.unreadable("docker did not tell about calico/node, but said:\n    " + error)
        : Reading.of(
            new DockerAnswer(Optional.empty(), Optional.of(new NoDocker(installed, error))));
  }

  private static Container read(Json json, Optional<Json> image, long now) {
    Json config = json.in("Config");
    Json host = json.in("HostConfig");
    Map<String, String> environment = variables(config);
    // Of a container of another image it does not matter what comes from where: it is replaced.
    image.map(NodeProbe::imageVariables).ifPresent(own -> environment.entrySet().removeAll(own));
    return new Container(
        json.in("State").isTrue("Running"),
        config.text("Image"),
        json.text("Image"),
        environment,
        host.texts("Binds").stream()
            .map(bind -> bind.replaceFirst(":rw$", ""))
            .collect(Collectors.toCollection(TreeSet::new)),
        host.in("RestartPolicy").text("Name"),
        host.text("NetworkMode"),
        host.isTrue("Privileged"),
        now - epoch(json.in("State").text("StartedAt")));
  }

  private static Set<Map.Entry<String, String>> imageVariables(Json image) {
    return variables(image.in("Config")).entrySet();
  }

  private static Map<String, String> variables(Json config) {
    return config.texts("Env").stream()
        .map(line -> line.split("=", 2))
        .collect(
            Collectors.toMap(
                parts -> parts[0],
                parts -> parts.length > 1 ? parts[1] : "",
                (a, b) -> b,
                TreeMap::new));
  }

  private static long epoch(String time) {
    try {
      return Instant.parse(time).getEpochSecond();
    } catch (DateTimeParseException e) {
      // Long ago is the safe answer: nothing is waited for.
      return 0;
    }
  }
}
