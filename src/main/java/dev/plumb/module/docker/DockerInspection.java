package dev.plumb.module.docker;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.text.JsonView;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What docker shows of images or containers by their names, and that it may not be there to ask.
 */
public sealed interface DockerInspection {

  /**
   * It answered.
   *
   * @param found by the names asked with; what is not there is absent
   */
  record Shown(Map<String, JsonView> found) implements DockerInspection {
    public Shown {
      found = Map.copyOf(found);
    }
  }

  /** There is no docker on the host. */
  record NoDocker() implements DockerInspection {}

  /** There is, and its daemon does not run. */
  record Stopped() implements DockerInspection {}

  /**
   * What a question to docker begins with, so that it ends there when nobody would answer it. A
   * dockerd that is stopped is not asked: that would start it, where systemd listens on its socket.
   */
  String FAIL_IF_STOPPED =
      """
      # The pid file ends without a newline, so read finds the pid and says no.
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

  /** Why nobody answered a question that began with {@link #FAIL_IF_STOPPED}; empty if one did. */
  static Optional<DockerInspection> unavailability(Exec.Exited answer) {
    if (answer.status() == 127) {
      return Optional.of(new NoDocker());
    }
    return UNREACHABLE.stream().anyMatch(answer.err()::contains)
        ? Optional.of(new Stopped())
        : Optional.empty();
  }

  private static Reading<DockerInspection> read(List<String> names, Exec.Exited answer) {
    Optional<DockerInspection> silence = unavailability(answer);
    if (silence.isPresent()) {
      return Reading.of(silence.get());
    }
    Set<String> missing = new HashSet<>();
    Matcher matcher = MISSING.matcher(answer.err());
    while (matcher.find()) {
      missing.add(shortName(matcher.group(1)));
    }
    List<String> there = names.stream().filter(name -> !missing.contains(shortName(name))).toList();
    List<JsonView> shown = JsonView.parseList(answer.out()).orElse(List.of());
    if (shown.size() != there.size() || (answer.status() != 0 && missing.isEmpty())) {
      return Reading.unreadable(
          "docker inspect ended with status " + answer.status() + ": " + answer.err().strip());
    }
    Map<String, JsonView> found = new LinkedHashMap<>();
    for (int i = 0; i < there.size(); i++) {
      found.put(there.get(i), shown.get(i));
    }
    return Reading.of(new Shown(found));
  }

  /** Docker may tell a name in its short form. */
  private static String shortName(String name) {
    return name.replaceFirst("^(index\\.)?docker\\.io/(library/)?", "");
  }

  /** Why nothing can be planned, for people. */
  static Diagnostic explain(DockerInspection look) {
    return look instanceof NoDocker
        ? Diagnostic.error(
            "No docker", "There is no program \"docker\" on the host. Install docker first.")
        : Diagnostic.error(
            "dockerd does not run",
            "docker is installed, but its daemon does not answer. Start it"
                + " first:\n    systemctl start docker");
  }
}
