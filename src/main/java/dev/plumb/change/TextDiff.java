package dev.plumb.change;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/** Unified diffs of texts. */
public final class TextDiff {

  private static final int CONTEXT_LINES = 3;

  private TextDiff() {}

  /**
   * Returns the lines of a unified diff with both names in its header; empty if the lines are
   * equal.
   */
  public static List<String> unified(String name, String before, String after) {
    List<String> old = before.lines().toList();
    return UnifiedDiffUtils.generateUnifiedDiff(
        name + " (before)",
        name + " (after)",
        old,
        DiffUtils.diff(old, after.lines().toList()),
        CONTEXT_LINES);
  }
}
