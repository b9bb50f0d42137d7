package dev.plumb.remote;

import java.util.List;

/**
 * A host that can be asked and told.
 *
 * <p>Used by one thread at a time. Connects when first sent to. Nothing here retries: a caller that
 * retries must know that the request is safe to send twice, and only the caller can know that.
 */
public interface RemoteHost extends AutoCloseable {

  /**
   * Sends requests for different users at the same time: one round trip, however many there are.
   *
   * <p>When the connection is lost on the way, what was not yet answered ends as {@link Exec.Lost};
   * this method does not throw for it. The next call connects anew.
   *
   * @return one reply for each request, in order
   * @throws UnreachableException when there is no connection and none could be made
   */
  List<Reply> send(List<Request> requests);

  default Reply send(Request request) {
    return send(List.of(request)).getFirst();
  }

  /**
   * Starts a program beside all others, to stream to it and from it. Counts as one round trip.
   *
   * @param command its input is what will be streamed, so it has none of its own
   * @throws UnreachableException when there is no connection and none could be made
   */
  StreamedProcess stream(RunAs as, Command command);

  /**
   * How many times {@link #send(List)} went to the host and back, and programs were started.
   * Connecting does not count.
   */
  int roundTrips();

  /**
   * Gives up a {@link #send(List)} that another thread waits in; it then ends as {@link Exec.Lost}.
   * The one method that any thread may call.
   */
  void abort();

  @Override
  void close();
}
