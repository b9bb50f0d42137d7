package dev.plumb.module.weave;

import dev.plumb.json.JsonReader;
import dev.plumb.module.weave.WeaveState.Down;
import dev.plumb.module.weave.WeaveState.NoDocker;
import dev.plumb.module.weave.WeaveState.NoProgram;
import dev.plumb.module.weave.WeaveState.Router;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Bytes;
import dev.plumb.value.Secret;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Asks weave about its router. */
final class WeaveProbe {

  // The password is compared on the host: it goes there by standard input, and only "right" comes
  // back.
  private static final String SCRIPT =
      """
      # look at weave
      test -x "$1" || { echo 'no program'; exit 0; }
      # Where systemd listens for dockerd, asking one that is stopped would start it.
      if systemctl is-active --quiet docker.socket 2>/dev/null && ! systemctl is-active --quiet docker.service; then
        echo 'docker 1 Cannot connect to the Docker daemon: it is stopped'
        exit 0
      fi
      running=$(docker inspect --type container --format '{{.State.Running}}' weave 2>&1)
      status=$?
      # Unquoted: of an absent one docker says an empty line as well.
      set -f
      echo "docker $status" $running
      test "$running" = true || exit 0
      IFS= read -r password
      is=$(docker inspect --format '{{range .Config.Env}}{{println .}}{{end}}' weave | sed -n 's/^WEAVE_PASSWORD=//p')
      if test "$is" = "$password"; then echo 'password right'; else echo 'password wrong'; fi
      "$1" ps weave:expose
      echo '=== report'
      "$1" report
      """;

  private WeaveProbe() {}

  static Probe<WeaveState> of(WeaveSpec spec) {
    return Probe.of(
        Command.shell(SCRIPT, spec.weave().value()).withInput(input(spec)), WeaveProbe::read);
  }

  static Bytes input(WeaveSpec spec) {
    return Bytes.utf8(spec.password().map(Secret::reveal).orElse("") + "\n");
  }

  static Reading<WeaveState> read(Exec.Exited ended) {
    String[] parts = ended.out().split("(?m)^=== report\n", 2);
    List<String> lines = parts[0].strip().lines().toList();
    if (lines.contains("no program")) {
      return Reading.of(new NoProgram());
    }
    String docker = lines.isEmpty() ? "" : lines.getFirst();
    if (docker.contains("No such ")) {
      return Reading.of(new Down(false));
    }
    if (docker.startsWith("docker 127 ") || docker.contains("Cannot connect to the Docker")) {
      boolean installed = !docker.startsWith("docker 127 ");
      return Reading.of(new NoDocker(installed, docker.replaceFirst("^docker \\d+ ", "")));
    }
    if (docker.equals("docker 0 false")) {
      return Reading.of(new Down(true));
    }
    Optional<Value> report = parts.length > 1 ? JsonReader.read(parts[1]) : Optional.empty();
    if (!docker.equals("docker 0 true") || report.isEmpty()) {
      return Reading.unreadable(
          "weave did not tell about its router, but said:\n    "
              + (ended.out() + ended.err()).strip());
    }
    Value router = at(report.get(), "Router");
    Value addresses = at(report.get(), "IPAM");
    return Reading.of(
        new Router(
            at(router, "NickName").toString(),
            lines.contains("password right"),
            at(router, "PeerDiscovery").toString().equals("true"),
            at(addresses, "Range").toString(),
            at(addresses, "DefaultSubnet").toString(),
            texts(at(router, "TrustedSubnets")),
            texts(at(router, "Targets")),
            lines.stream().anyMatch(line -> line.matches("weave:expose \\S+ \\S+/\\d+.*")),
            number(at(addresses, "ActiveIPs"))));
  }

  private static Value at(Value value, String key) {
    return value instanceof Value.Entries entries
        ? entries.get(key).orElse(Value.text(""))
        : Value.text("");
  }

  private static Set<String> texts(Value list) {
    Set<String> texts = new TreeSet<>();
    Stream.of(list)
        .flatMap(value -> value instanceof Value.Items items ? items.list().stream() : Stream.of())
        .forEach(item -> texts.add(item.toString().replaceFirst(":6783$", "")));
    return texts;
  }

  private static int number(Value value) {
    return value instanceof Value.Num number ? number.exact().intValue() : 0;
  }
}
