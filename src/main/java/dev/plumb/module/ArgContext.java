package dev.plumb.module;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.Content;
import dev.plumb.value.FileTree;
import dev.plumb.value.Secret;
import dev.plumb.value.UnknownValueException;
import dev.plumb.value.Value;

/**
 * What the reader of arguments needs to know of a task on a host: the engine's side of {@link
 * ArgReader}. Every method throws {@link BadInputException} for what is wrong in the playbook and
 * {@link UnknownValueException} for what cannot be known yet.
 */
public interface ArgContext {

  /** The value with its templates rendered. */
  Value render(Value value);

  /** The named file on this machine. */
  Content file(String name, Place place);

  /**
   * All files below the named folder on this machine.
   *
   * @param ignoreFile the file in it that says what to leave out; the empty string when none does
   */
  FileTree folder(String name, String ignoreFile, Place place);

  /** The named template, rendered. */
  Content template(String name, Place place);

  /** An expression such as {@code when} takes, evaluated. */
  boolean holds(Value expression);

  /** Told each secret that is read, so that no output shows it. */
  default void registerSecret(Secret secret) {}
}
