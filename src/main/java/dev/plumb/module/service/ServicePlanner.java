package dev.plumb.module.service;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.systemd.ActiveState;
import dev.plumb.host.systemd.LoadState;
import dev.plumb.host.systemd.UnitFileState;
import dev.plumb.host.systemd.UnitName;
import dev.plumb.host.systemd.UnitState;
import dev.plumb.module.service.ServiceSpec.State;
import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Plans for a unit that systemd knows. Made for one plan. */
final class ServicePlanner {

  /** systemd's own limit for a start is 90 s; a unit with a longer one says so by failing late. */
  private static final Duration START_TIMEOUT = Duration.ofSeconds(100);

  private final ServiceSpec spec;
  private final UnitName unit;
  private final UnitState.Found found;
  private final boolean masked;
  private final List<Change> changes = new ArrayList<>();
  private boolean isAction;

  ServicePlanner(ServiceSpec spec, UnitState.Found found) {
    this.spec = spec;
    this.unit = spec.name().orElseThrow();
    this.found = found;
    this.masked = spec.masked().orElse(found.masked());
  }

  Plan<UnitState> plan() {
    Optional<Diagnostic> obstacle = obstacle();
    if (obstacle.isPresent()) {
      return Plan.blocked(obstacle.get());
    }
    planReload();
    planMask();
    // Enabling goes before starting: a host that reboots half way then comes up as asked.
    planEnabled();
    Optional<Plan<UnitState>> waits = planRunning();
    if (waits.isPresent()) {
      return waits.get();
    }
    return isAction
        ? new Plan.Action<>(changes, Plan.CheckVerdict.CHANGES)
        : Plan.of(changes, expected());
  }

  private boolean wantsToRun() {
    return spec.state().filter(s -> s != State.STOPPED).isPresent();
  }

  private Optional<Diagnostic> obstacle() {
    boolean wantsMore = wantsToRun() || spec.enabled().orElse(false);
    if (masked && wantsMore) {
      return Optional.of(
          Diagnostic.error(
              "Unit is masked",
              unit
                  + " is masked: it can be neither started nor enabled. To lift that, say"
                  + " \"masked: false\"."));
    }
    boolean broken = found.load() == LoadState.BAD_SETTING || found.load() == LoadState.ERROR;
    if (broken && wantsMore && !found.needsReload()) {
      return Optional.of(
          Diagnostic.error(
              "Unit cannot be loaded",
              "systemd cannot read the files of "
                  + unit
                  + ". To see why, run on the host:\n    systemd-analyze verify "
                  + unit));
    }
    if (spec.enabled().isPresent() && !found.masked() && !broken) {
      return enablingObstacle(spec.enabled().get());
    }
    return Optional.empty();
  }

