package dev.plumb.playbook;

import java.util.List;

/** Plays in the order they run, with everything imported already in place. */
public record Playbook(String file, List<Play> plays) {
  public Playbook {
    plays = List.copyOf(plays);
  }
}
