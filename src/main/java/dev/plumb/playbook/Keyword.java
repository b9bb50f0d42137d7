package dev.plumb.playbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A word of the playbook language.
 *
 * @param name as in Ansible
 * @param spots where it may stand
 * @param doc what it does there
 * @param example what may stand behind it; the empty string where only its list matters
 */
public record Keyword(String name, Set<Spot> spots, String doc, String example) {

  public Keyword {
    spots = Set.copyOf(spots);
  }

  /** Where it may stand, in words: {@code a play, a block or a task}. */
  public String where() {
    List<String> all =
        spots.stream().sorted().map(Spot::words).collect(Collectors.toCollection(ArrayList::new));
    String last = all.removeLast();
    return all.isEmpty() ? last : String.join(", ", all) + " or " + last;
  }

  /** Where keywords stand. */
  public enum Spot {
    PLAY("a play"),
    PLAYBOOK_IMPORT("an import of a playbook"),
    ROLE("an entry of roles"),
    BLOCK("a block"),
    IMPORT("an import"),
    TASK("a task"),
    LOOP_CONTROL("loop_control"),
    /** In place of a task's module. */
    STATEMENT("a list of tasks");

    private final String words;

    Spot(String words) {
      this.words = words;
    }

    /** As a person says it. */
    public String words() {
      return words;
    }
  }
}