  private Optional<Diagnostic> enablingObstacle(boolean wanted) {
    String why =
        switch (found.file()) {
          case GENERATED -> wanted ? "" : "a generator makes it at every boot";
          case TRANSIENT -> wanted ? "it is transient and gone after a boot" : "";
          case NONE -> wanted ? "it has no unit file" : "";
          case BAD -> "its unit file cannot be read";
          case STATIC, INDIRECT, ENABLED, ENABLED_RUNTIME, LINKED, LINKED_RUNTIME, ALIAS -> "";
          case DISABLED, MASKED, MASKED_RUNTIME -> "";
        };
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Diagnostic.error(
                wanted ? "Unit cannot be enabled" : "Unit cannot be disabled",
                "Whether "
                    + unit
                    + " starts at boot cannot be chosen: "
                    + why
                    + ". Leave \"enabled\" out."));
  }

  private boolean restartIsDue() {
    return found.changedSinceStart().isPresent() && found.active().running();
  }

  private void planReload() {
    boolean aboutToRun =
        spec.state().filter(s -> s == State.RESTARTED || s == State.RELOADED).isPresent()
            || (spec.state().filter(s -> s == State.STARTED).isPresent()
                && !found.active().running())
            || restartIsDue();
    if (found.needsReload() && (spec.daemonReload() || aboutToRun)) {
      changes.add(ServiceModule.reload());
    }
  }

  private void planMask() {
    if (masked != found.masked()) {
      changes.add(flip("masked", found.masked(), masked ? "mask" : "unmask"));
    }
  }

  private void planEnabled() {
    if (spec.enabled().isEmpty()) {
      return;
    }
    boolean wanted = spec.enabled().get();
    if (found.file().masked()) {
      // What the mask hides cannot be seen; both verbs do nothing when all is as asked.
      if (!masked) {
        changes.add(Change.of("enabled", "masked", yesNo(wanted), systemctl(enabling(wanted))));
      }
    } else if (found.file() == UnitFileState.ENABLED_RUNTIME && !wanted) {
      changes.add(
          Change.of(
              "enabled",
              "until the next boot",
              "no",
              Step.run("systemctl", "disable", "--runtime", "--", unit.value())));
    } else if (found.file().enabled().filter(is -> is != wanted).isPresent()) {
      changes.add(flip("enabled", !wanted, enabling(wanted)));
    }
  }

  /** Adds what brings the unit up, down or up to date; or a wait, when that is all there is. */
  private Optional<Plan<UnitState>> planRunning() {
    if (restartIsDue() && spec.state().filter(s -> s != State.STARTED).isEmpty()) {
      changes.add(
          Change.of(
              "up to date",
              "started before " + found.changedSinceStart().get() + " changed",
              "yes",
              systemctl("restart")));
      return Optional.empty();
    }
    if (spec.state().isEmpty()) {
      return Optional.empty();
    }
    switch (spec.state().get()) {
      case STARTED -> {
        return planStart();
      }
      case STOPPED -> {
        switch (found.active()) {
          case INACTIVE, FAILED -> {}
          case ACTIVE, RELOADING, REFRESHING, ACTIVATING, DEACTIVATING, MAINTENANCE ->
              changes.add(Change.of("running", activeWord(), "no", systemctl("stop")));
        }
      }
      case RESTARTED -> {
        changes.add(Change.of("running", activeWord(), "restarted", restart()));
        isAction = true;
      }
      case RELOADED -> {
        changes.add(
            found.active().running()
                ? Change.of("running", activeWord(), "reloaded", systemctl("reload"))
                : Change.of("running", activeWord(), "yes", restart()));
        isAction = true;
      }
    }
    return Optional.empty();
  }

  private Optional<Plan<UnitState>> planStart() {
    switch (found.active()) {
      case ACTIVE, RELOADING, REFRESHING -> {}
      case ACTIVATING -> {
        Step.Await up =
            new Step.Await(
                Command.of("systemctl", "is-active", "--quiet", "--", unit.value()),
                START_TIMEOUT,
                Duration.ofSeconds(1));
        if (changes.isEmpty()) {
          return Optional.of(new Plan.Waiting<>(up, startTimedOut()));
        }
        changes.add(Change.of("running", activeWord(), "yes", up));
      }
      case INACTIVE, FAILED, DEACTIVATING, MAINTENANCE -> {
        changes.add(Change.of("running", activeWord(), "yes", start()));
        // Nothing stays running that a look could find.
        isAction = found.runsOnce();
      }
    }
    return Optional.empty();
  }

  private Step[] start() {
    // A unit that failed too often refuses to start until that is forgotten.
    return found.active() == ActiveState.FAILED
        ? new Step[] {systemctl("reset-failed"), systemctl("start")}
        : new Step[] {systemctl("start")};
  }

  private Step[] restart() {
    return found.active() == ActiveState.FAILED
        ? new Step[] {systemctl("reset-failed"), systemctl("restart")}
        : new Step[] {systemctl("restart")};
  }

  private Diagnostic startTimedOut() {
    return Diagnostic.error(
        "Unit does not come up",
        "%s was still starting (%s) after %d s. To see why, run on the host:\n    journalctl -u %s -n 50"
            .formatted(unit, found.subState(), START_TIMEOUT.toSeconds(), unit));
  }

  private UnitState expected() {
    boolean start = spec.state().filter(s -> s == State.STARTED).isPresent();
    boolean stop =
        spec.state().filter(s -> s == State.STOPPED).isPresent()
            && found.active() != ActiveState.FAILED;
    UnitFileState file = found.file();
    if (masked) {
      file = UnitFileState.MASKED;
    } else if (file.masked() || file.enabled().isPresent()) {
      boolean enabled = spec.enabled().orElseGet(() -> found.file().enabled().orElse(false));
      file = enabled ? UnitFileState.ENABLED : UnitFileState.DISABLED;
    }
    return new UnitState.Found(
        masked ? LoadState.MASKED : LoadState.LOADED,
        start ? ActiveState.ACTIVE : stop ? ActiveState.INACTIVE : found.active(),
        found.subState(),
        file,
        false,
        found.runsOnce(),
        Optional.empty());
  }

  private Change flip(String property, boolean before, String verb) {
    return Change.of(property, yesNo(before), yesNo(!before), systemctl(verb));
  }

  private Step systemctl(String verb) {
    return Step.run("systemctl", verb, "--", unit.value());
  }

  private static String enabling(boolean wanted) {
    return wanted ? "enable" : "disable";
  }

  /** The unit's state as systemd has it, where yes and no would not say enough. */
  private String activeWord() {
    return switch (found.active()) {
      case ACTIVE -> "yes";
      case INACTIVE -> "no";
      case RELOADING, REFRESHING, FAILED, ACTIVATING, DEACTIVATING, MAINTENANCE ->
          found.active().name().toLowerCase(Locale.ROOT);
    };
  }

  private static String yesNo(boolean truth) {
    return truth ? "yes" : "no";
  }
}
