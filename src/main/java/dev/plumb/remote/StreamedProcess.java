package dev.plumb.remote;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * A program that runs on a host, its input and output streamed. One thread may write while another
 * reads.
 */
public interface StreamedProcess extends AutoCloseable {

  /** Its standard input. Closing it tells the program that nothing more comes. */
  OutputStream input();

  /**
   * Its standard output. Comes to its end with the program; {@link #waitFor()} says how that was.
   * What is not read holds the program up.
   */
  InputStream output();

  /** Waits for its end. What of its output nobody has read is in there, or the last part of it. */
  Exec waitFor();

  /** Gives it up, if it still runs: it finds its input at an end. Any thread may. */
  @Override
  void close();
}
