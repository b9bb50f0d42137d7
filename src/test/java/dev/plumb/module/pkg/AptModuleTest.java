package dev.plumb.module.pkg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.change.Plan.CheckVerdict;
import dev.plumb.module.ModuleHarness;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AptModuleTest {

  private static final String APT =
      "apt-get -q -y -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold"
          + " -o DPkg::Lock::Timeout=120 ";
  private static final String UPDATE =
      """
      run apt-get -q -o DPkg::Lock::Timeout=120 update
      run touch -c /var/lib/apt/lists
      """
          .indent(2);

  private static final PackageState ABSENT = new PackageState.NotInstalled();
  private static final PackageState V1 = new PackageState.Installed("3.4.23-1");

  private final ModuleHarness<AptSpec, AptState> apt = ModuleHarness.of(new AptModule());

  private static AptState seen(String name, PackageState state) {
    return new AptState.Packages(Map.of(name, state), Map.of(), Optional.empty());
  }

  private static AptState aged(PackageState state, Duration age) {
    return new AptState.Packages(Map.of("etcd", state), Map.of(), Optional.of(age));
  }

  @Nested
  class Planning {

    @Test
    void installsAllMissingPackagesTogether() {
      apt.plan(
              "name: [etcd, cron, curl]",
              new AptState.Packages(
                  Map.of("etcd", ABSENT, "cron", V1, "curl", new PackageState.ConfigFilesLeft()),
                  Map.of(),
                  Optional.empty()))
          .needs(
              "etcd: absent -> installed\n"
                  + "  run "
                  + APT
                  + "install -- etcd curl\n"
                  + "curl: removed -> installed");
    }

    @Test
    void leavesAnInstalledPackageAtItsVersion() {
      apt.plan("{name: etcd, update_cache: true}", seen("etcd", V1)).isInSync();
      apt.plan("name: etcd=3.4*", seen("etcd", V1)).isInSync();
    }

    @Test
    void installsRequestedVersion() {
      apt.plan("{name: etcd=3.3*, allow_downgrade: true}", seen("etcd", V1))
          .needs(
              "etcd: 3.4.23-1 -> 3.3*\n  run " + APT + "--allow-downgrades install -- etcd=3.3*");
    }

    @Test
    void updatesListsOnlyBeforeInstalling() {
      apt.plan("{name: etcd, update_cache: true}", seen("etcd", ABSENT))
          .needs("etcd: absent -> installed\n" + UPDATE + "  run " + APT + "install -- etcd");
    }

    @Test
    void updatesOutdatedLists() {
      String task = "{name: etcd, update_cache: true, cache_valid_time: 3600}";

      apt.plan(task, aged(V1, Duration.ofMinutes(59))).isInSync();
      apt.plan(task, aged(V1, Duration.ofHours(3)))
          .needs("package lists: 3 h old -> current\n" + UPDATE);
      apt.plan(task, aged(ABSENT, Duration.ofMinutes(59)))
          .needs("etcd: absent -> installed\n  run " + APT + "install -- etcd");
    }

    @Test
    void alwaysUpdatesListsWithoutMaximumAge() {
      apt.plan("update_cache: true", new AptState.Packages(Map.of(), Map.of(), Optional.empty()))
          .acts(CheckVerdict.CHANGES, "package lists: as they are -> current\n" + UPDATE);
    }

    @Test
    void upgradesToTheCandidate() {
      apt.plan(
              "{name: etcd, state: latest}",
              new AptState.Packages(
                  Map.of("etcd", V1), Map.of("etcd", "3.4.24-1"), Optional.empty()))
          .needs("etcd: 3.4.23-1 -> 3.4.24-1\n  run " + APT + "install -- etcd");
      apt.plan(
              "{name: etcd, state: latest}",
              new AptState.Packages(
                  Map.of("etcd", V1), Map.of("etcd", "3.4.23-1"), Optional.empty()))
          .isInSync();
    }

    @Test
    void installsNewestAfterUpdatingLists() {
      apt.plan(
              "{name: etcd, state: latest, update_cache: true, cache_valid_time: 60}",
              new AptState.Packages(
                  Map.of("etcd", V1),
                  Map.of("etcd", "3.4.23-1"),
                  Optional.of(Duration.ofMinutes(5))))
          .needs(
              "package lists: 5 min old -> current\n"
                  + UPDATE
                  + "  run "
                  + APT
                  + "install -- etcd");
    }

    @Test
    void isBlockedByUnknownPackage() {
      apt.plan("{name: etcd, state: latest}", seen("etcd", ABSENT))
          .isBlocked("No such package")
          .fixableByEarlierTask();
    }

    @Test
    void finishesInterruptedInstallationFirst() {
      apt.plan("name: etcd", seen("etcd", new PackageState.Broken("half-configured")))
          .needs(
              "etcd: half-configured -> installed\n"
                  + "  run finish interrupted installations 120\n"
                  + "  run "
                  + APT
                  + "install -- etcd");
    }

    @Test
    void removes() {
      apt.plan("{name: etcd, state: absent, autoremove: true}", seen("etcd", V1))
          .needs("etcd: 3.4.23-1 -> removed\n  run " + APT + "--auto-remove remove -- etcd");
      apt.plan("{name: etcd, state: absent}", seen("etcd", new PackageState.ConfigFilesLeft()))
          .isInSync();
      apt.plan(
              "{name: etcd, state: absent, purge: true}",
              seen("etcd", new PackageState.ConfigFilesLeft()))
          .needs("etcd: removed -> absent\n  run " + APT + "purge -- etcd");
    }

    @Test
    void isBlockedOnHostWithoutDpkg() {
      apt.plan("name: etcd", new AptState.NoDpkg())
          .isBlocked("Host does not run Debian")
          .notFixableByEarlierTask();
    }
  }

  @Nested
  class Probing {

    private PackageState read(String printed) {
      return PackageState.parse(Exec.Exited.of(0, printed, ""))
              instanceof Reading.Observed<PackageState>(PackageState state)
          ? state
          : new PackageState.Broken("unreadable");
    }

    @Test
    void parsesEachStatus() {
      assertThat(read("ii \t3.0pl1-162\tcron\0"))
          .isEqualTo(new PackageState.Installed("3.0pl1-162"));
      assertThat(read("hi \t3.0\tcron\0")).isEqualTo(new PackageState.Installed("3.0"));
      assertThat(read("iW \t3.0\tcron\0")).isEqualTo(new PackageState.Installed("3.0"));
      assertThat(read("un \t\tawk\0")).isEqualTo(new PackageState.NotInstalled());
      assertThat(read("rc \t3.0\tcron\0")).isEqualTo(new PackageState.ConfigFilesLeft());
      assertThat(read("iF \t3.0\tcron\0")).isEqualTo(new PackageState.Broken("half-configured"));
      assertThat(read("iU \t3.0\tcron\0")).isEqualTo(new PackageState.Broken("unpacked"));
      assertThat(read("iHR\t3.0\tcron\0")).isEqualTo(new PackageState.Broken("to be reinstalled"));
    }

    @Test
    void treatsBrokenDatabaseAsUnreadable() {
      assertThat(
              PackageState.parse(
                  Exec.Exited.of(2, "", "dpkg-query: error: failed to open package info file")))
          .isInstanceOf(Reading.Unreadable.class);
    }

    @Test
    void fusesWithProbesOfOtherTasks() {
      var questions = new AptModule().probe(apt.read("name: [etcd, 'libc6:amd64']")).questions();

      assertThat(questions.getFirst().mergeable()).isTrue();
      assertThat(questions.getLast().mergeable()).isFalse();
    }

    @Test
    void parsesCandidates() {
      assertThat(
              AptProbe.candidates(
                  Exec.Exited.of(
                      0,
                      """
                      curl:
                        Installed: 7.88.1-10+deb12u15
                        Candidate: 7.88.1-10+deb12u15
                        Version table:
                       *** 7.88.1-10+deb12u15 500
                      gone:
                        Installed: (none)
                        Candidate: (none)
                        Version table:
                      """,
                      "")))
          .isEqualTo(Reading.of(Map.of("curl", "7.88.1-10+deb12u15")));
    }

    @Test
    void readsListsAgeOnlyWhenNeeded() {
      assertThat(new AptModule().probe(apt.read("{name: etcd, update_cache: true}")).questions())
          .hasSize(1);
      var aged =
          new AptModule().probe(apt.read("{name: etcd, update_cache: true, cache_valid_time: 1h}"));
      assertThat(
              aged.read(
                  List.of(
                      Exec.Exited.of(0, "ii \t1\tetcd\0", ""),
                      Exec.Exited.of(0, "7200\n60\n", ""))))
          .isEqualTo(
              Reading.of(
                  new AptState.Packages(
                      Map.of("etcd", new PackageState.Installed("1")),
                      Map.of(),
                      Optional.of(Duration.ofMinutes(1)))));
    }

    @Test
    void detectsMissingDpkg() {
      assertThat(
              new AptModule()
                  .probe(apt.read("name: etcd"))
                  .read(List.of(Exec.Exited.of(127, "", "sh: dpkg-query: not found"))))
          .isEqualTo(Reading.of(new AptState.NoDpkg()));
    }
  }

  @Nested
  class ReadingArguments {

    @Test
    void splitsNamesAtCommas() {
      assertThat(apt.read("name: etcd, cron=3*").packages())
          .containsExactly(
              new PackageRequest("etcd", Optional.empty()),
              new PackageRequest("cron", Optional.of("3*")));
    }

    @Test
    void rejectsInvalidName() {
      apt.rejects(
          "name: Etcd_Server",
          "Invalid arguments: The module apt must be a package such as \"etcd-server\" or"
              + " \"etcd-server=3.4*\", but was \"Etcd_Server\".");
    }
  }
}
