package dev.plumb.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Where the program starts: the one place that reads what the process was started with. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    // What plumb says is English, and in this locale alone numbers are written without a look at
    // tables, which would cost more than all they are for.
    Locale.setDefault(Locale.US);
    URL.setURLStreamHandlerFactory(protocol -> protocol.equals("http") ? new NoHttp() : null);
    // UTF-8 whatever the locale: names in playbooks are not only English.
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    ProcessEnvironment around =
        new ProcessEnvironment(
            out,
            err,
            Boolean.getBoolean("plumb.terminal"),
            System.getenv(),
            Path.of("").toAbsolutePath(),
            Optional.ofNullable(System.getProperty("plumb.home")).map(Path::of));
    int status = new Cli(around).run(args);
    out.flush();
    err.flush();
    if (TrainCommand.NAME.equals(args.length == 0 ? "" : args[0])) {
      // The start-up cache is written by a usual exit.
      System.exit(status);
    }
    // All is done and said; a usual exit would begin with making a logger that could tell of it.
    Runtime.getRuntime().halt(status);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  /**
   * Opens nothing: plumb asks no web server itself, hosts do. The platform's cryptography makes an
   * http URL that nobody opens, and to find a handler for it the platform would read the lists of
   * entries of all jars.
   */
  private static final class NoHttp extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      throw new IOException("plumb opens no URL by itself: " + url);
    }
  }
}
