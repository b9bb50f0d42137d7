package dev.plumb.host.files;

import dev.plumb.remote.Exec;

/** What programs of coreutils and BusyBox say about paths, with messages in English. */
public final class FileErrors {

  /**
   * A shell function for scripts: {@code exists PATH} ends with status 0 or 1. Anything else that
   * keeps it from looking, such as a directory that may not be searched, ends the script with
   * status 2 and the reason. A link exists even if its target does not.
   */
  public static final String EXISTS =
      """
      exists() {
        [ -e "$1" ] || [ -L "$1" ] && return 0
        e=$(LC_ALL=C ls -d -- "$1" 2>&1) && return 0
        case $e in
          *': No such file or directory') return 1 ;;
          *': Not a directory') return 1 ;;
        esac
        printf '%s\\n' "$e" >&2
        exit 2
      }
      """;

  private FileErrors() {}

  /**
   * Whether the program failed only because nothing exists at the path. That is known only where
   * all directories on the way could be searched.
   */
  public static boolean isMissing(Exec.Exited ended) {
    return !ended.succeeded()
        && !ended.err().isBlank()
        && ended
            .err()
            .lines()
            .allMatch(
                line ->
                    line.endsWith(": No such file or directory")
                        || line.endsWith(": Not a directory"));
  }
}
