package dev.plumb.playbook;

import dev.plumb.playbook.Keyword.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The words of the playbook language. The names and meanings are Ansible's; those that plumb does
 * not have yet are listed too, so that an error can say so.
 */
final class KeywordSets {

  static final Set<String> PLAY = of(Context.PLAY);

  static final Set<String> IMPORT_PLAYBOOK = of(Context.PLAYBOOK_IMPORT);

  static final Set<String> TASK = of(Context.TASK);

  /** What may stand beside an import; it applies to every task in it. */
  static final Set<String> IMPORT = of(Context.IMPORT);

  static final Set<String> LOOP_CONTROL = of(Context.LOOP_CONTROL);

  /** What makes a block of an entry in a list of tasks. */
  static final Set<String> BLOCK_PARTS = Set.of("block", "rescue", "always");

  static final Set<String> ROLE = of(Context.ROLE);

  private static final Map<String, String> UNSUPPORTED = unsupportedHint();

  private KeywordSets() {}

  static Set<String> of(Context spot) {
    return KeywordList.ALL.stream()
        .filter(keyword -> keyword.contexts().contains(spot))
        .map(Keyword::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * What to do instead of a keyword of Ansible that plumb does not have; empty if there is none.
   */
  static Optional<String> unsupportedHint(String keyword) {
    return keyword.startsWith("with_")
        ? Optional.of("Use \"loop\" with a list.")
        : Optional.ofNullable(UNSUPPORTED.get(keyword));
  }

  private static Map<String, String> unsupportedHint() {
    Map<String, String> words = new LinkedHashMap<>();
    String importIt = "Use \"import_tasks\", with \"when\" on it.";
    words.put("include", importIt);
    words.put("action", "Write the module's name as the key.");
    words.put("local_action", "Use \"delegate_to: localhost\".");
    words.put("become_method", "plumb becomes another user with sudo. Leave it out.");
    words.put("become_flags", "plumb becomes another user with sudo. Leave it out.");
    words.put("become_exe", "plumb becomes another user with sudo. Leave it out.");
    words.put("async", "");
    words.put("poll", "");
    words.put("gather_subset", "Facts are asked only when used. Leave it out.");
    words.put("gather_timeout", "Facts are asked only when used. Leave it out.");
    words.put("fact_path", "");
    words.put("collections", "plumb's modules need no collection. Leave it out.");
    words.put("connection", "Set the variable \"ansible_connection\".");
    words.put("remote_user", "Set the variable \"ansible_user\".");
    words.put("port", "Set the variable \"ansible_port\".");
    words.put("debugger", "");
    words.put("when", "Put it on the tasks, roles or imports.");
    words.put("allow_duplicates", "");
    words.put("public", "");
    words.put("first_available_file", "");
    return words;
  }
}
