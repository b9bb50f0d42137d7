package dev.plumb.template;

import java.util.Optional;

/** Gives expressions access to the control machine. Thread-safe. */
public interface ControllerAccess {

  /** Returns an environment variable. */
  Optional<String> env(String name);

  /**
   * Returns the text of a file.
   *
   * @param folder the base of a relative path
   * @throws IllegalArgumentException with a full sentence that describes the problem
   */
  String file(String path, String folder);

  /**
   * Returns the password in a file; if there is none, creates one in a file that only its owner can
   * read.
   *
   * @throws IllegalArgumentException with a full sentence that describes the problem
   */
  String password(String path, String folder, int length);

  /** Denies access, for templates that may depend only on variables. */
  ControllerAccess NONE =
      new ControllerAccess() {
        @Override
        public Optional<String> env(String name) {
          return Optional.empty();
        }

        @Override
        public String file(String path, String folder) {
          throw new IllegalArgumentException("Files are not available here.");
        }

        @Override
        public String password(String path, String folder, int length) {
          throw new IllegalArgumentException("Passwords are not available here.");
        }
      };
}
