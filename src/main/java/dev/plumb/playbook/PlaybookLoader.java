package dev.plumb.playbook;

import java.nio.file.Path;

/** Reads a playbook with all that it imports. */
public final class PlaybookLoader {

  public Playbook load(Path file) {
    throw new UnsupportedOperationException("" + file);
  }
}
