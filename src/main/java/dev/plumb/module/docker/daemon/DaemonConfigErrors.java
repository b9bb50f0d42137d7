package dev.plumb.module.docker.daemon;

import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.module.docker.daemon.DaemonFlags.Flag;
import dev.plumb.module.docker.daemon.DaemonState.ConfigFile;
import dev.plumb.module.docker.daemon.DaemonState.Installed;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What would keep a dockerd from starting with what is asked for. Found before anything is written:
 * a dockerd that runs does not notice, and the next boot would be the one to fail.
 */
final class DaemonConfigErrors {

  /** Settings that a dockerd in a swarm does not start with. */
  static final Set<String> EXCLUDED_BY_SWARM =
      Set.of("cluster-store", "cluster-advertise", "cluster-store-opts", "live-restore");

  private static final Set<String> CLUSTER =
      Set.of("cluster-store", "cluster-advertise", "cluster-store-opts");

  /** The first that does not have the cluster store. It can check a file by itself. */
  private static final int FIRST_WITHOUT_CLUSTER_STORE = 23;

  private DaemonConfigErrors() {}

  static int major(String version) {
    String number = version.split("\\.", 2)[0];
    return number.matches("\\d{1,4}") ? Integer.parseInt(number) : 0;
  }

  /** Full sentences, one entry for each obstacle; none when nothing stands in the way. */
  static List<String> of(DaemonSpec spec, Installed found) {
    DesiredConfig wanted = DesiredConfig.of(spec, found);
    Map<String, Value> settings = wanted.settings();
    DaemonUnit unit = wanted.unit();
    List<Flag> flags = DaemonFlags.read(unit.commandLine());
    List<String> obstacles = new ArrayList<>();
    versions(spec, found, obstacles);
    overriddenFlags(spec, unit, obstacles);
    duplicateSettings(spec, settings, flags, obstacles);
    flags.stream()
        .filter(flag -> flag.key().equals("config-file"))
        .filter(flag -> !flag.value().equals(spec.configFile().value()))
        .forEach(
            flag ->
                obstacles.add(
                    "%s makes dockerd read %s, not %s. Give \"config_file\" that path, or take the flag away."
                        .formatted(flag.file(), flag.value(), spec.configFile())));
    if (spec.settings().isEmpty() && found.file() instanceof ConfigFile.Malformed) {
      obstacles.add(
          spec.configFile()
              + " holds no JSON object, so dockerd does not start with it. Put it right, or say in"
              + " \"settings\" what it shall hold.");
    }
    Set<String> excluded =
        EXCLUDED_BY_SWARM.stream()
            .filter(key -> settings.containsKey(key) && !isFalse(settings.get(key)))
            .collect(Collectors.toCollection(TreeSet::new));
    if (found.inSwarm() && !spec.leaveSwarm() && !excluded.isEmpty()) {
      obstacles.add(
          ("The host is in a swarm, and a dockerd in a swarm does not start with %s. To have the host"
                  + " leave the swarm, with all that the swarm runs on it, say \"leave_swarm: true\".")
              .formatted(String.join(", ", excluded)));
    }
    return obstacles;
  }

  private static boolean isFalse(Value value) {
    return value instanceof Value.Bool bool && !bool.truth();
  }

  private static void versions(DaemonSpec spec, Installed found, List<String> obstacles) {
    List<String> cluster = spec.keys().filter(CLUSTER::contains).toList();
    int major = major(found.version());
    if (major >= FIRST_WITHOUT_CLUSTER_STORE) {
      if (!cluster.isEmpty()) {
        obstacles.add(
            ("docker %s has no %s: \"Host-discovery and overlay networks with external k/v stores are"
                    + " deprecated. The 'cluster-advertise', 'cluster-store', and 'cluster-store-opt'"
                    + " options have been removed\" in 23.0. Install docker 20.10 on the host, or"
                    + " leave them out.")
                .formatted(found.version(), String.join(", ", cluster)));
      }
      // What else such a version does not know it says itself, when it checks the file.
      return;
    }
    for (String key : spec.settings().orElse(Map.of()).keySet()) {
      if (DaemonOption.ofKey(key).isEmpty()) {
        obstacles.add(
            "docker %s has no setting \"%s\", and does not start with a file that holds it.%s"
                .formatted(found.version(), key, DidYouMean.suggestion(key, DaemonOption.keys())));
      }
    }
  }

  private static void overriddenFlags(DaemonSpec spec, DaemonUnit unit, List<String> obstacles) {
    if (spec.flags().isPresent()) {
      unit.laterDropInsWithExecStart(DaemonUnit.DROP_IN)
          .forEach(
              path ->
                  obstacles.add(
                      ("%s sets ExecStart too, and comes after %s in the order of names: it would"
                              + " have the last word. Take it away, or leave \"flags\" out.")
                          .formatted(path, DaemonUnit.DROP_IN)));
    }
  }

  private static void duplicateSettings(
      DaemonSpec spec, Map<String, Value> settings, List<Flag> flags, List<String> obstacles) {
    // By setting and file, in the order of the command line.
    Map<List<String>, List<String>> clashing = new LinkedHashMap<>();
    flags.stream()
        // The one setting that may be in both places.
        .filter(flag -> settings.containsKey(flag.key()) && !flag.key().equals("runtimes"))
        .forEach(
            flag ->
                clashing
                    .computeIfAbsent(List.of(flag.key(), flag.file()), _ -> new ArrayList<>())
                    .add(flag.text()));
    if (clashing.isEmpty()) {
      return;
    }
    String lines =
        clashing.entrySet().stream()
            .map(
                one ->
                    "    %s: %s in %s"
                        .formatted(
                            one.getKey().getFirst(),
                            String.join(" ", one.getValue()),
                            one.getKey().getLast()))
            .collect(Collectors.joining("\n"));
    obstacles.add(
        ("dockerd does not start when a setting is both in %s and on its command line, whatever the"
                + " values. That would be so for:\n%s\nTake it from the command line or from"
                + " \"settings\", or give the command line to plumb with \"flags\".")
            .formatted(spec.configFile(), lines));
  }
}
