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
 * Checks whether dockerd would start with the declared configuration, before anything is written: a
 * running dockerd would not notice an error, but would fail at the next boot.
 */
final class DaemonConfigErrors {

  /** Settings with which dockerd does not start in a swarm. */
  static final Set<String> EXCLUDED_BY_SWARM =
      Set.of("cluster-store", "cluster-advertise", "cluster-store-opts", "live-restore");

  private static final Set<String> CLUSTER =
      Set.of("cluster-store", "cluster-advertise", "cluster-store-opts");

  /** The first version without the cluster store. It can validate its file. */
  private static final int FIRST_WITHOUT_CLUSTER_STORE = 23;

  private DaemonConfigErrors() {}

  static int major(String version) {
    String number = version.split("\\.", 2)[0];
    return number.matches("\\d{1,4}") ? Integer.parseInt(number) : 0;
  }

  /** Returns the errors as full sentences. */
  static List<String> of(DaemonSpec spec, Installed found) {
    DesiredConfig wanted = DesiredConfig.of(spec, found);
    Map<String, Value> settings = wanted.settings();
    DaemonUnit unit = wanted.unit();
    List<Flag> flags = DaemonFlags.read(unit.commandLine());
    List<String> errors = new ArrayList<>();
    versions(spec, found, errors);
    overriddenFlags(spec, unit, errors);
    duplicateSettings(spec, settings, flags, errors);
    flags.stream()
        .filter(flag -> flag.key().equals("config-file"))
        .filter(flag -> !flag.value().equals(spec.configFile().value()))
        .forEach(
            flag ->
                errors.add(
                    "%s makes dockerd read %s instead of %s. Set \"config_file\" to that path, or remove the flag."
                        .formatted(flag.file(), flag.value(), spec.configFile())));
    if (spec.settings().isEmpty() && found.file() instanceof ConfigFile.Malformed) {
      errors.add(
          spec.configFile()
              + " is not a JSON object, so dockerd does not start. Correct it, or declare its"
              + " content with \"settings\".");
    }
    Set<String> excluded =
        EXCLUDED_BY_SWARM.stream()
            .filter(key -> settings.containsKey(key) && !isFalse(settings.get(key)))
            .collect(Collectors.toCollection(TreeSet::new));
    if (found.inSwarm() && !spec.leaveSwarm() && !excluded.isEmpty()) {
      errors.add(
          ("The host is in a swarm, where dockerd does not start with %s. To leave the swarm, which"
                  + " ends everything that it runs on the host, set \"leave_swarm: true\".")
              .formatted(String.join(", ", excluded)));
    }
    return errors;
  }

  private static boolean isFalse(Value value) {
    return value instanceof Value.Bool bool && !bool.truth();
  }

  private static void versions(DaemonSpec spec, Installed found, List<String> errors) {
    List<String> cluster = spec.keys().filter(CLUSTER::contains).toList();
    int major = major(found.version());
    if (major >= FIRST_WITHOUT_CLUSTER_STORE) {
      if (!cluster.isEmpty()) {
        errors.add(
            ("docker %s has no %s: version 23.0 removed the cluster store. Install docker 20.10 on"
                    + " the host, or remove these settings.")
                .formatted(found.version(), String.join(", ", cluster)));
      }
      // Such a version reports other unknown settings itself when it validates the file.
      return;
    }
    for (String key : spec.settings().orElse(Map.of()).keySet()) {
      if (DaemonOption.ofKey(key).isEmpty()) {
        errors.add(
            "docker %s has no setting \"%s\" and does not start with it in its file.%s"
                .formatted(found.version(), key, DidYouMean.suggestion(key, DaemonOption.keys())));
      }
    }
  }

  private static void overriddenFlags(DaemonSpec spec, DaemonUnit unit, List<String> errors) {
    if (spec.flags().isPresent()) {
      unit.laterDropInsWithExecStart(DaemonUnit.DROP_IN)
          .forEach(
              path ->
                  errors.add(
                      ("%s also sets ExecStart and sorts after %s, so it would override it. Remove"
                              + " that file, or remove \"flags\".")
                          .formatted(path, DaemonUnit.DROP_IN)));
    }
  }

  private static void duplicateSettings(
      DaemonSpec spec, Map<String, Value> settings, List<Flag> flags, List<String> errors) {
    // By setting and file, in the order of the command line.
    Map<List<String>, List<String>> clashing = new LinkedHashMap<>();
    flags.stream()
        // The only setting that may be in both places.
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
    errors.add(
        ("dockerd does not start when a setting is both in %s and on its command line, even with"
                + " the same value. That would be the case for:\n"
                + "%s\n"
                + "Remove it from the command line or from \"settings\", or let plumb manage the"
                + " command line with \"flags\".")
            .formatted(spec.configFile(), lines));
  }
}
