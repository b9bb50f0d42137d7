package dev.plumb.cli;

import dev.plumb.cli.process.ProcessEnvironment;
import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Starts the process. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    // Messages are in English. The tables of other locales would also take long to load.
    Locale.setDefault(Locale.US);
    URL.setURLStreamHandlerFactory(Main::handler); // startup: no-http-handler
    int status = new Cli(ProcessEnvironment.ofProcess()).run(args);
    // Nothing is left to do. But the JVM writes the start-up cache at a regular exit only.
    if (args.length == 0 || !args[0].equals("train")) { // startup: halt
      Runtime.getRuntime().halt(status);
    }
    System.exit(status);
  }

  private static @Nullable URLStreamHandler handler(String protocol) {
    return protocol.equals("http") ? new NoHttp() : null;
  }

  /**
   * Opens nothing: plumb itself sends no HTTP requests. The cryptography of the JDK creates an http
   * URL that is never opened; without a handler the JDK would search all jars for one.
   */
  private static final class NoHttp extends URLStreamHandler {

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      throw new IOException("plumb opens no URL: " + url);
    }
  }
}
