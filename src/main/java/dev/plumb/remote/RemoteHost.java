package dev.plumb.remote;

import java.util.List;

/**
 * A host that answers questions and runs steps.
 *
 * <p>Used by one thread at a time. Connects on the first request. Never retries: a caller that
 * retries must know that the request is safe to send twice.
 */
public interface RemoteHost extends AutoCloseable {

  /**
   * Sends requests for different users at the same time: one round trip, however many there are.
   *
   * <p>When the connection is lost, what is not answered yet ends as {@link Exec.Lost}; this method
   * does not throw for it. The next call reconnects.
   *
   * @return one reply for each request, in order
   * @throws UnreachableException when there is no connection and none could be made
   */
  List<Reply> send(List<Request> requests);

  default Reply send(Request request) {
    return send(List.of(request)).getFirst();
  }

  /**
   * Starts a program with streamed input and output. Counts as one round trip.
   *
   * @param command must have no input: its input is streamed
   * @throws UnreachableException when there is no connection and none could be made
   */
  StreamedProcess stream(RunAs as, Command command);

  /**
   * Returns the number of {@link #send(List)} round trips and started programs. Connecting does not
   * count.
   */
  int roundTrips();

  /**
   * Aborts a {@link #send(List)} that another thread waits in; it then ends as {@link Exec.Lost}.
   * Any thread may call it.
   */
  void abort();

  @Override
  void close();
}
