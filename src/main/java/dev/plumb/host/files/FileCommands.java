package dev.plumb.host.files;

import dev.plumb.remote.Command;
import dev.plumb.remote.PlacementFunctions;
import dev.plumb.remote.Step;
import dev.plumb.value.FileMode;
import dev.plumb.value.RemotePath;
import java.util.Map;
import java.util.Optional;

/**
 * Commands that change one path, safe in directories of other users: they pass no symbolic link
 * that somebody else could have put there, and change nothing that was exchanged meanwhile.
 */
public final class FileCommands {

  private static final String ATTRIBUTE =
      """
      attribute() {
        enter "$1" "$w"
        if [ $# = 1 ]; then set -- "$a"; else for k; do set -- "$@" "${k##*/}"; shift; done; fi
        if mine; then
          for k; do set -- "$@" "./$k"; shift; done
          alter "$@"
        else
          for a; do ( single ) || exit; done
        fi
      }
      alter() { case $z in chmod) chmod -- "$v" "$@" ;; *) "$z" -h -- "$v" "$@" ;; esac; }
      single() {
        if [ -L "./$a" ] && [ "$z" != chmod ]; then alter "./$a"
        elif [ -d "./$a" ]; then
          here
          e=${h%/}/$a
          cd -P -- "./$a" && here && [ "$h" = "$e" ] || swapped "$e"
          "$z" -- "$v" .
        else
          here
          opened
          [ "$(stat -L -c %h /proc/self/fd/3)" = 1 ] || no "${h%/}/$a has several hard links, in a directory that other users can write to"
          "$z" -- "$v" /proc/self/fd/3
        fi
      }
      """;

  private static final String MAKE =
      """
      made() {
        [ -z "$PLUMB_OWNER$PLUMB_GROUP" ] || chown -- "$PLUMB_OWNER${PLUMB_GROUP:+:$PLUMB_GROUP}" . || exit 1
        [ -z "$PLUMB_MODE" ] || chmod -- "$PLUMB_MODE" .
      }
      p=$1 j=0
      walk "$1" made
      """;

  private FileCommands() {}

  private static Command script(String name, String program, String... arguments) {
    return Command.shell("# " + name + "\n" + PlacementFunctions.ENTER + program, arguments);
  }

  /**
   * Sets an attribute of a path.
   *
   * @param program {@code chown}, {@code chgrp} or {@code chmod}
   * @param follow whether a link at the path is followed
   */
  static Step attribute(String program, boolean follow, Object value, RemotePath path) {
    String main =
        "z=%s w=%s v=$1\nshift\nattribute \"$@\"\n".formatted(program, follow ? "yes" : "");
    return new Step.Run(script(program, ATTRIBUTE + main, value.toString(), path.value()));
  }

  /** Creates a directory and those above it; each new one gets the permissions. */
  public static Step makeFolder(RemotePath path, Permissions permissions, Optional<FileMode> mode) {
    return new Step.Run(
        script("mkdir", MAKE, path.value())
            .withEnvironment(
                Map.of(
                    "PLUMB_MODE",
                    mode.map(bits -> Permissions.chmodDigits(bits, true)).orElse(""),
                    "PLUMB_OWNER",
                    permissions.owner().map(Object::toString).orElse(""),
                    "PLUMB_GROUP",
                    permissions.group().map(Object::toString).orElse(""))));
  }

  /** Removes a file, or a directory with what is in it on its own file system. */
  public static Step remove(RemotePath path, boolean directory) {
    // Another file system mounted below is data that this path only leads to.
    String options = directory ? "-rf --one-file-system" : "-f";
    return new Step.Run(
        script(
            directory ? "rm -rf" : "rm -f",
            """
            enter "$1"
            exec rm %s -- "./$a"
            """
                .formatted(options),
            path.value()));
  }

  /** Removes an empty directory. */
  public static Step removeEmptyFolder(RemotePath path) {
    return new Step.Run(
        script(
            "rmdir",
            """
            enter "$1"
            exec rmdir -- "./$a"
            """,
            path.value()));
  }

  /** Makes a link to a target, in place of any link or file with that path. */
  public static Step link(String target, RemotePath path, boolean hard) {
    // -T: a link to a directory is replaced, not written into.
    String program =
        hard
            ? """
            enter "$1"
            exec 3<.
            b=$a
            enter "$2"
            exec ln -fT -- "/proc/self/fd/3/$b" "./$a"
            """
            : """
            enter "$2"
            exec ln -sfT -- "$1" "./$a"
            """;
    return new Step.Run(script(hard ? "ln" : "ln -s", program, target, path.value()));
  }

  /**
   * Sets the times of a path to now.
   *
   * @param options of touch: {@code -a}, {@code -m} or none
   */
  public static Step touch(RemotePath path, boolean follow, String options) {
    return new Step.Run(
        script(
            "touch",
            """
            enter "$1" %s
            exec touch -c -h %s -- "./$a"
            """
                .formatted(follow ? "yes" : "", options),
            path.value()));
  }
}
