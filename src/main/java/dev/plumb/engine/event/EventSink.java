package dev.plumb.engine.event;

/** Takes events as they happen; called by one thread at a time. */
@FunctionalInterface
public interface EventSink {
  void accept(Event event);
}
