package dev.plumb.playbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A keyword of the playbook language.
 *
 * @param name the name, as in Ansible
 * @param contexts where it is valid
 * @param doc its meaning
 * @param example an example value; empty for lists of tasks
 */
public record Keyword(String name, Set<Context> contexts, String doc, String example) {

  public Keyword {
    contexts = Set.copyOf(contexts);
  }

  /** Returns where it is valid: {@code a play, a block or a task}. */
  public String contextNames() {
    List<String> all =
        contexts.stream()
            .sorted()
            .map(Context::label)
            .collect(Collectors.toCollection(ArrayList::new));
    String last = all.removeLast();
    return all.isEmpty() ? last : String.join(", ", all) + " or " + last;
  }

  /** A construct that has keywords. */
  public enum Context {
    PLAY("a play"),
    PLAYBOOK_IMPORT("an import of a playbook"),
    ROLE("an entry of roles"),
    BLOCK("a block"),
    IMPORT("an import"),
    TASK("a task"),
    LOOP_CONTROL("loop_control"),
    /** Instead of a task's module. */
    STATEMENT("a list of tasks");

    private final String label;

    Context(String words) {
      this.label = words;
    }

    /** Returns the name for messages. */
    public String label() {
      return label;
    }
  }
}
