package dev.plumb.module.docker.daemon;

import dev.plumb.change.Change;
import dev.plumb.change.FileText;
import dev.plumb.module.docker.daemon.DaemonState.ConfigFile;
import dev.plumb.module.docker.daemon.DaemonState.DaemonProcess;
import dev.plumb.module.docker.daemon.DaemonState.Installed;
import dev.plumb.remote.Step;
import dev.plumb.value.Content;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Plans dockerd on one host whose configuration has no errors. An instance makes one plan. */
final class DaemonPlanner {

  private static final String COMMAND_LINE = "command line";

  private static final Set<String> NEEDS_NO_RESTART = Set.of("daemon_reload", "swarm");

  private final DaemonSpec spec;
  private final Installed found;
  private final DesiredConfig desired;
  private final Map<String, Value> settings;
  private final DaemonUnit unit;
  private final List<String> commandLine;

  /** Settings of the file that change. */
  private final Set<String> changedKeys = new TreeSet<>();

  private final List<Change> changes = new ArrayList<>();

  DaemonPlanner(DaemonSpec spec, Installed found) {
    this.spec = spec;
    this.found = found;
    this.desired = DesiredConfig.of(spec, found);
    this.settings = desired.settings();
    this.unit = desired.unit();
    this.commandLine = unit.words();
    Stream.of(settings, found.file().settings())
        .flatMap(map -> map.keySet().stream())
        .filter(key -> !Objects.equals(settings.get(key), found.file().settings().get(key)))
        .forEach(changedKeys::add);
  }

  List<Change> changes() {
    planSwarm();
    planFile();
    planUnit();
    planProcess();
    return changes;
  }

  /** Returns whether dockerd runs without a connection to its store. */
  boolean isDisconnectedFromStore() {
    return found.process() instanceof DaemonProcess.Running running && !running.connected();
  }

  Installed expected() {
    Map<String, Value> inUse = new TreeMap<>();
    if (found.process() instanceof DaemonProcess.Running running) {
      inUse.putAll(running.inUse());
    }
    // Settings with default values are not reported; none of them is declared.
    changedKeys.forEach(inUse::remove);
    inUse.keySet().removeIf(key -> spec.requested(key).isEmpty());
    inUse.replaceAll((key, _) -> spec.requested(key).orElseThrow());
    int containers =
        found.process() instanceof DaemonProcess.Running running ? running.containers() : 0;
    return new Installed(
        found.version(),
        unit,
        false,
        spec.settings().isPresent()
            ? new ConfigFile.Settings(settings, DaemonSteps.text(settings))
            : found.file(),
        found.inSwarm() && !spec.leaveSwarm(),
        new DaemonProcess.Running(commandLine, true, true, containers, inUse));
  }

  private void planSwarm() {
    if (!found.inSwarm() || !spec.leaveSwarm()) {
      return;
    }
    List<Step> steps = new ArrayList<>();
    if (found.process() instanceof DaemonProcess.Stopped) {
      // Leaving needs a running dockerd, and in a swarm it does not start with these settings.
      Map<String, Value> compatible = new LinkedHashMap<>(found.file().settings());
      compatible.keySet().removeAll(DaemonConfigErrors.EXCLUDED_BY_SWARM);
      steps.addAll(write(compatible));
      steps.addAll(deliberateStart("start"));
    }
    steps.add(Step.run("docker", "swarm", "leave", "--force"));
    if (found.process() instanceof DaemonProcess.Stopped) {
      steps.addAll(write(settings));
    }
    changes.add(Change.of("swarm", "joined", "left", steps.toArray(Step[]::new)));
  }

  private void planFile() {
    if (spec.settings().isEmpty()) {
      return;
    }
    boolean broken = found.file() instanceof ConfigFile.Malformed;
    if (changedKeys.isEmpty() && !broken) {
      return;
    }
    List<Change> moved = new ArrayList<>();
    if (broken) {
      moved.add(Change.of(spec.configFile().value(), "invalid JSON", "JSON"));
    }
    for (String key : changedKeys) {
      moved.add(
          Change.of(
              key,
              DaemonChangeText.value(found.file().settings().get(key)),
              DaemonChangeText.value(settings.get(key))));
    }
    Change first =
        moved
            .getFirst()
            .withFileText(
                new FileText(
                    spec.configFile(),
                    Optional.of(Content.utf8(found.file().text())),
                    Content.utf8(DaemonSteps.text(settings))));
    moved.set(0, first);
    moved = Change.withSteps(moved, write(settings));
    changes.addAll(moved);
  }

  private List<Step> write(Map<String, Value> map) {
    return DaemonSteps.write(
        spec.configFile(), map, DaemonConfigErrors.major(found.version()) >= 23);
  }

