package dev.plumb.host.docker;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.text.JsonView;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The result of {@code docker inspect} for images or containers, or why docker cannot be asked. */
public sealed interface DockerInspection {

  /**
   * Docker answered.
   *
   * @param found objects by requested name; a missing object has no entry
   */
  record Shown(Map<String, JsonView> found) implements DockerInspection {
    public Shown {
      found = Map.copyOf(found);
    }
  }

  /** Docker is not installed. */
  record NoDocker() implements DockerInspection {}

  /** Docker is installed, but its daemon does not run. */
  record Stopped() implements DockerInspection {}

  /**
   * The start of a script that queries docker: it ends the script if docker is missing or stopped.
   * A stopped dockerd is not contacted, because socket activation would start it.
   */
  String FAIL_IF_STOPPED =
      """
      # The pid file has no newline at its end: read sets the variable, but fails.
      read -r p 2>/dev/null </run/docker.pid
      if [ -z "$DOCKER_HOST" ] && ! [ -d "/proc/${p:-none}" ] &&
        systemctl is-active --quiet docker.socket 2>/dev/null &&
        ! systemctl is-active --quiet docker.service
      then
        echo 'Cannot connect to the Docker daemon: it is stopped' >&2
        exit 1
      fi
      command -v docker >/dev/null || exit 127
      """;

  String INSPECT =
      """
      # docker inspect --type
      %sdocker inspect --type "$@"
      """
          .formatted(FAIL_IF_STOPPED);

  Pattern MISSING = Pattern.compile("(?i)no such (?:image|container|object): (\\S+)");
  List<String> UNREACHABLE = List.of("Cannot connect to the Docker daemon", "error during connect");

  /**
   * @param kind {@code image} or {@code container}
   */
  static Probe<DockerInspection> probe(String kind, List<String> names) {
    List<String> words = new ArrayList<>(List.of(kind, "--"));
    words.addAll(names);
    return Probe.of(
        Command.shell(INSPECT, words.toArray(String[]::new)), answer -> read(names, answer));
  }

  /** Returns why a script that starts with {@link #FAIL_IF_STOPPED} got no answer, if so. */
  static Optional<DockerInspection> unavailability(Exec.Exited answer) {
    if (answer.status() == 127) {
      return Optional.of(new NoDocker());
    }
    return UNREACHABLE.stream().anyMatch(answer.err()::contains)
        ? Optional.of(new Stopped())
        : Optional.empty();
  }

  private static Reading<DockerInspection> read(List<String> names, Exec.Exited answer) {
    Optional<DockerInspection> unavailability = unavailability(answer);
    if (unavailability.isPresent()) {
      return Reading.of(unavailability.get());
    }
    Set<String> missing = new HashSet<>();
    Matcher matcher = MISSING.matcher(answer.err());
    while (matcher.find()) {
      missing.add(shortName(matcher.group(1)));
    }
    List<String> present =
        names.stream().filter(name -> !missing.contains(shortName(name))).toList();
    List<JsonView> shown = JsonView.parseList(answer.out()).orElse(List.of());
    if (shown.size() != present.size() || (answer.status() != 0 && missing.isEmpty())) {
      return Reading.unreadable(
          "docker inspect ended with status " + answer.status() + ": " + answer.err().strip());
    }
    Map<String, JsonView> found = new LinkedHashMap<>();
    for (int i = 0; i < present.size(); i++) {
      found.put(present.get(i), shown.get(i));
    }
    return Reading.of(new Shown(found));
  }

  /** Docker's messages may shorten a name. */
  private static String shortName(String name) {
    return name.replaceFirst("^(index\\.)?docker\\.io/(library/)?", "");
  }

  /** Explains why docker cannot be asked. */
  static Diagnostic explain(DockerInspection unavailability) {
    return unavailability instanceof NoDocker
        ? Diagnostic.error(
            "Docker is not installed",
            "There is no program \"docker\" on the host. Install docker first.")
        : Diagnostic.error(
            "dockerd does not run",
            "docker is installed, but its daemon does not answer. Start it first:\n"
                + "    systemctl start docker");
  }

  /** Explains why docker cannot be asked on some hosts: for the reason on the first of them. */
  static Diagnostic explain(SortedMap<HostName, DockerInspection> unavailable) {
    Diagnostic first = explain(unavailable.firstEntry().getValue());
    return Diagnostic.error(
        first.summary(), "On " + HostName.join(unavailable.keySet()) + ": " + first.detail());
  }
}
