package dev.plumb.cli.process;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.report.RedactedStream;
import dev.plumb.value.Redaction;
import dev.plumb.value.Secret;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the process gets from its caller. Only this class reads environment variables, standard
 * input and the console, and only its streams lead to standard output and standard error.
 *
 * @param out standard output, which masks the secrets of {@code redaction}
 * @param err standard error, which masks them too
 * @param terminal whether standard output is a terminal
 * @param variables the environment variables
 * @param home the directory of the launcher, which contains the playbooks that plumb ships
 * @param redaction the secrets known so far
 */
public record ProcessEnvironment(
    PrintStream out,
    PrintStream err,
    boolean terminal,
    Map<String, String> variables,
    Path workingDirectory,
    Optional<Path> home,
    Prompter prompter,
    Redaction redaction) {

  /** Reads the environment of this process and redirects {@code System.out} and {@code err}. */
  public static ProcessEnvironment ofProcess() {
    ProcessEnvironment environment =
        of(
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            Boolean.getBoolean("plumb.terminal"),
            System.getenv(),
            Path.of("").toAbsolutePath(),
            Optional.ofNullable(System.getProperty("plumb.home")).map(Path::of),
            new ConsolePrompter());
    // The JVM prints the stack traces of other threads there.
    System.setOut(environment.out);
    System.setErr(environment.err);
    return environment;
  }

  /** Returns an environment whose output and prompts mask every secret. */
  public static ProcessEnvironment of(
      OutputStream out,
      OutputStream err,
      boolean terminal,
      Map<String, String> variables,
      Path workingDirectory,
      Optional<Path> home,
      Prompter prompter) {
    Redaction redaction = new Redaction();
    return new ProcessEnvironment(
        stream(out, redaction),
        stream(err, redaction),
        terminal,
        variables,
        workingDirectory,
        home,
        new Prompter() {
          @Override
          public Optional<String> prompt(String text, boolean hidden) {
            return prompter.prompt(redaction.apply(text), hidden);
          }

          @Override
          public boolean isInteractive() {
            return prompter.isInteractive();
          }
        },
        redaction);
  }

  /** UTF-8 in every locale, because playbooks are. */
  private static PrintStream stream(OutputStream out, Redaction redaction) {
    return new PrintStream(new RedactedStream(out, redaction), false, StandardCharsets.UTF_8);
  }

  private static final class ConsolePrompter implements Prompter {

    private static Optional<Console> console() {
      return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }

    @Override
    public boolean isInteractive() {
      return console().isPresent();
    }

    @Override
    public Optional<String> prompt(String text, boolean hidden) {
      return console()
          .map(
              console -> {
                if (!hidden) {
                  return Optional.ofNullable(console.readLine("%s", text)).orElse("");
                }
                char[] typed = console.readPassword("%s", text);
                return typed == null ? "" : new String(typed);
              });
    }
  }

  /**
   * Asks for a password.
   *
   * @throws BadInputException if there is no terminal
   */
  public Secret promptPassword(String text) {
    return prompter
        .prompt(text, true)
        .map(Secret::of)
        .orElseThrow(
            () ->
                new BadInputException(
                    Diagnostic.error(
                        "No terminal to ask on",
                        "The options -k, -K and -J ask for a password, but there is no terminal to"
                            + " type it on. Log in with a key, and set ansible_become_password in"
                            + " an encrypted file.")));
  }

  /** Reads standard input to its end. */
  public String standardInput() {
    try {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Standard input is not readable", e);
    }
  }

  /**
   * Finds a default file in the working directory or else beside the launcher. The path is relative
   * if the file is below the working directory, as a user would write it in a message.
   */
  public Optional<Path> findFile(String path) {
    return Stream.concat(Stream.of(Path.of(path)), home.stream().map(it -> displayPath(it, path)))
        .filter(candidate -> Files.exists(workingDirectory.resolve(candidate)))
        .findFirst();
  }

  private Path displayPath(Path directory, String path) {
    Path file = directory.resolve(path);
    return file.startsWith(workingDirectory) ? workingDirectory.relativize(file) : file;
  }

  /** The version in the manifest of the jar; classes that run without their jar have none. */
  public static String version() {
    String version = ProcessEnvironment.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
