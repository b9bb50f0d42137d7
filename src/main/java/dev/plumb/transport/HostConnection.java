package dev.plumb.transport;

import dev.plumb.remote.UnreachableException;
import java.io.IOException;
import java.util.List;

/**
 * A connection to a host that can start processes.
 *
 * <p>Used by one thread at a time, but for {@link #abort()} and {@link #start}.
 */
public interface HostConnection {

  /**
   * Connects unless connected.
   *
   * @return whether the connection is new; processes of an earlier one are then gone
   * @throws UnreachableException if the host is unreachable
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

  /** Closes the connection. It may be opened again. */
  void close();

  /** Aborts the connection immediately. Any thread may call it. */
  void abort();
}
