package dev.plumb.module.service;

import dev.plumb.host.systemd.ActiveState;
import dev.plumb.host.systemd.LoadState;
import dev.plumb.host.systemd.UnitAge;
import dev.plumb.host.systemd.UnitFileState;
import dev.plumb.host.systemd.UnitName;
import dev.plumb.host.systemd.UnitState;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Asks systemd about a unit. */
final class UnitProbe {

  private static final String PROPERTIES =
      "LoadState,ActiveState,SubState,UnitFileState,NeedDaemonReload,Type,RemainAfterExit";

  private UnitProbe() {}

  static Probe<UnitState> of(ServiceSpec spec) {
    if (spec.name().isEmpty()) {
      return Probe.of(
          Command.of("systemctl", "show", "--property=NeedDaemonReload", "*"),
          UnitProbe::parseManager);
    }
    UnitName unit = spec.name().get();
    Probe<UnitState> shown =
        Probe.of(
            Command.of("systemctl", "show", "--property=" + PROPERTIES, "--", unit.value()),
            UnitProbe::parse);
    if (spec.restartWhenNewer().isEmpty()) {
      return shown;
    }
    return shown.and(
        UnitAge.changedSinceStart(unit, spec.restartWhenNewer()),
        (state, newer) ->
            state instanceof UnitState.Found found ? found.withChangedSinceStart(newer) : state);
  }

  static Reading<UnitState> parseManager(Exec.Exited ended) {
    return ended.succeeded()
        ? Reading.of(
            new UnitState.Manager(ended.out().lines().anyMatch("NeedDaemonReload=yes"::equals)))
        : failed(ended);
  }

  /** Reads an answer of {@code systemctl show --property=... -- UNIT}. */
  static Reading<UnitState> parse(Exec.Exited ended) {
    if (!ended.succeeded()) {
      return failed(ended);
    }
    Map<String, String> properties = new HashMap<>();
    ended
        .out()
        .lines()
        .filter(line -> line.contains("="))
        .forEach(
            line ->
                properties.put(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    try {
      LoadState load = constant(LoadState.class, properties, "LoadState");
      if (load == LoadState.NOT_FOUND) {
        return Reading.of(new UnitState.NotFound());
      }
      String type = properties.getOrDefault("Type", "");
      return Reading.of(
          new UnitState.Found(
              load,
              constant(ActiveState.class, properties, "ActiveState"),
              properties.getOrDefault("SubState", ""),
              properties.getOrDefault("UnitFileState", "").isEmpty()
                  ? UnitFileState.NONE
                  : constant(UnitFileState.class, properties, "UnitFileState"),
              "yes".equals(properties.get("NeedDaemonReload")),
              type.equals("oneshot") && "no".equals(properties.get("RemainAfterExit")),
              Optional.empty()));
    } catch (IllegalArgumentException e) {
      return Reading.unreadable(
          "systemctl said something that plumb does not know: " + e.getMessage());
    }
  }

  private static Reading<UnitState> failed(Exec.Exited ended) {
    String said = ended.err().strip();
    return ended.status() == 127 || said.contains("not been booted with systemd")
        ? Reading.of(new UnitState.NoSystemd(said))
        : Reading.unreadable(
            "systemctl ended with status " + ended.status() + " and said:\n    " + said);
  }

  private static <E extends Enum<E>> E constant(
      Class<E> type, Map<String, String> properties, String name) {
    String word = properties.getOrDefault(name, "");
    for (E constant : type.getEnumConstants()) {
      if (constant.name().replace('_', '-').toLowerCase(Locale.ROOT).equals(word)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(name + "=" + word);
  }
}
