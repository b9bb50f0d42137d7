package dev.plumb.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A process on a host: what is written to it and read from it. */
public interface RemoteProcess {

  OutputStream input();

  InputStream output();

  /** What it wrote to standard error, as far as it is there. Asked once output is at its end. */
  String errors() throws IOException;

  /** Leaves the process alone, at once and from any thread: it finds its input at an end. */
  void close();
}
