package dev.plumb.module.pkg;

import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The steps that change packages; none of them prompts. */
final class AptSteps {

  /** Downloads take long; the timeout only ends what hangs. */
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private static final Map<String, String> QUIET =
      Map.of("DEBIAN_FRONTEND", "noninteractive", "DEBIAN_PRIORITY", "critical");

  private AptSteps() {}

  static Step[] update(AptSpec spec) {
    List<String> words = new ArrayList<>(List.of("apt-get", "-q"));
    words.addAll(List.of("-o", lock(spec), "update"));
    return new Step[] {
      run(words), run(List.of("touch", "-c", "/var/lib/apt/lists")),
    };
  }

  // Unlike apt-get, dpkg does not wait for its lock, which the remainder of an aborted run may
  // hold.
  // What dpkg cannot finish is left to the following apt-get, which can download a package again
  // and reports errors.
  private static final String CONFIGURE =
      """
      # finish interrupted installations
      end=$(( $(date +%s) + $1 ))
      while ! out=$(dpkg --configure -a --force-confdef --force-confold 2>&1); do
        case $out in
          *lock*) [ "$(date +%s)" -lt "$end" ] || { echo "$out" >&2; exit 1; } ;;
          *) exit 0 ;;
        esac
        sleep 1
      done\
      """;

  static Step configure(AptSpec spec) {
    return run(Command.shell(CONFIGURE, Long.toString(spec.lockTimeout().toSeconds())).words());
  }

  static Step install(AptSpec spec, List<String> packages) {
    List<String> words = aptGet(spec);
    spec.installRecommends()
        .ifPresent(yes -> words.add(yes ? "--install-recommends" : "--no-install-recommends"));
    spec.defaultRelease().ifPresent(release -> words.addAll(List.of("-t", release)));
    if (spec.allowDowngrade()) {
      words.add("--allow-downgrades");
    }
    words.add("install");
    words.add("--");
    words.addAll(packages);
    return run(words);
  }

  static Step remove(AptSpec spec, List<String> packages) {
    List<String> words = aptGet(spec);
    if (spec.autoremove()) {
      words.add("--auto-remove");
    }
    words.add(spec.purge() ? "purge" : "remove");
    words.add("--");
    words.addAll(packages);
    return run(words);
  }

  private static List<String> aptGet(AptSpec spec) {
    return new ArrayList<>(
        List.of(
            "apt-get",
            "-q",
            "-y",
            "-o",
            "Dpkg::Options::=--force-confdef",
            "-o",
            "Dpkg::Options::=--force-confold",
            "-o",
            lock(spec)));
  }

  private static String lock(AptSpec spec) {
    return "DPkg::Lock::Timeout=" + spec.lockTimeout().toSeconds();
  }

  private static Step run(List<String> words) {
    return new Step.Run(Command.of(words).withEnvironment(QUIET).withTimeout(LIMIT));
  }
}
