package dev.plumb.module.pkg;

import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The steps that change packages. None of them ever asks a person anything. */
final class AptSteps {

  /** Downloads take their time; the limit is only there to end what hangs. */
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

  // Unlike apt-get, dpkg does not wait for its lock. Whoever holds it is perhaps the rest of a run
  // that was cut off, and will bring what is missing. What dpkg cannot finish by itself is left to
  // the apt-get behind it: that one can fetch a package anew, and says why when it cannot.
  private static final String CONFIGURE =
      """
      # finish what dpkg left half done
      end=$(( $(date +%s) + $1 ))
      while ! said=$(dpkg --configure -a --force-confdef --force-confold 2>&1); do
        case $said in
          *lock*) [ "$(date +%s)" -lt "$end" ] || { echo "$said" >&2; exit 1; } ;;
          *) exit 0 ;;
        esac
        sleep 1
      done""";

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
