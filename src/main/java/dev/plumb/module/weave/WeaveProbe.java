package dev.plumb.module.weave;

import dev.plumb.host.docker.DockerInspection;
import dev.plumb.host.text.JsonView;
import dev.plumb.module.weave.WeaveState.DockerUnavailable;
import dev.plumb.module.weave.WeaveState.Down;
import dev.plumb.module.weave.WeaveState.NoProgram;
import dev.plumb.module.weave.WeaveState.Router;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Bytes;
import dev.plumb.value.Secret;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Queries the router. */
final class WeaveProbe {

  // The host compares the passwords: the one of the task comes on standard input, and the other
  // never leaves the host.
  private static final String SCRIPT =
      """
      # look at weave
      test -x "$1" || { echo 'no program'; exit 0; }
      %srunning=$(docker inspect --type container --format '{{.State.Running}}' weave) || exit
      echo "running $running"
      test "$running" = true || exit 0
      IFS= read -r password
      is=$(docker inspect --format '{{range .Config.Env}}{{println .}}{{end}}' weave | sed -n 's/^WEAVE_PASSWORD=//p')
      if test "$is" = "$password"; then echo 'password right'; else echo 'password wrong'; fi
      "$1" ps weave:expose
      echo '=== report'
      "$1" report
      """
          .formatted(DockerInspection.FAIL_IF_STOPPED);

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
    Optional<DockerInspection> unavailability = DockerInspection.unavailability(ended);
    if (unavailability.isPresent()) {
      return Reading.of(new DockerUnavailable(unavailability.get()));
    }
    if (ended.err().contains("No such ")) {
      return Reading.of(new Down(false));
    }
    if (lines.contains("running false")) {
      return Reading.of(new Down(true));
    }
    Optional<JsonView> report =
        parts.length > 1 ? JsonView.parseObject(parts[1]) : Optional.empty();
    if (report.isEmpty()) {
      return Reading.unreadable(
          "weave gave no report of its router. Output:\n    "
              + (ended.out() + ended.err()).strip());
    }
    JsonView router = report.get().object("Router");
    JsonView addresses = report.get().object("IPAM");
    return Reading.of(
        new Router(
            router.text("NickName"),
            lines.contains("password right"),
            router.isTrue("PeerDiscovery"),
            addresses.text("Range"),
            addresses.text("DefaultSubnet"),
            new TreeSet<>(router.texts("TrustedSubnets")),
            WeaveSpec.withoutPort(router.texts("Targets")),
            lines.stream().anyMatch(line -> line.matches("weave:expose \\S+ \\S+/\\d+.*")),
            (int) addresses.number("ActiveIPs")));
  }
}
