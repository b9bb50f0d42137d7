package dev.plumb.host.lockout;

import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A change that may cut the connection it is made over: the host makes it by itself, and takes it
 * back after a time unless it is confirmed over a new connection.
 */
public final class ConfirmedChange {

  /** Until the change is made: the answer that it will be has to get through before. */
  private static final Duration RECONNECT_DELAY = Duration.ofSeconds(3);

  /** What a host needs to take a change back, and a client to find out. */
  private static final Duration CONFIRM_MARGIN = Duration.ofSeconds(20);

  private static final String FOLDER = "/run/plumb-trial";

  private static final String SAVE =
      """
      # note for the way back
      umask 077
      d=$1
      shift
      if [ -d "$d" ] && ! { read -r p <"$d/pid" && kill -0 "$p"; } 2>/dev/null; then rm -rf "$d"; fi
      mkdir "$d" || { echo "another trial is under way on this host" >&2; exit 1; }
      exec "$@" >"$d/before"
      """;

  /*
   * Behind its three words stand those of the change, as many as the third says, and those of the
   * undo. Whoever makes the folder "decided" first decides, so that the last second cannot go both
   * ways.
   */
  private static final String WATCH =
      """
      d=$1 t=$2 n=$3
      shift 3
      echo $$ >"$d/pid"
      undo() { ( shift "$n"; exec "$@" ) <"$d/before"; }
      change() {
        m=$(($# - n)) i=0
        while [ $i -lt "$n" ]; do set -- "$@" "$1"; shift; i=$((i + 1)); done
        shift "$m"
        "$@" <"$d/change" >"$d/said" 2>&1
      }
      sleep 1
      if change "$@"; then
        : >"$d/made"
      else
        undo "$@"
        : >"$d/failed"
        exit
      fi
      i=0
      while [ $i -lt "$t" ] && [ ! -d "$d/decided" ]; do sleep 1; i=$((i + 1)); done
      if mkdir "$d/decided" 2>/dev/null; then undo "$@"; else rm -rf "$d"; fi
      """;

  // It holds no single quote.
  private static final String START =
      """
      # try
      umask 077
      cat >"$1/change" || exit
      setsid /bin/sh -c '%s' sh "$@" </dev/null >/dev/null 2>&1 &
      """
          .formatted(WATCH);

  private static final String CONFIRM =
      """
      # confirm
      d=$1
      if [ -e "$d/failed" ]; then cat "$d/said" >&2; rm -rf "$d"; exit 1; fi
      if [ -e "$d/made" ] && mkdir "$d/decided" 2>/dev/null; then exit 0; fi
      echo "The host has taken the change back, or is about to: no new connection came through in time." >&2
      exit 1
      """;

  private ConfirmedChange() {}

  /**
   * The steps of a trial.
   *
   * @param save prints what is needed to go back
   * @param change makes the change
   * @param undo goes back; reads what {@code save} printed
   * @param time how long the host waits for the confirmation
   */
  public static List<Step> steps(Command save, Command change, Command undo, Duration time) {
    List<String> saving = new ArrayList<>(List.of(FOLDER));
    saving.addAll(save.words());
    List<String> starting =
        new ArrayList<>(
            List.of(
                FOLDER, String.valueOf(time.toSeconds()), String.valueOf(change.words().size())));
    starting.addAll(change.words());
    starting.addAll(undo.words());
    return List.of(
        new Step.Run(Command.shell(SAVE, saving.toArray(String[]::new))),
        new Step.Run(
            Command.shell(START, starting.toArray(String[]::new)).withInput(change.input())),
        new Step.Reconnect(
            Command.shell(CONFIRM, FOLDER), RECONNECT_DELAY, time.plus(CONFIRM_MARGIN)));
  }
}
