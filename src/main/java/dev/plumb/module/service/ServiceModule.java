package dev.plumb.module.service;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.systemd.ActiveState;
import dev.plumb.host.systemd.LoadState;
import dev.plumb.host.systemd.UnitFileState;
import dev.plumb.host.systemd.UnitName;
import dev.plumb.host.systemd.UnitState;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Keeps a systemd unit running or stopped, enabled or not, masked or not, and up to date. */
public final class ServiceModule implements TaskModule<ServiceSpec, UnitState> {

  @Override
  public ModuleInfo<ServiceSpec> info() {
    return ModuleInfo.of(
            "service",
            ServiceSpec.class,
            "Keeps a systemd unit running or stopped, enabled or not, masked or not.")
        .alias("systemd", "systemd_service");
  }

  @Override
  public Probe<UnitState> probe(ServiceSpec spec) {
    return UnitProbe.of(spec);
  }

  @Override
  public Plan<UnitState> plan(ServiceSpec spec, UnitState state) {
    return switch (state) {
      case UnitState.NoSystemd none ->
          Plan.failed(
              Diagnostic.error(
                  "Host is not run by systemd",
                  "Only units of systemd can be kept. systemctl said:\n    " + none.why()));
      case UnitState.Manager manager ->
          manager.needsReload()
              ? Plan.of(List.of(reload()), new UnitState.Manager(false))
              : Plan.inSync();
      case UnitState.NotFound _ -> planNotFound(spec);
      case UnitState.Found found -> new ServicePlanner(spec, found).plan();
    };
  }

  private static Plan<UnitState> planNotFound(ServiceSpec spec) {
    UnitName unit = spec.name().orElseThrow();
    if (spec.masked().orElse(false)) {
      Step mask = Step.run("systemctl", "mask", "--", unit.value());
      return Plan.of(
          List.of(Change.of("masked", "no", "yes", mask)),
          new UnitState.Found(
              LoadState.MASKED,
              ActiveState.INACTIVE,
              "dead",
              UnitFileState.MASKED,
              false,
              false,
              Optional.empty()));
    }
    return Plan.blocked(
        Diagnostic.error(
            "Unit not found",
            "systemd knows no unit "
                + unit
                + ". Is the name right, and is the package that brings it installed?"));
  }

  static Change reload() {
    return Change.of(
        "daemon_reload", "outdated", "current", Step.run("systemctl", "daemon-reload"));
  }

  @Override
  public Map<String, Value> result(ServiceSpec spec, UnitState state, List<Exec> ran) {
    Map<String, Value> result = new LinkedHashMap<>();
    spec.name().ifPresent(unit -> result.put("name", Value.text(unit.value())));
    spec.state().ifPresent(s -> result.put("state", Value.text(word(s))));
    spec.enabled().ifPresent(enabled -> result.put("enabled", Value.bool(enabled)));
    if (state instanceof UnitState.Found found) {
      // The names are systemd's, as in Ansible.
      result.put(
          "status",
          Value.map(
              Map.of(
                  "LoadState", Value.text(word(found.load())),
                  "ActiveState", Value.text(word(found.active())),
                  "SubState", Value.text(found.subState()),
                  "UnitFileState",
                      Value.text(found.file() == UnitFileState.NONE ? "" : word(found.file())))));
    }
    return result;
  }

  private static String word(Enum<?> constant) {
    return constant.name().replace('_', '-').toLowerCase(Locale.ROOT);
  }
}
