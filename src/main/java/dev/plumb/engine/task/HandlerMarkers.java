package dev.plumb.engine.task;

import dev.plumb.playbook.Task;
import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Marker files on a host for handlers that are still to run.
 *
 * <p>A marker is written before the change that notifies the handler and removed after the handler
 * ran, so that the next run catches up if this one dies in between. It is an empty file in a
 * directory that the user who makes the change can write.
 */
public final class HandlerMarkers {

  private static final String FIND_FOLDER =
      "d=/var/lib/plumb/handlers; "
          + "[ \"$(id -u)\" = 0 ] || d=${XDG_STATE_HOME:-$HOME/.local/state}/plumb/handlers; ";

  private static final int SLUG_LENGTH = 40;
  private static final int DIGEST_LENGTH = 12;

  private HandlerMarkers() {}

  /** Returns the marker's name: readable, and distinct for handlers of different roles. */
  static String name(Task handler) {
    String name = handler.name().toString();
    String role = handler.location().role().map(r -> r.name()).orElse("");
    String slug = name.replaceAll("[^A-Za-z0-9]+", "-");
    return slug.substring(0, Math.min(slug.length(), SLUG_LENGTH))
        + "."
        + Bytes.utf8(role + "\n" + name).sha256().hex().substring(0, DIGEST_LENGTH);
  }

  /**
   * Probes the names of a host's markers. No directory means no markers; an unreadable one does
   * not.
   */
  public static Probe<Set<String>> probe() {
    Command list = Command.shell(FIND_FOLDER + "[ ! -e \"$d\" ] || ls -A \"$d\"");
    return Probe.of(
        list,
        answer ->
            answer.succeeded()
                ? Reading.of(answer.out().lines().collect(Collectors.toUnmodifiableSet()))
                : Reading.unreadable(
                    "The notes about pending handlers cannot be read: " + answer.err().strip()));
  }

  /** Writes markers, and prints the names of the new ones. */
  public static Step write(Collection<String> notes) {
    return step(
        FIND_FOLDER
            + "mkdir -p \"$d\" && cd \"$d\" && "
            + "for n; do [ -e \"$n\" ] || { : >\"$n\" && echo \"$n\"; } || exit 1; done",
        notes);
  }

  public static Step remove(Collection<String> notes) {
    return step(FIND_FOLDER + "cd \"$d\" && rm -f -- \"$@\"", notes);
  }

  private static Step step(String line, Collection<String> notes) {
    return new Step.Run(Command.shell(line, new ArrayList<>(notes).toArray(String[]::new)));
  }
}
