package dev.plumb.cli;

import dev.plumb.transport.sshj.SshHost;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Where the program starts: the one place that reads what the process was started with. */
public final class Main {

  private Main() {}

  /** Commands that will most likely talk to hosts. */
  private static final Set<String> REMOTE = Set.of("up", "apply", "check", "run", "facts");

  public static void main(String[] args) {
    if (args.length > 0 && REMOTE.contains(args[0])) {
      Thread.ofPlatform().daemon().name("plumb-warm-up").start(SshHost::warmUp);
    }
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
