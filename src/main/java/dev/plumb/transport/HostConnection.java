package dev.plumb.transport;

import dev.plumb.remote.UnreachableException;
import java.io.IOException;
import java.util.List;

/**
 * A way to start processes on a host.
 *
 * <p>Used by one thread at a time, but for {@link #abort()} and {@link #start}.
 */
public interface HostConnection {

  /**
   * Makes the connection, unless there is one.
   *
   * @return whether it is a new one; processes of an earlier one are then gone
   * @throws UnreachableException when none can be made
   */
  boolean connect();

  /** The user that processes run as. */
  String loginUser();

  /**
   * Starts a process.
   *
   * @param words the program and its arguments, without quotes, backslashes and newlines in them
   * @throws IOException when the connection is lost
   */
  RemoteProcess start(List<String> words) throws IOException;

  /** Ends the connection. It may be made again. */
  void close();

  /** Breaks the connection at once, whatever goes on on it. Any thread may. */
  void abort();
}
