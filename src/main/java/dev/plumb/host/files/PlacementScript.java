package dev.plumb.host.files;

import dev.plumb.remote.Command;
import dev.plumb.remote.PlacementFunctions;
import dev.plumb.value.FileMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A shell program that puts a file in place on the host without plumb sending it: from another
 * place there, or from the network. It works as {@link dev.plumb.remote.Step.Write} does.
 *
 * @param program its arguments: the source, the destination, and the words of a validation
 */
public record PlacementScript(String program) {

  // Fixed text: whatever differs comes as an argument or in the environment, never in the program.
  private static final String CHECK =
      """
      check() {
        x=$1 n=$(($# - 1))
        shift
        while [ "$n" -gt 0 ]; do
          word=$1
          shift
          [ "$word" != %s ] || word=$x
          set -- "$@" "$word"
          n=$((n - 1))
        done
        "$@"
      }
      """;

  private static final String MAIN =
      """
      source=$1 dest=$2 v=
      shift 2
      place "$dest" "$PLUMB_MODE" "$PLUMB_OWNER" "$PLUMB_GROUP" "$PLUMB_BACKUP" "$PLUMB_FOLLOW" $$ "$@"
      """;

  /**
   * Creates a program.
   *
   * @param name what people see in place of the program
   * @param hooks the functions {@code fill}, which writes the content of {@code "$source"} to its
   *     standard output, and {@code received}, which may reject it in {@code "$t"}
   */
  public static PlacementScript of(String name, String hooks) {
    return new PlacementScript(
        "# %s\n".formatted(name)
            + PlacementFunctions.ENTER
            + PlacementFunctions.PLACE
            + CHECK
            + hooks
            + MAIN);
  }

  /**
   * Returns the command that runs the program.
   *
   * @param sourceAndDestination the first two arguments
   */
  public Command command(
      List<String> sourceAndDestination,
      Optional<FileMode> mode,
      Permissions permissions,
      Optional<Command> validate,
      boolean backup,
      boolean follow) {
    List<String> arguments = new ArrayList<>(sourceAndDestination);
    validate.ifPresent(command -> arguments.addAll(command.words()));
    Map<String, String> environment = new TreeMap<>();
    environment.put("PLUMB_MODE", mode.map(FileMode::toString).orElse(""));
    environment.put("PLUMB_OWNER", permissions.owner().map(Object::toString).orElse(""));
    environment.put("PLUMB_GROUP", permissions.group().map(Object::toString).orElse(""));
    environment.put("PLUMB_BACKUP", backup ? "yes" : "");
    environment.put("PLUMB_FOLLOW", follow ? "yes" : "");
    return Command.shell(program, arguments.toArray(String[]::new)).withEnvironment(environment);
  }
}
