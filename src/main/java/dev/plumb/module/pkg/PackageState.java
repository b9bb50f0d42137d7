package dev.plumb.module.pkg;

import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;

/** The state of a package in dpkg. */
sealed interface PackageState {

  /** Not installed, or unknown to dpkg. */
  record NotInstalled() implements PackageState {}

  /** Removed, except for its configuration files. */
  record ConfigFilesLeft() implements PackageState {}

  /**
   * An installation or removal was interrupted.
   *
   * @param how as dpkg calls it: {@code half-configured}
   */
  record Broken(String how) implements PackageState {}

  /** Installed in this version. */
  record Installed(String version) implements PackageState {}

  /** Parses one record of {@link AptProbe}: status, version, name, NUL. */
  static Reading<PackageState> parse(Exec.Exited ended) {
    String[] fields = ended.out().split("\t", -1);
    return ended.succeeded() && fields.length == 3 && fields[0].length() > 1
        ? Reading.of(state(fields[0], fields[1]))
        : Reading.unreadable(
            "dpkg-query exited with status "
                + ended.status()
                + ":\n    "
                + (ended.out() + ended.err()).strip());
  }

  /**
   * @param status two or three letters: wanted, actual, and R if it must be reinstalled
   */
  private static PackageState state(String status, String version) {
    if (status.length() > 2 && status.charAt(2) == 'R') {
      return new Broken("to be reinstalled");
    }
    return switch (status.charAt(1)) {
      case 'c' -> new ConfigFilesLeft();
      case 'H' -> new Broken("half-installed");
      case 'U' -> new Broken("unpacked");
      case 'F' -> new Broken("half-configured");
      // Works while it waits for triggers.
      case 'i', 'W', 't' -> new Installed(version);
      default -> new NotInstalled();
    };
  }
}
