package dev.plumb.module.pkg;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Installs, upgrades and removes packages of Debian, all packages of a task with one apt-get.
 *
 * <p>Package lists are updated only before an installation, or when they are older than the task
 * allows.
 */
public final class AptModule implements TaskModule<AptSpec, AptState> {

  @Override
  public ModuleInfo<AptSpec> info() {
    return ModuleInfo.of(
        "apt",
        AptSpec.class,
        "Manages packages of Debian and Ubuntu: installed, at the newest version, or absent.");
  }

  @Override
  public Probe<AptState> probe(AptSpec spec) {
    return AptProbe.of(spec);
  }

  @Override
  public Plan<AptState> plan(AptSpec spec, AptState state) {
    return switch (state) {
      case AptState.NoDpkg _ ->
          Plan.failed(
              Diagnostic.error(
                  "Host does not run Debian",
                  "The module apt needs dpkg and apt-get, and the host has neither."));
      case AptState.Packages seen -> planSeen(spec, seen);
    };
  }

  private static Plan<AptState> planSeen(AptSpec spec, AptState.Packages seen) {
    if (spec.name().isEmpty() && !spec.limitsListsAge()) {
      return new Plan.Action<>(
          List.of(lists("as they are", AptSteps.update(spec))), Plan.CheckVerdict.CHANGES);
    }
    Map<String, PackageState> expected = new HashMap<>(seen.packages());
    List<String> ask = new ArrayList<>();
    List<PackageMove> moved = new ArrayList<>();
    boolean broken = false;
    for (PackageRequest asked : spec.packages()) {
      PackageState found = found(seen, asked);
      Optional<String> candidate = Optional.ofNullable(seen.candidates().get(asked.name()));
      if (spec.state() == AptSpec.State.LATEST
          && candidate.isEmpty()
          && !(found instanceof PackageState.Installed)
          && !spec.updateCache()) {
        return noCandidate(asked);
      }
      Optional<PackageState> wanted = wanted(spec, asked, found, candidate);
      if (wanted.isPresent()) {
        broken |= found instanceof PackageState.Broken;
        expected.put(asked.name(), wanted.get());
        ask.add(asked.toString());
        moved.add(new PackageMove(asked.name(), word(found), word(wanted.get())));
      }
    }
    List<Change> changes = changes(spec, seen, ask, moved, broken);
    Optional<Duration> age = changes.isEmpty() ? seen.listsAge() : Optional.of(Duration.ZERO);
    return Plan.of(changes, new AptState.Packages(expected, seen.candidates(), age));
  }

  /** A package that changes its state, for a person. */
  private record PackageMove(String name, String before, String after) {}

  private static List<Change> changes(
      AptSpec spec,
      AptState.Packages seen,
      List<String> ask,
      List<PackageMove> moved,
      boolean broken) {
    List<Change> changes = new ArrayList<>();
    boolean old =
        spec.limitsListsAge()
            && seen.listsAge().map(age -> age.compareTo(spec.cacheValidTime()) > 0).orElse(true);
    boolean installs = !ask.isEmpty() && spec.state() != AptSpec.State.ABSENT;
    if (old) {
      String before = seen.listsAge().map(AptModule::inWords).orElse("none");
      List<Step> steps = new ArrayList<>(List.of(AptSteps.update(spec)));
      if (moved.isEmpty() && spec.state() == AptSpec.State.LATEST && !spec.name().isEmpty()) {
        // The newest version in the updated lists is not known yet.
        steps.add(AptSteps.install(spec, names(spec)));
      }
      changes.add(lists(before, steps.toArray(Step[]::new)));
    }
    // Updated lists may have a newer version of any of them.
    List<String> asked = old && spec.state() == AptSpec.State.LATEST ? names(spec) : ask;
    for (int i = 0; i < moved.size(); i++) {
      List<Step> steps = new ArrayList<>();
      // One apt-get installs all of them.
      if (i == 0) {
        if (broken) {
          steps.add(AptSteps.configure(spec));
        }
        // Lists that are recent enough for the task are not updated.
        if (installs && spec.updateCache() && !spec.limitsListsAge()) {
          steps.addAll(List.of(AptSteps.update(spec)));
        }
        steps.add(installs ? AptSteps.install(spec, asked) : AptSteps.remove(spec, ask));
      }
      PackageMove one = moved.get(i);
      changes.add(Change.of(one.name(), one.before(), one.after(), steps.toArray(Step[]::new)));
    }
    return changes;
  }

  private static List<String> names(AptSpec spec) {
    return spec.packages().stream().map(PackageRequest::toString).toList();
  }

  private static PackageState found(AptState.Packages seen, PackageRequest asked) {
    PackageState found = seen.packages().get(asked.name());
    return found == null ? new PackageState.NotInstalled() : found;
  }

  /** The state that the package must change to, if any. */
  private static Optional<PackageState> wanted(
      AptSpec spec, PackageRequest asked, PackageState found, Optional<String> candidate) {
    return switch (spec.state()) {
      case ABSENT ->
          switch (found) {
            case PackageState.NotInstalled _ -> Optional.empty();
            case PackageState.ConfigFilesLeft _ ->
                spec.purge() ? Optional.of(new PackageState.NotInstalled()) : Optional.empty();
            case PackageState.Broken _, PackageState.Installed _ ->
                Optional.of(
                    spec.purge()
                        ? new PackageState.NotInstalled()
                        : new PackageState.ConfigFilesLeft());
          };
      case PRESENT ->
          found instanceof PackageState.Installed(String version) && asked.acceptsVersion(version)
              ? Optional.empty()
              : Optional.of(new PackageState.Installed(asked.version().orElse("")));
      case LATEST ->
          found instanceof PackageState.Installed(String version)
                  && candidate.map(version::equals).orElse(true)
              ? Optional.empty()
              : Optional.of(new PackageState.Installed(candidate.orElse("")));
    };
  }

  private static Plan<AptState> noCandidate(PackageRequest asked) {
    return Plan.blocked(
        Diagnostic.error(
            "No such package",
            "The package lists of the host do not contain "
                + asked.name()
                + ". If they are outdated or missing, add \"update_cache: true\"."));
  }

  private static Change lists(String before, Step... update) {
    return Change.of("package lists", before, "current", update);
  }

  private static String word(PackageState state) {
    return switch (state) {
      case PackageState.NotInstalled _ -> "absent";
      case PackageState.ConfigFilesLeft _ -> "removed";
      case PackageState.Broken(String how) -> how;
      case PackageState.Installed(String version) -> version.isEmpty() ? "installed" : version;
    };
  }

  private static String inWords(Duration age) {
    return age.toHours() > 0 ? age.toHours() + " h old" : age.toMinutes() + " min old";
  }
}
