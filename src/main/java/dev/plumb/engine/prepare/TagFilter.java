package dev.plumb.engine.prepare;

import java.util.Collections;
import java.util.Set;

/** Which tasks a choice of tags means, by Ansible's rules for always, never, all and tagged. */
public final class TagFilter {

  private TagFilter() {}

  /**
   * @param wanted the tags asked for; none means all tasks
   * @param unwanted the tags to leave out; stronger than those asked for
   */
  public static boolean selects(Set<String> tags, Set<String> wanted, Set<String> unwanted) {
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
