package dev.plumb.template;

import java.util.Optional;

/** What expressions may ask of the machine that plumb runs on. Any thread may call it. */
public interface ControllerAccess {

  /** An environment variable. */
  Optional<String> env(String name);

  /**
   * The text of a file.
   *
   * @param folder what a relative path is relative to
   * @throws IllegalArgumentException with a sentence about what is wrong
   */
  String file(String path, String folder);

  /**
   * The password that a file holds; where there is none, one is made and kept there, readable by
   * its owner only.
   *
   * @throws IllegalArgumentException with a sentence about what is wrong
   */
  String password(String path, String folder, int length);

  /** For templates that must depend on nothing but variables. */
  ControllerAccess NONE =
      new ControllerAccess() {
        @Override
        public Optional<String> env(String name) {
          return Optional.empty();
        }

        @Override
        public String file(String path, String folder) {
          throw new IllegalArgumentException("No file can be read here.");
        }

        @Override
        public String password(String path, String folder, int length) {
          throw new IllegalArgumentException("No password can be kept here.");
        }
      };
}
