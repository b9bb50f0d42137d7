package dev.plumb.module.pkg;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What can be found on a host that packages are wanted on. */
sealed interface AptState {

  /** The host is not a Debian. */
  record NoDpkg() implements AptState {}

  /**
   * What was found.
   *
   * @param packages by their names
   * @param candidates the newest versions on offer, by the packages' names; only where asked for
   * @param listsAge since the package lists were fetched; only where asked for and they are there
   */
  record Packages(
      Map<String, PackageState> packages,
      Map<String, String> candidates,
      Optional<Duration> listsAge)
      implements AptState {
    public Packages {
      packages = Map.copyOf(packages);
      candidates = Map.copyOf(candidates);
    }
  }
}
