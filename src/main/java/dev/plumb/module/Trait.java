package dev.plumb.module;

/**
 * A property of a module that decides how the engine treats its tasks. Modules declare it, so that
 * nothing but the catalog knows a module by its name.
 */
public enum Trait {
  /** Gathers the facts of a host; run when a fact is first used ({@code setup}). */
  GATHERS_FACTS,
  /** Sets variables named like its arguments ({@code set_fact}). */
  SETS_VARIABLES,
  /** Changes which hosts and groups later plays see ({@code add_host}, {@code group_by}). */
  CHANGES_INVENTORY,
  /** Runs once, however many hosts the play has ({@code add_host}). */
  RUNS_ONCE,
  /** Controls the play itself; the engine carries it out ({@code meta}). */
  CONTROLS_PLAY,
  /** Exists to print a message, which is reported even when nothing changed ({@code debug}). */
  PRINTS_MESSAGE,
  /** Takes a command line as a plain text, with other arguments under {@code args}. */
  TAKES_COMMAND_LINE,
  /** Creates a file, whose mode should be stated ({@code copy}, {@code template}). */
  CREATES_FILE
}
