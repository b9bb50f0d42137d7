package dev.plumb.module;

import dev.plumb.remote.Step;
import dev.plumb.value.Content;
import dev.plumb.value.Sha256;

/** Renders steps for assertions, with the content of files: its size alone proves nothing. */
final class StepText {

  private static final int LONGEST = 1000;

  private StepText() {}

  /** Returns the step, and below a written file its lines, or the digest of a long content. */
  static String of(Step step) {
    if (!(step instanceof Step.Write write)
        || !(write.content() instanceof Content.Inline inline)) {
      return step.toString();
    }
    String text = inline.bytes().utf8();
    if (text.isEmpty()) {
      return "write " + write.path() + " (empty)";
    }
    if (text.length() > LONGEST) {
      return step + " " + Sha256.of(inline.bytes().toArray());
    }
    StringBuilder shown = new StringBuilder("write " + write.path());
    text.lines().forEach(line -> shown.append("\n    |").append(line));
    return shown.append(text.endsWith("\n") ? "" : "\n    (no newline at the end)").toString();
  }
}
