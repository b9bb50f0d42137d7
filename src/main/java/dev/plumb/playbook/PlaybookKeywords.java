package dev.plumb.playbook;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The keywords of playbooks, for schemas and documentation. */
public final class PlaybookKeywords {

  private PlaybookKeywords() {}

  /** Returns every keyword with its documentation. */
  public static List<Keyword> all() {
    return KeywordList.ALL;
  }

  public static Set<String> ofPlay() {
    return new TreeSet<>(KeywordSets.PLAY);
  }

  public static Set<String> ofPlaybookImport() {
    return new TreeSet<>(KeywordSets.IMPORT_PLAYBOOK);
  }

  /** Returns the keywords beside a task's module. */
  public static Set<String> ofTask() {
    return new TreeSet<>(KeywordSets.TASK);
  }

  /** Returns the keywords beside {@code import_tasks}, {@code import_role} and a block. */
  public static Set<String> ofImport() {
    return new TreeSet<>(KeywordSets.IMPORT);
  }

  public static Set<String> ofBlock() {
    Set<String> words = ofImport();
    words.addAll(KeywordSets.BLOCK_PARTS);
    return words;
  }
}
