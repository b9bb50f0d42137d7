package dev.plumb.report;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.Status;
import java.io.PrintStream;
import java.util.List;

/** Prints plain lines: for pipes, files, and terminals without colours. */
public final class PlainScreen implements Screen {

  private final PrintStream out;

  public PlainScreen(PrintStream out) {
    this.out = out;
  }

  @Override
  public synchronized void print(List<String> lines) {
    for (String line : lines) {
      out.print(line);
      out.print('\n');
    }
    out.flush();
  }

  @Override
  public void onEvent(Event event) {}

  @Override
  public String style(Status status, String text) {
    return text;
  }

  @Override
  public void close() {
    out.flush();
  }
}
