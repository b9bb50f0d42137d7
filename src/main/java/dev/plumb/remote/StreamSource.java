package dev.plumb.remote;

import dev.plumb.value.FileTree;
import dev.plumb.value.HostName;

/** Where a stream of bytes comes from that is too large to be held. */
public sealed interface StreamSource {

  /** What a command prints that runs on another host, or on the same one. */
  record CommandOutput(HostName host, Command command) implements StreamSource {
    @Override
    public String toString() {
      return "what " + command + " prints on " + host;
    }
  }

  /** Files of the machine that plumb runs on, as a tar archive. */
  record Archive(FileTree files) implements StreamSource {
    @Override
    public String toString() {
      return files.toString();
    }
  }
}
