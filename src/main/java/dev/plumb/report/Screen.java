package dev.plumb.report;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.Status;
import java.util.List;

/** Where lines for people go. Any thread may call it; one call's lines stay together. */
public interface Screen extends AutoCloseable {

  /** Writes lines that stay, and makes sure that they are seen. */
  void print(List<String> lines);

  /** Told of every event, for what it shows beside the lines that stay. */
  void onEvent(Event event);

  /** The text in the colour of a status, where there are colours. */
  String style(Status status, String text);

  /** Leaves only the lines that stay. */
  @Override
  void close();
}
