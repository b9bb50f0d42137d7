package dev.plumb.module.file;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.FileMode;
import java.util.List;
import java.util.Map;

/** What stands at a path. */
sealed interface Entry {

  /** Nothing, though its folder may be there. */
  record Missing() implements Entry {}

  /** Nothing, and nothing can be made there: a part of the path before it is no folder. */
  record Obstructed() implements Entry {}

  /** Something. */
  sealed interface Present extends Entry {
    Attributes attributes();

    Present with(Attributes changed);

    /** The word for it: {@code "file"}. */
    String kind();
  }

  /** A regular file. */
  record Regular(Attributes attributes) implements Present {
    @Override
    public Regular with(Attributes changed) {
      return new Regular(changed);
    }

    @Override
    public String kind() {
      return "file";
    }
  }

  /** A directory. */
  record Directory(Attributes attributes) implements Present {
    @Override
    public Directory with(Attributes changed) {
      return new Directory(changed);
    }

    @Override
    public String kind() {
      return "directory";
    }
  }

  /** A symbolic link; only seen when the look does not follow links. */
  record Link(String target, Attributes attributes) implements Present {
    @Override
    public Link with(Attributes changed) {
      return new Link(target, changed);
    }

    @Override
    public String kind() {
      return "link to " + target;
    }
  }

  /** A device, a pipe or a socket. */
  record Other(String kind, Attributes attributes) implements Present {
    @Override
    public Other with(Attributes changed) {
      return new Other(kind, changed);
    }
  }

  /** What is there, for people. */
  default String shown() {
    return switch (this) {
      case Missing _, Obstructed _ -> "absent";
      case Present present -> present.kind();
    };
  }

  // A name cannot hold a colon, and the path comes last, so the record can be taken apart whatever
  // the path holds. %f is type and mode as one number, the same in every version of stat.
  String RECORD = "--printf=%f:%u:%g:%h:%i:%d:%s:%X:%Y:%Z:%U:%G:%N:%n\\0";

  /** Looks at the path itself. Any number of these are one process on the host. */
  static Probe<Entry> at(String path) {
    return ask(List.of("stat", RECORD, "--"), path);
  }

  /** Looks at what a link at the path leads to. */
  static Probe<Entry> behind(String path) {
    return ask(List.of("stat", "-L", RECORD, "--"), path);
  }

  private static Probe<Entry> ask(List<String> stat, String path) {
    // %N is "PATH" or "PATH -> TARGET"; without quotes around them both can be taken as they are.
    Command question =
        Command.ofEach(stat, path).withEnvironment(Map.of("QUOTING_STYLE", "literal"));
    return Probe.of(question, answer -> parse(path, answer));
  }

  static Reading<Entry> parse(String path, Exec.Exited stat) {
    String told = stat.err().strip();
    if (told.endsWith(": No such file or directory")) {
      return Reading.of(new Missing());
    }
    if (told.endsWith(": Not a directory")) {
      return Reading.of(new Obstructed());
    }
    String[] fields = stat.out().split(":", 13);
    if (!stat.succeeded() || fields.length < 13) {
      return Reading.unreadable(
          "stat could not look at " + path + ": " + (told.isEmpty() ? stat.out() : told));
    }
    int type = Integer.parseInt(fields[0], 16);
    Attributes attributes =
        new Attributes(
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
