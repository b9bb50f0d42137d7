package dev.plumb.playbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A word of the playbook language.
 *
 * @param name as in Ansible
 * @param contexts where it may stand
 * @param doc what it does there
 * @param example what may stand behind it; the empty string where only its list matters
 */
public record Keyword(String name, Set<Context> contexts, String doc, String example) {

  public Keyword {
    contexts = Set.copyOf(contexts);
  }

  /** Where it may stand, in words: {@code a play, a block or a task}. */
  public String contextNames() {
    List<String> all =
        contexts.stream()
            .sorted()
            .map(Context::label)
            .collect(Collectors.toCollection(ArrayList::new));
    String last = all.removeLast();
    return all.isEmpty() ? last : String.join(", ", all) + " or " + last;
  }

  /** Where keywords stand. */
  public enum Context {
    PLAY("a play"),
    PLAYBOOK_IMPORT("an import of a playbook"),
    ROLE("an entry of roles"),
    BLOCK("a block"),
    IMPORT("an import"),
    TASK("a task"),
    LOOP_CONTROL("loop_control"),
    /** In place of a task's module. */
    STATEMENT("a list of tasks");

    private final String label;

    Context(String words) {
      this.label = words;
    }

    /** As a person says it. */
    public String label() {
      return label;
    }
  }
}
