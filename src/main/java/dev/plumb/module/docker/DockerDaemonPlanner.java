package dev.plumb.module.docker;

import dev.plumb.change.Change;
import dev.plumb.change.FileText;
import dev.plumb.module.docker.DockerDaemonState.ConfigFile;
import dev.plumb.module.docker.DockerDaemonState.Daemon;
import dev.plumb.module.docker.DockerDaemonState.Installed;
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

/** Plans for dockerd on one host, where nothing stands in the way. Made for one plan. */
final class DockerDaemonPlanner {

  private static final String COMMAND_LINE = "command line";

  private static final Set<String> NEEDS_NO_RESTART = Set.of("daemon_reload", "swarm");

  private final DockerDaemonSpec spec;
  private final Installed found;
  private final DockerDaemonWanted wanted;
  private final Map<String, Value> settings;
  private final DockerDaemonUnit unit;
  private final List<String> commandLine;

  /** Settings of the file that move. */
  private final Set<String> moving = new TreeSet<>();

  private final List<Change> changes = new ArrayList<>();

  DockerDaemonPlanner(DockerDaemonSpec spec, Installed found) {
    this.spec = spec;
    this.found = found;
    this.wanted = DockerDaemonWanted.of(spec, found);
    this.settings = wanted.settings();
    this.unit = wanted.unit();
    this.commandLine = unit.words();
    Stream.of(settings, found.file().settings())
        .flatMap(map -> map.keySet().stream())
        .filter(key -> !Objects.equals(settings.get(key), found.file().settings().get(key)))
        .forEach(moving::add);
  }

  List<Change> changes() {
    planSwarm();
    planFile();
    planUnit();
    planProcess();
    return changes;
  }

  /** Whether it runs as it should and yet has no connection to its store. */
  boolean isCutOff() {
    return found.daemon() instanceof Daemon.Running running && !running.connected();
  }

  Installed expected() {
    Map<String, Value> inUse = new TreeMap<>();
    if (found.daemon() instanceof Daemon.Running running) {
      inUse.putAll(running.inUse());
    }
    // Those that are at their default now are not known; none of them is asked for.
    moving.forEach(inUse::remove);
    inUse.keySet().removeIf(key -> spec.asked(key).isEmpty());
    inUse.replaceAll((key, _) -> spec.asked(key).orElseThrow());
    int containers = found.daemon() instanceof Daemon.Running running ? running.containers() : 0;
    return new Installed(
        found.version(),
        unit,
        false,
        spec.settings().isPresent()
            ? new ConfigFile.Settings(settings, DockerDaemonSteps.text(settings))
            : found.file(),
        found.inSwarm() && !spec.leaveSwarm(),
        new Daemon.Running(commandLine, true, true, containers, inUse));
  }

  private void planSwarm() {
    if (!found.inSwarm() || !spec.leaveSwarm()) {
      return;
    }
    List<Step> steps = new ArrayList<>();
    if (found.daemon() instanceof Daemon.Stopped) {
      // Only a dockerd that runs can leave, and none runs in a swarm with these settings.
      Map<String, Value> bearable = new LinkedHashMap<>(found.file().settings());
      bearable.keySet().removeAll(DockerDaemonObstacles.NOT_IN_A_SWARM);
      steps.addAll(write(bearable));
      steps.addAll(wantedStart("start"));
    }
    steps.add(Step.run("docker", "swarm", "leave", "--force"));
    if (found.daemon() instanceof Daemon.Stopped) {
      steps.addAll(write(settings));
    }
    changes.add(Change.of("swarm", "joined", "left", steps.toArray(Step[]::new)));
  }

  private void planFile() {
    if (spec.settings().isEmpty()) {
      return;
    }
    boolean broken = found.file() instanceof ConfigFile.Broken;
    if (moving.isEmpty() && !broken) {
      return;
    }
    List<Change> moved = new ArrayList<>();
    if (broken) {
      moved.add(Change.of(spec.configFile().value(), "no JSON object", "JSON"));
    }
    for (String key : moving) {
      moved.add(
          Change.of(
              key,
              DockerDaemonTold.value(found.file().settings().get(key)),
              DockerDaemonTold.value(settings.get(key))));
    }
    Change first = moved.getFirst();
    String text = DockerDaemonSteps.text(settings);
    moved.set(
        0,
        new Change(
                first.property(), first.before(), first.after(), write(settings), Optional.empty())
            .showing(
                new FileText(
                    spec.configFile(),
                    Optional.of(Content.utf8(found.file().text())),
                    Content.utf8(text))));
    changes.addAll(moved);
  }

