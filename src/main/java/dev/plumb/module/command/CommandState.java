package dev.plumb.module.command;

/** What is known of a command before it runs. */
sealed interface CommandState {

  /** It must run: the guards allow it, or there are none. */
  record Due() implements CommandState {}

  /**
   * A guard says that it must not run.
   *
   * @param why half a sentence: {@code /srv/db exists}
   */
  record NotDue(String why) implements CommandState {}

  /** Its working directory does not exist, so the guards could not be evaluated. */
  record NoWorkingDirectory(String directory) implements CommandState {}

  /**
   * It ran as a probe, since the playbook declares that it changes nothing.
   *
   * @param status its exit status; 128 + n when signal n ended it, as in a shell
   */
  record Completed(int status, String stdout, String stderr) implements CommandState {}
}
