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

/** Probes dockerd. A stopped dockerd is not contacted, because socket activation would start it. */
final class DaemonProbe {

  /** The exit status of a query if dockerd is missing or stopped. */
  private static final int NOT_RUNNING = 3;

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

  /** Unlike {@code systemctl cat}, it also shows files that systemd has not loaded yet. */
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

  private static final String SWARM_STATE = "/var/lib/docker/swarm/docker-state.json";

  private DaemonProbe() {}

  static Probe<DaemonState> of(DaemonSpec spec) {
    return Probe.combine(
        Probe.combine(
            Probe.of(PROCESS, DaemonProbe::process),
            Probe.of(INFO, DaemonProbe::info),
            ServiceProcess::new),
        Probe.combine(
            Probe.of(UNIT, DaemonProbe::output),
            Probe.of(VARIABLES, DaemonProbe::output),
            DaemonUnit::parse),
        TextFile.probe(spec.configFile()).map(DaemonProbe::file),
        Probe.combine(
            ConfigReadTime.hasReadCurrentFile(spec.configFile()),
            DaemonHealth.connected(spec.requested("cluster-store").map(Value::toString)),
            FileEntry.probeFollowingLinks(SWARM_STATE)
                .map(entry -> entry instanceof FileEntry.Regular(var file) && file.size() > 0),
            Checks::new),
        DaemonProbe::state);
  }

  private record ServiceProcess(Map<String, String> properties, Optional<JsonView> info) {}

  private record Checks(boolean hasReadCurrentFile, boolean connected, boolean hasSwarmState) {}

  private static DaemonState state(
      ServiceProcess process, DaemonUnit unit, ConfigFile file, Checks checks) {
    Map<String, String> properties = process.properties();
    Optional<JsonView> info = process.info();
    if (properties.getOrDefault("LoadState", "").equals("masked")) {
      return new DaemonState.Masked();
    }
    if (unit.files().isEmpty()) {
      return new DaemonState.NotInstalled();
    }
    String rest = properties.getOrDefault("", "");
    Matcher version = Pattern.compile("version ([^ ,]+)").matcher(rest);
    return new DaemonState.Installed(
        info.map(shown -> shown.text("ServerVersion"))
            .orElseGet(() -> version.find() ? version.group(1) : ""),
        unit,
        properties.getOrDefault("NeedDaemonReload", "").equals("yes"),
        file,
        info.map(shown -> !shown.object("Swarm").text("LocalNodeState").equals("inactive"))
            .orElse(checks.hasSwarmState()),
        info.<DaemonProcess>map(
                shown ->
                    new DaemonProcess.Running(
                        List.of(rest.split("\0")),
                        checks.hasReadCurrentFile(),
                        checks.connected(),
                        (int) shown.number("ContainersRunning"),
                        inUse(shown)))
            .orElseGet(
                () -> new DaemonProcess.Stopped(properties.getOrDefault("ActiveState", ""))));
  }

  /** Returns the settings that dockerd reports; without a store, it reports none. */
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

  /** Returns the unit's properties and, under the empty name, the command line or version. */
  private static Reading<Map<String, String>> process(Exec.Exited ended) {
    if (ended.status() == NOT_RUNNING) {
      return Reading.of(Map.of());
    }
    if (!ended.succeeded()) {
      return failed("querying the process of dockerd", ended);
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
    if (ended.status() == NOT_RUNNING || ended.status() == 127) {
      return Reading.of(Optional.empty());
    }
    Optional<JsonView> info =
        JsonView.parseObject(ended.out()).filter(shown -> !shown.text("ServerVersion").isEmpty());
    return info.isPresent()
        ? Reading.of(info)
        : failed("dockerd runs, but does not answer: docker info", ended);
  }

  private static Reading<String> output(Exec.Exited ended) {
    return ended.status() == NOT_RUNNING
        ? Reading.of("")
        : ended.succeeded()
            ? Reading.of(ended.out())
            : failed("reading the files of docker.service", ended);
  }

  private static <T> Reading<T> failed(String what, Exec.Exited ended) {
    return Reading.unreadable(
        "%s ended with status %d and reported:\n    %s"
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
