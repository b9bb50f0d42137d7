package dev.plumb.module.pkg;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What is known of the packages of a host. */
sealed interface AptState {

  /** The host does not run Debian. */
  record NoDpkg() implements AptState {}

  /**
   * The requested packages.
   *
   * @param packages by name
   * @param candidates the newest available versions by name; only if requested
   * @param listsAge of the package lists; only if requested and present
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
