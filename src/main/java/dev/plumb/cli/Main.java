package dev.plumb.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Where the program starts: the one place that reads what the process was started with. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    // UTF-8 whatever the locale: names in playbooks are not only English.
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    Surroundings around =
        new Surroundings(
            out,
            err,
            Boolean.getBoolean("plumb.terminal"),
            System.getenv(),
            Path.of("").toAbsolutePath(),
            Optional.ofNullable(System.getProperty("plumb.home")).map(Path::of));
    int status = new Cli(around).run(args);
    out.flush();
    err.flush();
    System.exit(status);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
