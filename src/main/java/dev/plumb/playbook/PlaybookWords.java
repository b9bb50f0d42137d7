package dev.plumb.playbook;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The keywords that playbooks may hold, for those who describe the language. */
public final class PlaybookWords {

  private PlaybookWords() {}

  /** Every keyword, with what it does. */
  public static List<Keyword> all() {
    return KeywordList.ALL;
  }

  public static Set<String> ofPlay() {
    return new TreeSet<>(Keywords.PLAY);
  }

  public static Set<String> ofPlaybookImport() {
    return new TreeSet<>(Keywords.IMPORT_PLAYBOOK);
  }

  /** Beside a task's module. */
  public static Set<String> ofTask() {
    return new TreeSet<>(Keywords.TASK);
  }

  /** Beside {@code import_tasks}, {@code import_role} and a block. */
  public static Set<String> ofImport() {
    return new TreeSet<>(Keywords.IMPORT);
  }

  public static Set<String> ofBlock() {
    Set<String> words = ofImport();
    words.addAll(Keywords.BLOCK_PARTS);
    return words;
  }
}
