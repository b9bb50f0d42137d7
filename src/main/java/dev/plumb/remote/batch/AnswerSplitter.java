package dev.plumb.remote.batch;

import dev.plumb.remote.Exec;
import dev.plumb.value.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Splits the result of a process with many merged questions into one for each. */
final class AnswerSplitter {

  private AnswerSplitter() {}

  /**
   * Gives each question its own result if records and error lines can be assigned beyond doubt.
   * Otherwise each gets the whole result with a non-zero status: a module then sees a failed probe,
   * never the answer to another question.
   */
  static void split(Job.MergedJob many, Exec whole, @Nullable Exec[] answers) {
    @Nullable List<Exec> each =
        whole instanceof Exec.Exited exited ? splitExited(many.arguments(), exited) : null;
    Exec raw = whole;
    if (whole instanceof Exec.Exited exited) {
      raw = new Exec.Exited(Math.max(1, exited.status()), Bytes.EMPTY, exited.stderr());
    }
    for (int i = 0; i < many.places().size(); i++) {
      Exec ending = each == null ? raw : each.get(i);
      many.places().get(i).forEach(place -> answers[place] = ending);
    }
  }

  private static @Nullable List<Exec> splitExited(List<String> arguments, Exec.Exited whole) {
    Map<Integer, Bytes> records = records(arguments, whole.stdout().toArray());
    List<Bytes> errors = lines(whole.stderr().toArray());
    if (records == null
        || errors.size() != arguments.size() - records.size()
        || (errors.isEmpty() && whole.status() != 0)) {
      return null;
    }
    List<Exec> each = new ArrayList<>();
    int error = 0;
    for (int i = 0; i < arguments.size(); i++) {
      Bytes record = records.get(i);
      each.add(
          record != null
              ? new Exec.Exited(0, record, Bytes.EMPTY)
              : new Exec.Exited(Math.max(1, whole.status()), Bytes.EMPTY, errors.get(error++)));
    }
    return each;
  }

  /** Returns the record of each argument that has one; null if they are out of order. */
  private static @Nullable Map<Integer, Bytes> records(List<String> arguments, byte[] stdout) {
    List<byte[]> ends = arguments.stream().map(a -> Bytes.utf8(a).toArray()).toList();
    Map<Integer, Bytes> records = new TreeMap<>();
    int next = 0;
    int start = 0;
    for (int i = 0; i < stdout.length; i++) {
      if (stdout[i] != 0) {
        continue;
      }
      while (next < ends.size() && !endsWith(stdout, start, i, ends.get(next))) {
        next++;
      }
      if (next == ends.size()) {
        return null;
      }
      records.put(next++, Bytes.of(stdout, start, i + 1));
      start = i + 1;
    }
    return start == stdout.length ? records : null;
  }

  private static boolean endsWith(byte[] bytes, int from, int to, byte[] end) {
    return to - from >= end.length && Arrays.equals(bytes, to - end.length, to, end, 0, end.length);
  }

  private static List<Bytes> lines(byte[] text) {
    List<Bytes> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\n') {
        lines.add(Bytes.of(text, start, i + 1));
        start = i + 1;
      }
    }
    if (start < text.length) {
      lines.add(Bytes.of(text, start, text.length));
    }
    return lines;
  }
}
