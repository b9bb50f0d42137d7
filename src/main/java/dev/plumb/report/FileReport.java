package dev.plumb.report;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.EventSink;
import dev.plumb.value.Redaction;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A report file that is written atomically at the end of a run. */
abstract class FileReport implements EventSink {

  private final Path file;
  private final Redaction redaction;
  private final RunRecord run = new RunRecord();

  FileReport(Path file, Redaction redaction) {
    this.file = file;
    this.redaction = redaction;
  }

  abstract void write(RunRecord run, Event.RunEnded ended, OutputStream out) throws IOException;

  /**
   * Records an event; at the end of the run writes the file.
   *
   * @throws UncheckedIOException if the file cannot be written
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
      // In the same directory, because a rename is atomic only within a file system.
      Path unfinished =
          target.resolveSibling(
              target.getFileName() + "." + ProcessHandle.current().pid() + ".unfinished");
      try (OutputStream out = new RedactedStream(Files.newOutputStream(unfinished), redaction)) {
        write(run, ended, out);
      } catch (IOException e) {
        Files.deleteIfExists(unfinished);
        throw e;
      }
      Files.move(
          unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("The report " + file + " cannot be written", e);
    }
  }
}
