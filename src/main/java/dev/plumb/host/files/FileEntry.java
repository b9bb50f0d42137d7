package dev.plumb.host.files;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.FileMode;
import dev.plumb.value.RemotePath;
import java.util.List;
import java.util.Map;

/** The state of a path. */
public sealed interface FileEntry {

  /** Nothing, though its folder may be there. */
  record Missing() implements FileEntry {}

  /** Nothing, and nothing can be made there: a part of the path before it is no folder. */
  record Obstructed() implements FileEntry {}

  /** Something. */
  sealed interface Present extends FileEntry {
    FileAttributes attributes();

    Present with(FileAttributes changed);

    /** The word for it: {@code "file"}. */
    String kind();
  }

  /** A regular file. */
  record Regular(FileAttributes attributes) implements Present {
    @Override
    public Regular with(FileAttributes changed) {
      return new Regular(changed);
    }

    @Override
    public String kind() {
      return "file";
    }
  }

  /** A directory. */
  record Directory(FileAttributes attributes) implements Present {
    @Override
    public Directory with(FileAttributes changed) {
      return new Directory(changed);
    }

    @Override
    public String kind() {
      return "directory";
    }
  }

  /** A symbolic link; only seen when the look does not follow links. */
  record Link(String target, FileAttributes attributes) implements Present {
    @Override
    public Link with(FileAttributes changed) {
      return new Link(target, changed);
    }

    @Override
    public String kind() {
      return "link to " + target;
    }
  }

  /** A device, a pipe or a socket. */
  record Other(String kind, FileAttributes attributes) implements Present {
    @Override
    public Other with(FileAttributes changed) {
      return new Other(kind, changed);
    }
  }

  /** What is there, for people. */
  default String describe() {
    return switch (this) {
      case Missing _, Obstructed _ -> "absent";
      case Present present -> present.kind();
    };
  }

  // A name cannot hold a colon, and the path comes last, so the record can be taken apart whatever
  // the path holds. %f is type and mode as one number, the same in every version of stat.
  String STAT_FORMAT = "--printf=%f:%u:%g:%h:%i:%d:%s:%X:%Y:%Z:%U:%G:%N:%n\\0";

  /** Whether something exists at the path; a link that leads nowhere does not count. */
  static Probe<Boolean> exists(RemotePath path) {
    return probeFollowingLinks(path.value()).map(entry -> entry instanceof Present);
  }

  /** Looks at the path itself. Any number of these are one process on the host. */
  static Probe<FileEntry> probe(String path) {
    return ask(List.of("stat", STAT_FORMAT, "--"), path);
  }

  /** Looks at what a link at the path leads to. */
  static Probe<FileEntry> probeFollowingLinks(String path) {
    return ask(List.of("stat", "-L", STAT_FORMAT, "--"), path);
  }

  private static Probe<FileEntry> ask(List<String> stat, String path) {
    // %N is "PATH" or "PATH -> TARGET"; without quotes around them both can be taken as they are.
    Command question =
        Command.ofMergeable(stat, path).withEnvironment(Map.of("QUOTING_STYLE", "literal"));
    return Probe.of(question, answer -> parse(path, answer));
  }

  static Reading<FileEntry> parse(String path, Exec.Exited stat) {
    String told = stat.err().strip();
    if (FileErrors.isMissing(stat)) {
      return Reading.of(told.endsWith(": Not a directory") ? new Obstructed() : new Missing());
    }
    String[] fields = stat.out().split(":", 13);
    if (!stat.succeeded() || fields.length < 13) {
      return Reading.unreadable(
          "stat could not look at " + path + ": " + (told.isEmpty() ? stat.out() : told));
    }
    int type = Integer.parseInt(fields[0], 16);
    FileAttributes attributes =
        new FileAttributes(
            new FileMode(type & 07777),
            Long.parseLong(fields[1]),
            Long.parseLong(fields[2]),
            fields[10],
            fields[11],
            Long.parseLong(fields[3]),
            Long.parseLong(fields[4]),
            Long.parseLong(fields[5]),
            Long.parseLong(fields[6]),
            Long.parseLong(fields[7]),
            Long.parseLong(fields[8]),
            Long.parseLong(fields[9]));
    return Reading.of(
        switch (type & 0170000) {
          case 0100000 -> new Regular(attributes);
          case 0040000 -> new Directory(attributes);
          case 0120000 -> new Link(target(path, fields[12]), attributes);
          case 0060000 -> new Other("block device", attributes);
          case 0020000 -> new Other("character device", attributes);
          case 0010000 -> new Other("pipe", attributes);
          case 0140000 -> new Other("socket", attributes);
          default -> new Other("unknown kind", attributes);
        });
  }

  /** From {@code PATH -> TARGET:PATH}. */
  private static String target(String path, String named) {
    String record = named.endsWith("\0") ? named.substring(0, named.length() - 1) : named;
    int from = path.length() + " -> ".length();
    return record.substring(Math.min(from, record.length()), record.length() - path.length() - 1);
  }
}