  private void planUnit() {
    Optional<String> dropIn = unit.text(DaemonUnit.DROP_IN);
    Optional<String> there = found.unit().text(DaemonUnit.DROP_IN);
    if (!dropIn.equals(there)) {
      RemotePath path = RemotePath.of(DaemonUnit.DROP_IN);
      changes.add(
          new Change(
                  COMMAND_LINE,
                  String.join(" ", found.unit().words()),
                  String.join(" ", commandLine),
                  DaemonSteps.dropIn(path, dropIn),
                  Optional.empty())
              .withFileText(
                  new FileText(
                      path,
                      Optional.of(Content.utf8(there.orElse(""))),
                      Content.utf8(dropIn.orElse("")))));
    } else if (found.unitOutdated()) {
      changes.add(Change.of("daemon_reload", "outdated", "current", DaemonSteps.daemonReload()));
    }
  }

  private void planProcess() {
    switch (found.process()) {
      case DaemonProcess.Stopped(String word) -> {
        String verb = found.inSwarm() && spec.leaveSwarm() ? "restart" : "start";
        changes.add(
            Change.of(
                "running",
                word.equals("inactive") ? "no" : word,
                "yes",
                startAndAwaitHealth(verb)));
      }
      case DaemonProcess.Running running -> {
        planOutdated(running);
        if (changes.stream().allMatch(change -> NEEDS_NO_RESTART.contains(change.property()))) {
          return;
        }
        boolean reload = isReloadable(running);
        changes.add(
            Change.of(
                "dockerd",
                DaemonChangeText.running(running),
                reload ? "reloaded without a restart" : DaemonChangeText.restarted(running),
                reload
                    ? new Step[] {DaemonSteps.reload(spec.configFile(), found.file().text())}
                    : restart(running)));
      }
    }
  }

  /** Plans what the files alone do not show. */
  private void planOutdated(DaemonProcess.Running running) {
    if (!running.commandLine().equals(commandLine) && found.unit().equals(unit)) {
      changes.add(
          Change.of(
              COMMAND_LINE,
              String.join(" ", running.commandLine()),
              String.join(" ", commandLine)));
    }
    if (!running.hasReadCurrentFile() && changedKeys.isEmpty()) {
      changes.add(
          Change.of(
              "up to date", "has not read " + spec.configFile() + " since it changed", "yes"));
    }
    if (!running.commandLine().equals(commandLine)) {
      return;
    }
    running
        .inUse()
        .forEach(
            (key, value) -> {
              Optional<Value> asked = spec.requested(key);
              if (asked.isPresent() && !changedKeys.contains(key) && !asked.get().equals(value)) {
                changes.add(
                    Change.of(
                        key + " in use",
                        DaemonChangeText.value(value),
                        DaemonChangeText.value(asked.get())));
              }
            });
  }

  /**
   * Returns whether a reload applies all changes. A key that is removed from the file keeps its old
   * value, and a change of debug resets the level of log-level: both need a restart.
   */
  private boolean isReloadable(DaemonProcess.Running running) {
    return running.hasReadCurrentFile()
        && !(found.file() instanceof ConfigFile.Malformed)
        && changes.stream().allMatch(change -> changedKeys.contains(change.property()))
        && changedKeys.stream()
            .allMatch(
                key ->
                    settings.containsKey(key)
                        && DaemonOption.ofKey(key).filter(DaemonOption::reloadable).isPresent()
                        && !(key.equals("debug") && settings.containsKey("log-level")));
  }

  private Step[] startAndAwaitHealth(String verb) {
    List<Step> steps = new ArrayList<>(deliberateStart(verb));
    steps.add(DaemonHealth.awaitHealthy(desired.store()));
    return steps.toArray(Step[]::new);
  }

  /** Resets systemd's limit of three starts per minute, which is meant for crash loops. */
  private static List<Step> deliberateStart(String verb) {
    return List.of(DaemonSteps.unit("reset-failed"), DaemonSteps.unit(verb));
  }

  private Step[] restart(DaemonProcess.Running running) {
    // A dockerd that created its own socket has removed the one that systemd listens on.
    boolean takesSocket =
        commandLine.contains("fd://")
            && (changedKeys.contains("hosts") || !running.commandLine().equals(commandLine));
    if (!takesSocket) {
      return startAndAwaitHealth("restart");
    }
    return Stream.concat(
            Stream.of(Step.run("systemctl", "stop", "--", "docker.service", "docker.socket")),
            Stream.of(startAndAwaitHealth("start")))
        .toArray(Step[]::new);
  }
}
