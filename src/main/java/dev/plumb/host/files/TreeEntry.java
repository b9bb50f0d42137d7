package dev.plumb.host.files;

import dev.plumb.change.Change;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.FileMode;
import dev.plumb.value.RemotePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Something below a directory that is kept with {@code recurse}. */
public record TreeEntry(RemotePath path, FileEntry.Present entry) {

  /** More paths than this go to another process: a command line has an end. */
  private static final int MAX_PATHS_PER_COMMAND = 200;

  public static Probe<List<TreeEntry>> probe(RemotePath directory) {
    return Probe.of(
        Command.of(
            "find",
            "-H",
            directory.value(),
            "-mindepth",
            "1",
            "-printf",
            "%y:%m:%U:%G:%u:%g:%p\\0"),
        TreeEntry::parse);
  }

  static Reading<List<TreeEntry>> parse(Exec.Exited find) {
    // A missing directory has nothing below it; what vanished during the look is not there either.
    boolean seenAll =
        find.err().lines().allMatch(line -> line.endsWith(": No such file or directory"));
    if (!seenAll) {
      return Reading.unreadable("find could not look at everything:\n" + find.err().strip());
    }
    List<TreeEntry> found = new ArrayList<>();
    for (String record : find.out().split("\0")) {
      String[] fields = record.split(":", 7);
      if (fields.length == 7) {
        FileAttributes attributes =
            new FileAttributes(
                new FileMode(Integer.parseInt(fields[1], 8)),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                fields[4],
                fields[5],
                1,
                0,
                0,
                0,
                0,
                0,
                0);
        FileEntry.Present entry =
            switch (fields[0]) {
              case "f" -> new FileEntry.Regular(attributes);
              case "d" -> new FileEntry.Directory(attributes);
              case "l" -> new FileEntry.Link("", attributes);
              default -> new FileEntry.Other("device, pipe or socket", attributes);
            };
        found.add(new TreeEntry(RemotePath.of(fields[6]), entry));
      }
    }
    return Reading.of(List.copyOf(found));
  }

  /** What it takes to give all of them what was asked for: one change for each property. */
  public static List<Change> changes(List<TreeEntry> all, Permissions access) {
    Map<String, Map<String, List<String>>> moves = new LinkedHashMap<>();
    Map<String, List<String>> after = new LinkedHashMap<>();
    for (TreeEntry one : all) {
      for (Change change : access.changes(one.path, one.entry)) {
        for (Step step : change.steps()) {
          if (step instanceof Step.Run(Command command)) {
            List<String> words = command.words();
            String prefix = String.join("\0", words.subList(0, words.size() - 1));
            moves
                .computeIfAbsent(change.property(), _ -> new LinkedHashMap<>())
                .computeIfAbsent(prefix, _ -> new ArrayList<>())
                .add(words.getLast());
            after.computeIfAbsent(change.property(), _ -> new ArrayList<>()).add(change.after());
          }
        }
      }
    }
    List<Change> changes = new ArrayList<>();
    moves.forEach(
        (property, byPrefix) -> {
          List<Step> steps = new ArrayList<>();
          byPrefix.forEach((prefix, paths) -> steps.addAll(steps(prefix, paths)));
          List<String> reached = after.getOrDefault(property, List.of());
          changes.add(
              Change.of(
                  property + " below",
                  reached.size() + " of " + all.size() + " differ",
                  String.join(" or ", reached.stream().distinct().sorted().toList()),
                  steps.toArray(Step[]::new)));
        });
    return changes;
  }

  /** One command for each directory, or more when it holds many paths. */
  private static List<Step> steps(String prefix, List<String> paths) {
    Map<RemotePath, List<String>> byFolder = new LinkedHashMap<>();
    for (String path : paths) {
      byFolder.computeIfAbsent(RemotePath.of(path).parent(), _ -> new ArrayList<>()).add(path);
    }
    List<Step> steps = new ArrayList<>();
    for (List<String> inFolder : byFolder.values()) {
      for (int from = 0; from < inFolder.size(); from += MAX_PATHS_PER_COMMAND) {
        List<String> words = new ArrayList<>(List.of(prefix.split("\0")));
        words.addAll(
            inFolder.subList(from, Math.min(inFolder.size(), from + MAX_PATHS_PER_COMMAND)));
        steps.add(new Step.Run(Command.of(words)));
      }
    }
    return steps;
  }

  public static List<TreeEntry> appliedTo(List<TreeEntry> all, Permissions access) {
    return all.stream().map(one -> new TreeEntry(one.path, access.appliedTo(one.entry))).toList();
  }
}
