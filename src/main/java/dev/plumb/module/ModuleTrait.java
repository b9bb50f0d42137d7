package dev.plumb.module;

/**
 * What plumb must know of a task before it runs. A module declares it, so that nothing outside the
 * catalog knows a module by its name.
 */
public enum ModuleTrait {
  /** Takes a command line as its text; other arguments go under {@code args}. */
  TAKES_COMMAND_LINE,
  /** Its arguments are expressions, not templates. */
  TAKES_EXPRESSIONS,
  /** Its arguments name variables without {@code ${}}. */
  NAMES_VARIABLES,
  /** Its local files are templates. */
  RENDERS_TEMPLATE,
  /** Creates files, with a mode that the umask decides unless the task sets it. */
  CREATES_FILES,
  /** Gathers the facts of a host. */
  GATHERS_FACTS,
  /** Sets each of its arguments as a variable of the host. */
  SETS_VARIABLES,
  /** Checks the arguments of a role. */
  VALIDATES_ARGUMENTS,
  /** Prints a message to the person who runs plumb. */
  PRINTS_MESSAGE,
  /** Includes the tasks of a file. */
  INCLUDES_TASKS,
  /** Includes a role. */
  INCLUDES_ROLE,
  /** Includes a file of variables. */
  INCLUDES_VARS,
  /** Changes the hosts and groups of the inventory. */
  CHANGES_INVENTORY,
  /** Adds a host to the inventory, once per play, with its arguments as the host's variables. */
  ADDS_HOST,
  /** Controls the play: flushes handlers, ends the play. */
  CONTROLS_PLAY
}
