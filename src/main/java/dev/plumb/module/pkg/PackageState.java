package dev.plumb.module.pkg;

import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;

/** What dpkg can say of a package. */
sealed interface PackageState {

  /** It is not on the host, or dpkg never heard of it. */
  record NotInstalled() implements PackageState {}

  /** It was removed; its configuration files stayed. */
  record ConfigFilesLeft() implements PackageState {}

  /**
   * An installation or removal ended half way.
   *
   * @param how dpkg's word: {@code half-configured}
   */
  record Broken(String how) implements PackageState {}

  /** It is installed in this version. */
  record Installed(String version) implements PackageState {}

  /** Reads one record, as {@link AptProbe} asks for it: status, version, name, NUL. */
  static Reading<PackageState> parse(Exec.Exited ended) {
    String[] fields = ended.out().split("\t", -1);
    return ended.succeeded() && fields.length == 3 && fields[0].length() > 1
        ? Reading.of(state(fields[0], fields[1]))
        : Reading.unreadable(
            "dpkg-query ended with status "
                + ended.status()
                + " and said:\n    "
                + (ended.out() + ended.err()).strip());
  }

  /**
   * @param status two or three letters: what is wanted, what is, and R when only a reinstallation
   *     helps
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
      // Waiting for triggers of others, it works all the same.
      case 'i', 'W', 't' -> new Installed(version);
      default -> new NotInstalled();
    };
  }
}
