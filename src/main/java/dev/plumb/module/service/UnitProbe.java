package dev.plumb.module.service;

import dev.plumb.host.systemd.ActiveState;
import dev.plumb.host.systemd.LoadState;
import dev.plumb.host.systemd.UnitFileState;
import dev.plumb.host.systemd.UnitName;
import dev.plumb.host.systemd.UnitState;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.RemotePath;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    Probe<Optional<Changed>> newest =
        Probe.all(spec.restartWhenNewer().stream().map(UnitProbe::changed).toList())
            .map(
                all ->
                    all.stream()
                        .flatMap(Optional::stream)
                        .reduce((a, b) -> b.time().compareTo(a.time()) > 0 ? b : a));
    return shown
        .and(started(unit), Timed::new)
        .and(newest, (timed, file) -> timed.with(file.orElse(null)));
  }

  /** A file and the time of its last change, in seconds. */
  private record Changed(RemotePath path, BigDecimal time) {}

  /** A unit and when it last left the inactive state, in seconds; 0 when it never did. */
  private record Timed(UnitState state, BigDecimal startedAt) {
    UnitState with(@Nullable Changed file) {
      return file != null
              && state instanceof UnitState.Found found
              && startedAt.signum() > 0
              && file.time().compareTo(startedAt) > 0
          ? new UnitState.Found(
              found.load(),
              found.active(),
              found.subState(),
              found.file(),
              found.needsReload(),
              found.runsOnce(),
              Optional.of(file.path()))
          : state;
    }
  }

  /**
   * Asked of the bus: systemctl shows times in whole seconds of the host's time zone, and a file
   * may change in the second in which its unit is started. The begin of the start counts, not its
   * end, as that is when a unit begins to read its files.
   */
  private static Probe<BigDecimal> started(UnitName unit) {
    return Probe.of(
        Command.of(
            "busctl",
            "get-property",
            "org.freedesktop.systemd1",
            unit.busPath(),
            "org.freedesktop.systemd1.Unit",
            "InactiveExitTimestamp"),
        ended -> {
          String[] words = ended.out().strip().split(" ");
          if (ended.status() == 0 && words.length == 2 && words[1].matches("\\d+")) {
            return Reading.of(new BigDecimal(words[1]).movePointLeft(6));
          }
          // Without a bus there is no unit that could have been started; what is wrong is told by
          // the answer of systemctl.
          return ended.status() != 0
              ? Reading.of(BigDecimal.ZERO)
              : Reading.unreadable("busctl said something unexpected: " + ended.out());
        });
  }

  private static Probe<Optional<Changed>> changed(RemotePath path) {
    return Probe.of(
        Command.ofMergeable(List.of("stat", "-L", "--printf=%.9Y %n\\0", "--"), path.value()),
        ended -> {
          String time = ended.out().split(" ", 2)[0];
          // A file that is not there cannot be newer.
          return Reading.of(
              time.matches("\\d+\\.\\d+")
                  ? Optional.of(new Changed(path, new BigDecimal(time)))
                  : Optional.empty());
        });
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
