package dev.plumb.report;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.EventSink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A report in a file that is written when the run ends, and seen whole or not at all. */
abstract class FileReport implements EventSink {

  private final Path file;
  private final RunRecord run = new RunRecord();

  FileReport(Path file) {
    this.file = file;
  }

  abstract void write(RunRecord run, Event.RunEnded ended, OutputStream out) throws IOException;

  /**
   * @throws UncheckedIOException when the file cannot be written
   */
  @Override
  public final void accept(Event event) {
    run.add(event);
    if (event instanceof Event.RunEnded ended) {
      write(ended);
    }
  }

  private void write(Event.RunEnded ended) {
    Path target = file.toAbsolutePath();
    try {
      // Beside the target: a rename is atomic within one file system only.
      Path unfinished =
          target.resolveSibling(
              target.getFileName() + "." + ProcessHandle.current().pid() + ".unfinished");
      try (OutputStream out = Files.newOutputStream(unfinished)) {
        write(run, ended, out);
      } catch (IOException e) {
        Files.deleteIfExists(unfinished);
        throw e;
      }
      Files.move(
          unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("The report " + file + " could not be written", e);
    }
  }
}
