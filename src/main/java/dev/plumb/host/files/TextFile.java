package dev.plumb.host.files;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Bytes;
import dev.plumb.value.RemotePath;

/** A small file that is read whole, to change some of its lines. */
public sealed interface TextFile {

  /** Nothing stands at the path, or not even its folder does. */
  record Missing() implements TextFile {}

  /** What the file holds. */
  record Present(Bytes bytes) implements TextFile {}

  /** Reads the file; links are followed. Asked once, however many tasks edit the same file. */
  static Probe<TextFile> probe(RemotePath path) {
    return Probe.of(Command.of("cat", "--", path.value()), TextFile::parse);
  }

  private static Reading<TextFile> parse(Exec.Exited cat) {
    if (cat.succeeded()) {
      return Reading.of(new Present(cat.stdout()));
    }
    String told = cat.err().strip();
    return told.endsWith(": No such file or directory")
        ? Reading.of(new Missing())
        : Reading.unreadable("The file could not be read: " + told);
  }

  /** The text; empty when the file is missing. */
  default String text() {
    return switch (this) {
      case Missing _ -> "";
      case Present(Bytes bytes) -> bytes.utf8();
    };
  }
}
