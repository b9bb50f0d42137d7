package dev.plumb.engine.prepare;

import java.util.Collections;
import java.util.Set;

/**
 * Selects tasks by their tags, by Ansible's rules for always, never, all and tagged.
 *
 * @param wanted the tags to run; empty for all tasks
 * @param unwanted the tags to skip; these override the wanted ones
 */
public record TagFilter(Set<String> wanted, Set<String> unwanted) {

  /** Selects what runs when no tags are given. */
  public static final TagFilter DEFAULT = new TagFilter(Set.of(), Set.of());

  public TagFilter {
    wanted = Set.copyOf(wanted);
    unwanted = Set.copyOf(unwanted);
  }

  /** Returns whether a task with these tags runs. */
  public boolean selects(Set<String> tags) {
    if (matches(tags, unwanted)) {
      return false;
    }
    boolean named = matches(tags, wanted);
    if (tags.contains("never")) {
      return named && !Collections.disjoint(tags, wanted);
    }
    return wanted.isEmpty() || wanted.contains("all") || named || tags.contains("always");
  }

  private static boolean matches(Set<String> tags, Set<String> choice) {
    return !Collections.disjoint(tags, choice)
        || (choice.contains("tagged") && !tags.isEmpty())
        || (choice.contains("untagged") && tags.isEmpty())
        || (choice.contains("all") && !tags.contains("always"));
  }
}
