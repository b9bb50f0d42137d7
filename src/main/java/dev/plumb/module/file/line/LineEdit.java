package dev.plumb.module.file.line;

import dev.plumb.module.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What module {@code lineinfile} makes of a text; follows Ansible's module of that name. */
record LineEdit(LineInFileSpec spec) {

  /** The text with the line in it, or without. Everything else stays as it is, byte for byte. */
  String apply(String text) {
    List<String> lines = split(text);
    return String.join("", spec.state() == Presence.PRESENT ? present(lines) : absent(lines));
  }

  private List<String> absent(List<String> lines) {
    boolean byPattern = spec.regexp().isPresent() || spec.searchString().isPresent();
    return lines.stream()
        .filter(
            line ->
                byPattern
                    ? !spec.matches(withoutEnding(line))
                    : !withoutEnding(line).equals(spec.line().orElseThrow()))
        .toList();
  }

  private List<String> present(List<String> lines) {
    String wanted = spec.line().orElseThrow();
    int found = index(lines, line -> spec.matches(withoutEnding(line)));
    if (found >= 0) {
      String old = lines.get(found);
      String replaced =
          spec.backrefs() ? spec.regexp().orElseThrow().expand(wanted, withoutEnding(old)) : wanted;
      return with(lines, found, replaced + ending(old));
    }
    boolean there = lines.stream().anyMatch(line -> withoutEnding(line).equals(wanted));
    return there || spec.backrefs() ? lines : insert(lines, wanted);
  }

  private List<String> insert(List<String> lines, String wanted) {
    // A new line ends as the first one does, so that a file from elsewhere stays of one kind.
    String end =
        lines.isEmpty() || ending(lines.getFirst()).isEmpty() ? "\n" : ending(lines.getFirst());
    int at = place(lines);
    List<String> longer = new ArrayList<>(lines);
    if (at == lines.size() && at > 0 && ending(lines.getLast()).isEmpty()) {
      longer.set(at - 1, lines.getLast() + end);
    }
    longer.add(at, wanted + end);
    return longer;
  }

  private int place(List<String> lines) {
    if (spec.insertbefore().isPresent()) {
      LinePattern before = spec.insertbefore().get();
      int found =
          before.text().equals("BOF")
              ? 0
              : index(lines, line -> before.matches(withoutEnding(line)));
      return found < 0 ? lines.size() : found;
    }
    if (spec.insertafter().isPresent()) {
      LinePattern after = spec.insertafter().get();
      int found =
          after.text().equals("EOF")
              ? -1
              : index(lines, line -> after.matches(withoutEnding(line)));
      return found < 0 ? lines.size() : found + 1;
    }
    return lines.size();
  }

  /** Of the last line that is meant, or of the first when that was asked for; -1 when none is. */
  private int index(List<String> lines, Predicate<String> meant) {
    int found = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (meant.test(lines.get(i))) {
        if (spec.firstmatch()) {
          return i;
        }
        found = i;
      }
    }
    return found;
  }

  private static List<String> with(List<String> lines, int index, String line) {
    List<String> changed = new ArrayList<>(lines);
    changed.set(index, line);
    return changed;
  }

  /** Lines with their ends. */
  private static List<String> split(String text) {
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int end = text.indexOf('\n', from);
      int next = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(from, next));
      from = next;
    }
    return lines;
  }

  private static String withoutEnding(String line) {
    return line.substring(0, line.length() - ending(line).length());
  }

  private static String ending(String line) {
    return line.endsWith("\r\n") ? "\r\n" : line.endsWith("\n") ? "\n" : "";
  }
}
