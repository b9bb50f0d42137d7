package dev.plumb.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A process on a host, with its input and output. */
public interface RemoteProcess {

  OutputStream input();

  InputStream output();

  /** Returns the available standard error. Must be called after the end of the output. */
  String errors() throws IOException;

  /** Ends the process's input, immediately and from any thread. */
  void close();
}
