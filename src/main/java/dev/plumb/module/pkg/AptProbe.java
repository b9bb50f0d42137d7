package dev.plumb.module.pkg;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Queries dpkg, and apt only for what dpkg does not know. */
final class AptProbe {

  // dpkg-query sorts its output and reports missing packages on standard error, so it cannot be
  // merged as it is. The script puts its output into the order of the arguments. Status 1 means
  // that some package is unknown.
  private static final String QUERY =
      """
      nl='
      '
      tab='\t'
      out=$(dpkg-query --show --showformat='${Package}\\t${db:Status-Abbrev}\\t${Version}\\n' -- "$@" 2>&1)
      s=$?
      if [ "$s" -gt 1 ]; then printf '%s\\n' "$out" >&2; exit "$s"; fi
      out=$nl$out$nl
      for p; do
        k=$nl${p%%:*}$tab
        case $out in
          *"$k"*) r=${out#*"$k"}; r=${r%%"$nl"*} ;;
          *) r="un $tab" ;;
        esac
        printf '%s\\t%s\\000' "$r" "$p"
      done
      """;

  // Each of our updates touches the directory of the lists, which apt itself does not if nothing is
  // new. Ubuntu also keeps a stamp.
  private static final String AGE =
      """
      now=$(date +%s)
      for f in /var/lib/apt/lists /var/lib/apt/periodic/update-success-stamp; do
        if t=$(LC_ALL=C stat -c %Y "$f" 2>&1); then
          echo $((now - t))
        else
          case $t in
            *': No such file or directory') ;;
            *) echo "$t" >&2; exit 2 ;;
          esac
        fi
      done
      """;

  private AptProbe() {}

  static Probe<AptState> of(AptSpec spec) {
    List<PackageRequest> asked = spec.packages();
    Probe<List<Optional<PackageState>>> packages =
        Probe.all(asked.stream().map(AptProbe::state).toList());
    Probe<Map<String, String>> candidates =
        spec.state() == AptSpec.State.LATEST && !asked.isEmpty()
            ? Probe.of(policy(asked), AptProbe::candidates)
            : Probe.constant(Map.of());
    Probe<Optional<Duration>> age =
        spec.limitsListsAge()
            ? Probe.of(Command.shell(AGE), AptProbe::age)
            : Probe.constant(Optional.empty());
    return packages
        .and(candidates, (states, offers) -> seen(asked, states, offers))
        .and(age, AptProbe::aged);
  }

  private static Command policy(List<PackageRequest> asked) {
    List<String> words = new ArrayList<>(List.of("apt-cache", "policy", "--"));
    asked.forEach(p -> words.add(p.name()));
    return Command.of(words);
  }

  private static Probe<Optional<PackageState>> state(PackageRequest asked) {
    List<String> prefix = List.of("/bin/sh", "-c", QUERY, "sh");
    // Two architectures of one package are indistinguishable in one query.
    Command question =
        asked.name().contains(":")
            ? Command.shell(QUERY, asked.name())
            : Command.ofMergeable(prefix, asked.name());
    return Probe.of(
        question,
        ended ->
            ended.status() == 127
                ? Reading.of(Optional.empty())
                : PackageState.parse(ended).map(Optional::of));
  }

  private static AptState seen(
      List<PackageRequest> asked, List<Optional<PackageState>> states, Map<String, String> offers) {
    Map<String, PackageState> packages = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      if (states.get(i).isEmpty()) {
        return new AptState.NoDpkg();
      }
      packages.put(asked.get(i).name(), states.get(i).get());
    }
    return new AptState.Packages(packages, offers, Optional.empty());
  }

  private static AptState aged(AptState state, Optional<Duration> age) {
    return state instanceof AptState.Packages seen
        ? new AptState.Packages(seen.packages(), seen.candidates(), age)
        : state;
  }

  /** Parses the output of {@code apt-cache policy}. */
  static Reading<Map<String, String>> candidates(Exec.Exited ended) {
    if (ended.status() == 127) {
      return Reading.of(Map.of());
    }
    if (!ended.succeeded()) {
      return Reading.unreadable("apt-cache failed:\n    " + ended.err().strip());
    }
    Map<String, String> candidates = new HashMap<>();
    String name = "";
    for (String line : ended.out().lines().toList()) {
      if (!line.startsWith(" ") && line.endsWith(":")) {
        name = line.substring(0, line.length() - 1);
      } else if (line.startsWith("  Candidate: ") && !line.endsWith(": (none)")) {
        candidates.put(name, line.substring("  Candidate: ".length()));
      }
    }
    return Reading.of(candidates);
  }

  /** The age of the newer one; 0 if the clock was set back. */
  private static Reading<Optional<Duration>> age(Exec.Exited ended) {
    if (!ended.succeeded()) {
      return Reading.unreadable(
          "The age of apt's package lists could not be read: " + ended.err().strip());
    }
    return Reading.of(
        ended
            .out()
            .lines()
            .filter(line -> line.matches("-?\\d+"))
            .map(line -> Duration.ofSeconds(Math.max(0, Long.parseLong(line))))
            .min(Duration::compareTo));
  }
}
