package dev.plumb.module.command;

/** What can be told of a command before it is run. */
sealed interface CommandState {

  /** It is to be run: its guards say so, or it has none. */
  record Due() implements CommandState {}

  /**
   * A guard says that there is nothing to do.
   *
   * @param why half a sentence: {@code /srv/db exists}
   */
  record NotDue(String why) implements CommandState {}

  /** The folder it shall run in is not there, so its guards could not be asked. */
  record NoWorkingDirectory(String directory) implements CommandState {}

  /**
   * It was asked as a question, as the playbook promises that it changes nothing.
   *
   * @param status its exit status; 128 + n when signal n ended it, as a shell has it
   */
  record Completed(int status, String stdout, String stderr) implements CommandState {}
}
