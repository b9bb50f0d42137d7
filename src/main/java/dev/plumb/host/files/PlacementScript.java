package dev.plumb.host.files;

import dev.plumb.remote.Command;
import dev.plumb.value.FileMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A shell program that brings a file to its place on the host without plumb sending it: from
 * another place there, or from the network. As with a write, what stands at the path is the old
 * content or the new, and nothing is left behind when it fails.
 *
 * @param program its arguments: the source, the destination, and the words of a validation
 */
public record PlacementScript(String program) {

  // Fixed text: whatever differs comes as an argument or in the environment, never in the program.
  private static final String PROLOGUE =
      """
      set -eu
      dest=$2
      new=$(mktemp -- "${dest%/*}/.plumb-XXXXXX")
      trap 'rm -f -- "$new"' EXIT
      trap 'exit 129' HUP INT TERM
      """;

  private static final String EPILOGUE =
      """
      if [ -e "$dest" ]; then
        chown --reference="$dest" -- "$new" || true
        chmod --reference="$dest" -- "$new"
      else
        chmod 0644 -- "$new"
      fi
      [ -z "$PLUMB_OWNER" ] || chown -- "$PLUMB_OWNER" "$new"
      [ -z "$PLUMB_GROUP" ] || chgrp -- "$PLUMB_GROUP" "$new"
      [ -z "$PLUMB_MODE" ] || chmod -- "$PLUMB_MODE" "$new"
      shift 2
      if [ $# -gt 0 ]; then
        n=$#
        while [ "$n" -gt 0 ]; do
          word=$1
          shift
          [ "$word" != %s ] || word=$new
          set -- "$@" "$word"
          n=$((n - 1))
        done
        "$@"
      fi
      if [ "$PLUMB_BACKUP" = true ] && [ -e "$dest" ]; then
        cp -p -- "$dest" "$dest.$(date +%Y%m%dT%H%M%S)~"
      fi
      sync -- "$new" 2>/dev/null || true
      mv -fT -- "$new" "$dest"
      """;

  /**
   * @param name what people see in place of the program
   * @param fill shell commands that fill the file {@code "$new"} from the source {@code "$1"}
   */
  public static PlacementScript of(String name, String fill) {
    return new PlacementScript(
        "# " + name + "\n" + PROLOGUE + fill.stripTrailing() + "\n" + EPILOGUE);
  }

  /**
   * @param sourceAndDestination the first two arguments
   */
  public Command command(
      List<String> sourceAndDestination,
      Optional<FileMode> mode,
      Permissions access,
      Optional<Command> validate,
      boolean backup) {
    List<String> arguments = new ArrayList<>(sourceAndDestination);
    validate.ifPresent(command -> arguments.addAll(command.words()));
    Map<String, String> environment = new TreeMap<>();
    environment.put("PLUMB_MODE", mode.map(FileMode::toString).orElse(""));
    environment.put("PLUMB_OWNER", access.owner().map(Object::toString).orElse(""));
    environment.put("PLUMB_GROUP", access.group().map(Object::toString).orElse(""));
    environment.put("PLUMB_BACKUP", Boolean.toString(backup));
    return Command.shell(program, arguments.toArray(String[]::new)).withEnvironment(environment);
  }
}
