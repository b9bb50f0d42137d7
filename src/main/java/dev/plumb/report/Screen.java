package dev.plumb.report;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.Status;
import java.util.List;

/** Prints lines for the user. Thread-safe; the lines of a call stay together. */
public interface Screen extends AutoCloseable {

  /** Prints permanent lines and flushes them. */
  void print(List<String> lines);

  /** Updates the live area with an event. */
  void onEvent(Event event);

  /** Returns the text in the colour of a status, if colours are supported. */
  String style(Status status, String text);

  /** Erases the live area. */
  @Override
  void close();
}
