package dev.plumb.playbook;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The keywords that playbooks may hold, for those who describe the language. */
public final class PlaybookKeywords {

  private PlaybookKeywords() {}

  /** Every keyword, with what it does. */
  public static List<Keyword> all() {
    return KeywordList.ALL;
  }

  public static Set<String> ofPlay() {
    return new TreeSet<>(KeywordSets.PLAY);
  }

  public static Set<String> ofPlaybookImport() {
    return new TreeSet<>(KeywordSets.IMPORT_PLAYBOOK);
  }

  /** Beside a task's module. */
  public static Set<String> ofTask() {
    return new TreeSet<>(KeywordSets.TASK);
  }

  /** Beside {@code import_tasks}, {@code import_role} and a block. */
  public static Set<String> ofImport() {
    return new TreeSet<>(KeywordSets.IMPORT);
  }

  public static Set<String> ofBlock() {
    Set<String> words = ofImport();
    words.addAll(KeywordSets.BLOCK_PARTS);
    return words;
  }
}
