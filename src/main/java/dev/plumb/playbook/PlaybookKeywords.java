package dev.plumb.playbook;

import dev.plumb.playbook.Keyword.Context;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keywords of the playbook language, by context. Names and meanings are Ansible's; unsupported
 * keywords are listed for better errors.
 */
public final class PlaybookKeywords {

  public static final Set<String> PLAY = of(Context.PLAY);

  public static final Set<String> IMPORT_PLAYBOOK = of(Context.PLAYBOOK_IMPORT);

  public static final Set<String> TASK = of(Context.TASK);

  /** Keywords beside an import; they apply to every imported task. */
  public static final Set<String> IMPORT = of(Context.IMPORT);

  public static final Set<String> LOOP_CONTROL = of(Context.LOOP_CONTROL);

  /** The keys that make an entry of a list of tasks a block. */
  public static final Set<String> BLOCK_PARTS = Set.of("block", "rescue", "always");

  public static final Set<String> ROLE = of(Context.ROLE);

  private static final Map<String, String> UNSUPPORTED = unsupportedHint();

  private PlaybookKeywords() {}

  /** Returns every keyword with its documentation. */
  public static List<Keyword> all() {
    return KeywordList.ALL;
  }

  private static Set<String> of(Context context) {
    Set<String> names = new TreeSet<>();
    for (Keyword keyword : KeywordList.ALL) {
      if (keyword.contexts().contains(context)) {
        names.add(keyword.name());
      }
    }
    return Collections.unmodifiableSet(names);
  }

  /** Returns the remedy for an unsupported keyword of Ansible; empty for other keywords. */
  public static Optional<String> unsupportedHint(String keyword) {
    return keyword.startsWith("with_")
        ? Optional.of("Use \"loop\" with a list.")
        : Optional.ofNullable(UNSUPPORTED.get(keyword));
  }

  private static Map<String, String> unsupportedHint() {
    Map<String, String> words = new LinkedHashMap<>();
    String importIt = "Use \"import_tasks\" with \"when\".";
    words.put("include", importIt);
    words.put("action", "Use the module name as the key.");
    words.put("local_action", "Use \"delegate_to: localhost\".");
    words.put("become_method", "plumb becomes another user with sudo. Remove it.");
    words.put("become_flags", "plumb becomes another user with sudo. Remove it.");
    words.put("become_exe", "plumb becomes another user with sudo. Remove it.");
    words.put("async", "");
    words.put("poll", "");
    words.put("gather_subset", "Facts are gathered only when used. Remove it.");
    words.put("gather_timeout", "Facts are gathered only when used. Remove it.");
    words.put("fact_path", "");
    words.put("collections", "plumb's modules need no collection. Remove it.");
    words.put("connection", "Set the variable \"ansible_connection\".");
    words.put("remote_user", "Set the variable \"ansible_user\".");
    words.put("port", "Set the variable \"ansible_port\".");
    words.put("debugger", "");
    words.put("when", "Set it on the tasks, roles or imports.");
    words.put("allow_duplicates", "");
    words.put("public", "");
    words.put("first_available_file", "");
    return words;
  }
}
