package dev.plumb.module.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.change.Plan.CheckVerdict;
import dev.plumb.host.systemd.ActiveState;
import dev.plumb.host.systemd.LoadState;
import dev.plumb.host.systemd.UnitFileState;
import dev.plumb.host.systemd.UnitName;
import dev.plumb.host.systemd.UnitState;
import dev.plumb.module.ModuleHarness;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import dev.plumb.value.RemotePath;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceModuleTest {

  private final ModuleHarness<ServiceSpec, UnitState> service =
      ModuleHarness.of(new ServiceModule());

  private static UnitState.Found unit(ActiveState active, UnitFileState file) {
    return new UnitState.Found(
        LoadState.LOADED, active, "dead", file, false, false, Optional.empty());
  }

  private static UnitState.Found outdated(ActiveState active) {
    return new UnitState.Found(
        LoadState.LOADED, active, "dead", UnitFileState.ENABLED, true, false, Optional.empty());
  }

  private static UnitState.Found masked() {
    return new UnitState.Found(
        LoadState.MASKED,
        ActiveState.INACTIVE,
        "dead",
        UnitFileState.MASKED,
        false,
        false,
        Optional.empty());
  }

  private static UnitState.Found newer() {
    return new UnitState.Found(
        LoadState.LOADED,
        ActiveState.ACTIVE,
        "running",
        UnitFileState.ENABLED,
        true,
        false,
        Optional.of(RemotePath.of("/etc/etcd.conf")));
  }

  @Nested
  class Planning {

    @Test
    void enablesBeforeItStarts() {
      service
          .plan(
              "{name: etcd, state: started, enabled: true}",
              unit(ActiveState.INACTIVE, UnitFileState.DISABLED))
          .needs(
              """
              enabled: no -> yes
                run systemctl enable -- etcd.service
              running: no -> yes
                run systemctl start -- etcd.service
              """);
    }

    @Test
    void leavesBootStateAloneWhenNotAsked() {
      service
          .plan("{name: etcd, state: started}", unit(ActiveState.ACTIVE, UnitFileState.DISABLED))
          .isInSync();
    }

    @Test
    void resetsFailuresBeforeStarting() {
      service
          .plan("{name: etcd, state: started}", unit(ActiveState.FAILED, UnitFileState.ENABLED))
          .needs(
              """
              running: failed -> yes
                run systemctl reset-failed -- etcd.service
                run systemctl start -- etcd.service
              """);
    }

    @Test
    void waitsForAUnitThatIsStarting() {
      service
          .plan("{name: etcd, state: started}", unit(ActiveState.ACTIVATING, UnitFileState.ENABLED))
          .waits("wait until systemctl is-active --quiet -- etcd.service");
    }

    @Test
    void waitsAfterItsChanges() {
      service
          .plan(
              "{name: etcd, state: started, enabled: true}",
              unit(ActiveState.ACTIVATING, UnitFileState.DISABLED))
          .needs(
              """
              enabled: no -> yes
                run systemctl enable -- etcd.service
              running: activating -> yes
                wait until systemctl is-active --quiet -- etcd.service
              """);
    }

    @ParameterizedTest
    @EnumSource(
        value = ActiveState.class,
        names = {"ACTIVE", "RELOADING", "REFRESHING", "ACTIVATING", "DEACTIVATING", "MAINTENANCE"})
    void stopsWhatIsNotDown(ActiveState active) {
      assertThat(
              service
                  .plan("{name: etcd, state: stopped}", unit(active, UnitFileState.ENABLED))
                  .plan())
          .isInstanceOf(dev.plumb.change.Plan.Needed.class);
    }

    @Test
    void treatsAFailedUnitAsStopped() {
      service
          .plan("{name: etcd, state: stopped}", unit(ActiveState.FAILED, UnitFileState.ENABLED))
          .isInSync();
    }

    @ParameterizedTest
    @EnumSource(value = UnitFileState.class)
    void findsAnAnswerForEachFileState(UnitFileState file) {
      service.plan("{name: x, enabled: true}", unit(ActiveState.ACTIVE, file));
      service.plan("{name: x, enabled: false}", unit(ActiveState.ACTIVE, file));
      service.plan("{name: x, masked: false, enabled: true}", unit(ActiveState.ACTIVE, file));
    }

    @Test
    void treatsAStaticUnitAsEnabled() {
      service
          .plan("{name: dbus, enabled: true}", unit(ActiveState.ACTIVE, UnitFileState.STATIC))
          .isInSync();
    }

    @Test
    void cannotDisableAGeneratedUnit() {
      service
          .plan("{name: x, enabled: false}", unit(ActiveState.ACTIVE, UnitFileState.GENERATED))
          .isBlocked("Unit cannot be disabled");
    }

    @Test
    void persistsARuntimeEnablement() {
      service
          .plan("{name: x, enabled: true}", unit(ActiveState.ACTIVE, UnitFileState.ENABLED_RUNTIME))
          .needs(
              """
              enabled: no -> yes
                run systemctl enable -- x.service
              """);
    }

    @Test
    void isBlockedByAMask() {
      service
          .plan("{name: x, state: started}", masked())
          .isBlocked("Unit is masked")
          .fixableByEarlierTask();
    }

    @Test
    void unmasksFirst() {
      service
          .plan("{name: x, state: started, enabled: true, masked: false}", masked())
          .needs(
              """
              masked: yes -> no
                run systemctl unmask -- x.service
              enabled: masked -> yes
                run systemctl enable -- x.service
              running: no -> yes
                run systemctl start -- x.service
              """);
    }

    @Test
    void masksAUnitThatIsNotThere() {
      service
          .plan("{name: x, masked: true}", new UnitState.NotFound())
          .needs(
              """
              masked: no -> yes
                run systemctl mask -- x.service
              """);
    }

    @Test
    void reloadsUnitFilesBeforeAStart() {
      service
          .plan("{name: etcd, state: started}", outdated(ActiveState.INACTIVE))
          .needs(
              """
              daemon_reload: outdated -> current
                run systemctl daemon-reload
              running: no -> yes
                run systemctl start -- etcd.service
              """);
    }

    @Test
    void reloadsUnitFilesOnRequest() {
      service
          .plan("{name: etcd, daemon_reload: true}", outdated(ActiveState.ACTIVE))
          .needs(
              """
              daemon_reload: outdated -> current
                run systemctl daemon-reload
              """);
      service
          .plan(
              "{name: etcd, daemon_reload: true}", unit(ActiveState.ACTIVE, UnitFileState.ENABLED))
          .isInSync();
      service.plan("daemon_reload: true", new UnitState.Manager(false)).isInSync();
    }

    @Test
    void restartsAUnitThatIsOlderThanItsFiles() {
      service
          .plan("{name: etcd, state: started, restart_when_newer: [/etc/etcd.conf]}", newer())
          .needs(
              """
              daemon_reload: outdated -> current
                run systemctl daemon-reload
              up to date: started before /etc/etcd.conf changed -> yes
                run systemctl restart -- etcd.service
              """);
    }

    @Test
    void restartsOnEveryRun() {
      service
          .plan("{name: etcd, state: restarted}", unit(ActiveState.ACTIVE, UnitFileState.ENABLED))
          .acts(
              CheckVerdict.CHANGES,
              """
              running: yes -> restarted
                run systemctl restart -- etcd.service
              """);
    }

    @Test
    void startsWhatCannotBeReloadedAsItIsDown() {
      service
          .plan("{name: etcd, state: reloaded}", unit(ActiveState.INACTIVE, UnitFileState.ENABLED))
          .acts(
              CheckVerdict.CHANGES,
              """
              running: no -> yes
                run systemctl restart -- etcd.service
              """);
    }

    @Test
    void startsAOneShotUnitOnEveryRun() {
      var oneshot =
          new UnitState.Found(
              LoadState.LOADED,
              ActiveState.INACTIVE,
              "dead",
              UnitFileState.STATIC,
              false,
              true,
              Optional.empty());
      service
          .plan("{name: backup, state: started}", oneshot)
          .acts(
              CheckVerdict.CHANGES,
              """
              running: no -> yes
                run systemctl start -- backup.service
              """);
    }

    @Test
    void isBlockedByAUnitThatIsNotThere() {
      service
          .plan("{name: etcd, state: stopped}", new UnitState.NotFound())
          .isBlocked("Unit not found")
          .fixableByEarlierTask();
    }
  }

  @Nested
  class Probing {

    private static final String CRON =
        """
        Type=simple
        RemainAfterExit=no
        LoadState=loaded
        ActiveState=active
        SubState=running
        UnitFileState=enabled
        NeedDaemonReload=no
        """;

    @Test
    void readsAUnit() {
      assertThat(UnitProbe.parse(Exec.Exited.of(0, CRON, "")))
          .isEqualTo(
              Reading.of(
                  new UnitState.Found(
                      LoadState.LOADED,
                      ActiveState.ACTIVE,
                      "running",
                      UnitFileState.ENABLED,
                      false,
                      false,
                      Optional.empty())));
    }

    @Test
    void readsAUnitThatIsNotThere() {
      assertThat(
              UnitProbe.parse(
                  Exec.Exited.of(
                      0,
                      "LoadState=not-found\nActiveState=inactive\nSubState=dead\nUnitFileState=\n",
                      "")))
          .isEqualTo(Reading.of(new UnitState.NotFound()));
    }

    @Test
    void reportsAnUnknownStateAsUnreadable() {
      assertThat(UnitProbe.parse(Exec.Exited.of(0, CRON.replace("=active", "=pondering"), "")))
          .isEqualTo(
              Reading.unreadable(
                  "systemctl said something that plumb does not know: ActiveState=pondering"));
    }

    @Test
    void reportsAFailedLookAsUnreadable() {
      assertThat(UnitProbe.parse(Exec.Exited.of(1, "", "Failed to connect to bus")))
          .isInstanceOf(Reading.Unreadable.class);
    }

    @Test
    void recognizesAHostWithoutSystemd() {
      assertThat(
              UnitProbe.parse(
                  Exec.Exited.of(
                      1,
                      "",
                      "System has not been booted with systemd as init system (PID 1). Can't"
                          + " operate.")))
          .isInstanceOfSatisfying(
              Reading.Observed.class,
              seen -> assertThat(seen.state()).isInstanceOf(UnitState.NoSystemd.class));
    }

    private UnitState compared(String changed, String started) {
      var probe =
          new ServiceModule()
              .probe(service.read("{name: cron, restart_when_newer: [/etc/a, /etc/b]}"));
      return probe.read(
                  List.of(
                      Exec.Exited.of(0, CRON, ""),
                      Exec.Exited.of(0, "t " + started + "\n", ""),
                      Exec.Exited.of(0, changed + " /etc/a\0", ""),
                      Exec.Exited.of(
                          1, "", "stat: cannot statx '/etc/b': No such file or directory\n")))
              instanceof Reading.Observed<UnitState>(UnitState state)
          ? state
          : new UnitState.NotFound();
    }

    @Test
    void comparesTimesWithinASecond() {
      assertThat(compared("1795424609.491718000", "1795424609491717"))
          .isInstanceOfSatisfying(
              UnitState.Found.class,
              found -> assertThat(found.changedSinceStart()).contains(RemotePath.of("/etc/a")));
      assertThat(compared("1795424609.491717000", "1795424609491717"))
          .isInstanceOfSatisfying(
              UnitState.Found.class, found -> assertThat(found.changedSinceStart()).isEmpty());
    }

    @Test
    void namesTheUnitOnTheBus() {
      assertThat(UnitName.of("docker-1.socket").busPath())
          .isEqualTo("/org/freedesktop/systemd1/unit/docker_2d1_2esocket");
    }
  }

  @Nested
  class ReadingArguments {

    @Test
    void completesTheName() {
      assertThat(UnitName.of("etcd")).hasToString("etcd.service");
      assertThat(UnitName.of("getty@tty1")).hasToString("getty@tty1.service");
      assertThat(UnitName.of("docker.socket")).hasToString("docker.socket");
    }

    @Test
    void rejectsAnInvalidUnitName() {
      service.rejects(
          "{name: etcd!, state: started}",
          "Invalid argument: The argument \"name\" must be a unit name such as \"etcd\" or"
              + " \"docker.socket\", but was \"etcd!.service\".");
    }

    @Test
    void requiresAStateToKeep() {
      service.rejects(
          "name: etcd",
          "Invalid arguments: The module service must be told what to keep: \"state\", \"enabled\","
              + " \"masked\", \"daemon_reload\" or \"restart_when_newer\".");
    }
  }
}
