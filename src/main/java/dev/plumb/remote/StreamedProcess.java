package dev.plumb.remote;

import java.io.InputStream;
import java.io.OutputStream;

/** A program on a host with streamed input and output. One thread may write while another reads. */
public interface StreamedProcess extends AutoCloseable {

  /** Its standard input. Closing it ends the program's input. */
  OutputStream input();

  /**
   * Its standard output, which ends with the program. Output that is not read blocks the program.
   */
  InputStream output();

  /** Waits for the program's end. The result contains unread output, or the last part of it. */
  Exec waitFor();

  /** Abandons the program if it still runs, by ending its input. Any thread may call it. */
  @Override
  void close();
}
