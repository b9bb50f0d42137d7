package dev.plumb.module.docker.daemon;

import dev.plumb.json.JsonWriter;
import dev.plumb.module.docker.daemon.DaemonState.DaemonProcess;
import dev.plumb.value.Value;
import org.jspecify.annotations.Nullable;

/** Texts for changes of dockerd. */
final class DaemonChangeText {

  private DaemonChangeText() {}

  /** Returns a setting's value as text. */
  static String value(@Nullable Value value) {
    return value == null
        ? "(unset)"
        : value instanceof Value.Text text ? text.text() : JsonWriter.write(value);
  }

  static String running(DaemonProcess.Running running) {
    return switch (running.containers()) {
      case 0 -> "running, without containers";
      case 1 -> "running, with 1 container";
      default -> "running, with " + running.containers() + " containers";
    };
  }

  static String restarted(DaemonProcess.Running running) {
    if (running.containers() == 0) {
      return "restarted";
    }
    return Value.bool(true).equals(running.inUse().get("live-restore"))
        ? "restarted: containers keep running (live-restore)"
        : "restarted: containers stop; those with a restart policy start again";
  }
}
