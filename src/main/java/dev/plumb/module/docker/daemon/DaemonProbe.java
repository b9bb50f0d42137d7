package dev.plumb.module.docker.daemon;

import dev.plumb.host.files.FileEntry;
import dev.plumb.host.files.TextFile;
import dev.plumb.host.text.JsonView;
import dev.plumb.json.JsonReader;
import dev.plumb.module.docker.daemon.DaemonState.ConfigFile;
import dev.plumb.module.docker.daemon.DaemonState.DaemonProcess;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at dockerd. A dockerd that does not run is never asked anything: through its socket that
 * would start it.
 */
final class DaemonProbe {

  /** How a question ends that cannot be asked, as dockerd is not there or does not run. */
  private static final int NOTHING_TO_ASK = 3;

  private static final Command PROCESS =
      Command.shell(
          """
          # look at the process of dockerd
          command -v dockerd >/dev/null || exit 3
          systemctl show --property=LoadState,ActiveState,NeedDaemonReload docker.service || exit
          if [ "$(systemctl show --property=ActiveState --value docker.service)" = active ]; then
            pid=$(systemctl show --property=MainPID --value docker.service)
            cat "/proc/$pid/cmdline"
          else
            dockerd --version
          fi
          """);

  private static final Command INFO =
      Command.shell(
          """
          # docker info
          [ "$(systemctl show --property=ActiveState --value docker.service)" = active ] || exit 3
          timeout 20 docker info --format '{{json .}}'
          """);

  /** Not {@code systemctl cat}, which fails or leaves files out until systemd has read them. */
  private static final Command UNIT =
      Command.shell(
          """
          # look at the files of docker.service
          own=$(systemctl show --property=FragmentPath --value docker.service)
          [ -n "$own" ] || exit 3
          for file in "$own" /lib/systemd/system/docker.service.d/*.conf /usr/lib/systemd/system/docker.service.d/*.conf \
            /run/systemd/system/docker.service.d/*.conf /etc/systemd/system/docker.service.d/*.conf; do
            [ ! -e "$file" ] || { echo "# $file"; cat -- "$file"; echo; }
          done
          """);

  private static final Command VARIABLES =
      Command.shell(
          """
          # look at the variables of docker.service
          systemctl show --property=EnvironmentFiles --value docker.service |
            while read -r file _; do grep -Hs '' -- "$file"; done
          true
          """);

  private static final String SWARM = "/var/lib/docker/swarm/docker-state.json";

  private DaemonProbe() {}

  static Probe<DaemonState> of(DaemonSpec spec) {
    Probe<PartialState> found =
        Probe.of(PROCESS, DaemonProbe::process)
            .and(Probe.of(INFO, DaemonProbe::info), PartialState::new);
    Probe<DaemonUnit> unit =
        Probe.of(UNIT, DaemonProbe::answered)
            .and(Probe.of(VARIABLES, DaemonProbe::answered), DaemonUnit::parse);
    Probe<Boolean> swarm =
        FileEntry.probeFollowingLinks(SWARM)
            .map(entry -> entry instanceof FileEntry.Regular(var file) && file.size() > 0);
    return found
        .and(unit, (seen, files) -> seen.with(files))
        .and(TextFile.probe(spec.configFile()).map(DaemonProbe::file), PartialState::with)
        .and(ConfigReadTime.hasReadCurrentFile(spec.configFile()), PartialState::read)
        .and(
            DaemonHealth.connected(spec.requested("cluster-store").map(Value::toString)),
            PartialState::connected)
        .and(swarm, PartialState::state);
  }

