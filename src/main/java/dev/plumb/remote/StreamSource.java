package dev.plumb.remote;

import dev.plumb.value.FileTree;
import dev.plumb.value.HostName;

/** The source of a stream that is too large for memory. */
public sealed interface StreamSource {

  /** The output of a command on another host, or on the same one. */
  record CommandOutput(HostName host, Command command) implements StreamSource {
    @Override
    public String toString() {
      return "what " + command + " prints on " + host;
    }
  }

  /** Files of the control machine, as a tar archive. */
  record Archive(FileTree files) implements StreamSource {
    @Override
    public String toString() {
      return files.toString();
    }
  }
}