  private List<Step> write(Map<String, Value> map) {
    return DockerDaemonSteps.write(
        spec.configFile(), map, DockerDaemonObstacles.major(found.version()) >= 23);
  }

  private void planUnit() {
    Optional<String> dropIn = unit.text(DockerDaemonUnit.DROP_IN);
    Optional<String> there = found.unit().text(DockerDaemonUnit.DROP_IN);
    if (!dropIn.equals(there)) {
      RemotePath path = RemotePath.of(DockerDaemonUnit.DROP_IN);
      changes.add(
          new Change(
                  COMMAND_LINE,
                  String.join(" ", found.unit().words()),
                  String.join(" ", commandLine),
                  DockerDaemonSteps.dropIn(path, dropIn),
                  Optional.empty())
              .showing(
                  new FileText(
                      path,
                      Optional.of(Content.utf8(there.orElse(""))),
                      Content.utf8(dropIn.orElse("")))));
    } else if (found.unitOutdated()) {
      changes.add(
          Change.of("daemon_reload", "outdated", "current", DockerDaemonSteps.daemonReload()));
    }
  }

  private void planProcess() {
    switch (found.daemon()) {
      case Daemon.Stopped(String word) -> {
        String verb = found.inSwarm() && spec.leaveSwarm() ? "restart" : "start";
        changes.add(
            Change.of("running", word.equals("inactive") ? "no" : word, "yes", bringUp(verb)));
      }
      case Daemon.Running running -> {
        planOutdated(running);
        if (changes.stream().allMatch(change -> NEEDS_NO_RESTART.contains(change.property()))) {
          return;
        }
        Optional<List<Step>> reload = reload(running);
        if (reload.isPresent()) {
          changes.add(
              Change.of(
                  "dockerd",
                  DockerDaemonTold.running(running),
                  "reloaded: it goes on running",
                  reload.get().toArray(Step[]::new)));
        } else {
          changes.add(
              Change.of(
                  "dockerd",
                  DockerDaemonTold.running(running),
                  DockerDaemonTold.restarted(running),
                  restart(running)));
        }
      }
    }
  }

  /** What a look at the files alone would not show. */
  private void planOutdated(Daemon.Running running) {
    if (!running.commandLine().equals(commandLine) && found.unit().equals(unit)) {
      changes.add(
          Change.of(
              COMMAND_LINE,
              String.join(" ", running.commandLine()),
              String.join(" ", commandLine)));
    }
    if (!running.upToDate() && moving.isEmpty()) {
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
              Optional<Value> asked = spec.asked(key);
              if (asked.isPresent() && !moving.contains(key) && !asked.get().equals(value)) {
                changes.add(
                    Change.of(
                        key + " in use",
                        DockerDaemonTold.value(value),
                        DockerDaemonTold.value(asked.get())));
              }
            });
  }

  /** The steps of a reload, where it brings all that changes. */
  private Optional<List<Step>> reload(Daemon.Running running) {
    boolean fileOnly =
        changes.stream().allMatch(change -> moving.contains(change.property()))
            && !(found.file() instanceof ConfigFile.Broken);
    return fileOnly && running.upToDate()
        ? DockerDaemonReload.file(found.file().settings(), settings, moving)
            .map(
                first -> {
                  Step reload = DockerDaemonSteps.reload(spec.configFile(), found.file().text());
                  List<Step> steps = new ArrayList<>();
                  if (!first.equals(settings)) {
                    steps.addAll(write(first));
                    steps.add(reload);
                    steps.addAll(write(settings));
                  }
                  steps.add(reload);
                  return steps;
                })
        : Optional.empty();
  }

  private Step[] bringUp(String verb) {
    List<Step> steps = new ArrayList<>(wantedStart(verb));
    steps.add(DockerDaemonHealth.until(wanted.store()));
    return steps.toArray(Step[]::new);
  }

  /**
   * Three starts within a minute are a crash loop to systemd; one that is wanted does not count.
   */
  private static List<Step> wantedStart(String verb) {
    return List.of(DockerDaemonSteps.unit("reset-failed"), DockerDaemonSteps.unit(verb));
  }

  private Step[] restart(Daemon.Running running) {
    // A dockerd that made its socket by itself has taken away the one that systemd listens on.
    boolean takesSocket =
        commandLine.contains("fd://")
            && (moving.contains("hosts") || !running.commandLine().equals(commandLine));
    if (!takesSocket) {
      return bringUp("restart");
    }
    return Stream.concat(
            Stream.of(Step.run("systemctl", "stop", "--", "docker.service", "docker.socket")),
            Stream.of(bringUp("start")))
        .toArray(Step[]::new);
  }
}