  /** What was learned so far. */
  private record PartialState(
      Map<String, String> process,
      Optional<JsonView> info,
      DaemonUnit unit,
      ConfigFile file,
      boolean readAfterChange,
      boolean connected) {

    PartialState(Map<String, String> process, Optional<JsonView> info) {
      this(
          process,
          info,
          new DaemonUnit(List.of(), Map.of()),
          new ConfigFile.Missing(),
          false,
          true);
    }

    PartialState with(DaemonUnit files) {
      return new PartialState(process, info, files, file, readAfterChange, connected);
    }

    PartialState with(ConfigFile settings) {
      return new PartialState(process, info, unit, settings, readAfterChange, connected);
    }

    PartialState read(boolean afterChange) {
      return new PartialState(process, info, unit, file, afterChange, connected);
    }

    PartialState connected(boolean toStore) {
      return new PartialState(process, info, unit, file, readAfterChange, toStore);
    }

    DaemonState state(boolean swarmOnDisk) {
      if (process.getOrDefault("LoadState", "").equals("masked")) {
        return new DaemonState.Masked();
      }
      if (unit.files().isEmpty()) {
        return new DaemonState.NotInstalled();
      }
      String said = process.getOrDefault("", "");
      Matcher version = Pattern.compile("version ([^ ,]+)").matcher(said);
      return new DaemonState.Installed(
          info.map(shown -> shown.text("ServerVersion"))
              .orElseGet(() -> version.find() ? version.group(1) : ""),
          unit,
          process.getOrDefault("NeedDaemonReload", "").equals("yes"),
          file,
          info.map(shown -> !shown.object("Swarm").text("LocalNodeState").equals("inactive"))
              .orElse(swarmOnDisk),
          info.<DaemonProcess>map(
                  shown ->
                      new DaemonProcess.Running(
                          List.of(said.split("\0")),
                          readAfterChange,
                          connected,
                          Integer.parseInt(shown.text("ContainersRunning")),
                          inUse(shown)))
              .orElseGet(() -> new DaemonProcess.Stopped(process.getOrDefault("ActiveState", ""))));
    }
  }

  /** The settings that dockerd shows. It does not show a store that it does not have. */
  private static Map<String, Value> inUse(JsonView info) {
    Map<String, Value> shown = new TreeMap<>();
    Map.of(
            "cluster-store", "ClusterStore",
            "log-driver", "LoggingDriver",
            "default-runtime", "DefaultRuntime",
            "live-restore", "LiveRestoreEnabled")
        .forEach((key, field) -> info.json().get(field).ifPresent(v -> shown.put(key, v)));
    return shown;
  }

  /** The properties, and behind them under the empty name what is known of the process. */
  private static Reading<Map<String, String>> process(Exec.Exited ended) {
    if (ended.status() == NOTHING_TO_ASK) {
      return Reading.of(Map.of());
    }
    if (!ended.succeeded()) {
      return failed("looking at the process of dockerd", ended);
    }
    Map<String, String> properties = new HashMap<>();
    StringBuilder rest = new StringBuilder();
    for (String line : ended.out().split("\n")) {
      if (rest.isEmpty() && line.matches("(LoadState|ActiveState|NeedDaemonReload)=.*")) {
        properties.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
      } else {
        rest.append(line);
      }
    }
    properties.put("", rest.toString());
    return Reading.of(properties);
  }

  private static Reading<Optional<JsonView>> info(Exec.Exited ended) {
    if (ended.status() == NOTHING_TO_ASK || ended.status() == 127) {
      return Reading.of(Optional.empty());
    }
    Optional<JsonView> info =
        JsonView.parseObject(ended.out()).filter(shown -> !shown.text("ServerVersion").isEmpty());
    return info.isPresent()
        ? Reading.of(info)
        : failed("dockerd runs, but does not answer: docker info", ended);
  }

  private static Reading<String> answered(Exec.Exited ended) {
    return ended.status() == NOTHING_TO_ASK
        ? Reading.of("")
        : ended.succeeded() ? Reading.of(ended.out()) : failed("looking at docker.service", ended);
  }

  private static <T> Reading<T> failed(String what, Exec.Exited ended) {
    return Reading.unreadable(
        "%s ended with status %d and said:\n    %s"
            .formatted(what, ended.status(), (ended.err() + ended.out()).strip()));
  }

  static ConfigFile file(TextFile file) {
    return switch (file) {
      case TextFile.Missing _ -> new ConfigFile.Missing();
      case TextFile.Present present ->
          JsonReader.read(present.text())
              .filter(Value.Entries.class::isInstance)
              .<ConfigFile>map(
                  json -> new ConfigFile.Settings(((Value.Entries) json).map(), present.text()))
              .orElseGet(() -> new ConfigFile.Malformed(present.text()));
    };
  }
}
