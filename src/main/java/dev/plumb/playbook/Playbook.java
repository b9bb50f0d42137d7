package dev.plumb.playbook;

import java.util.List;

/** The plays of a file in order, with all imports resolved. */
public record Playbook(String file, List<Play> plays) {
  public Playbook {
    plays = List.copyOf(plays);
  }
}
