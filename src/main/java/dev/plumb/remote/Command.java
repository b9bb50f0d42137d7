package dev.plumb.remote;

import dev.plumb.value.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A program to run on a host, as words and never as a shell line. Only the transport quotes.
 *
 * @param words the program and its arguments
 * @param mergeable whether the program accepts many last words and prints, for each of them in the
 *     order given, one record on standard output that ends with the argument itself and a NUL, or
 *     else one line on standard error; nothing more. Commands that differ only in this last word
 *     are then run as one process. {@code stat --printf='...%n\0'} is of this kind.
 * @param environment variables of this program, in addition to those of the login
 * @param folder the working directory; the login's home directory by default
 * @param input its standard input, which may contain secrets
 * @param timeout how long it may take; the engine's default when absent
 */
public record Command(
    List<String> words,
    boolean mergeable,
    Map<String, String> environment,
    Optional<String> folder,
    Bytes input,
    Optional<Duration> timeout) {

  public Command {
    words = List.copyOf(words);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("must have a program");
    }
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
  }

  public static Command of(String... words) {
    return of(List.of(words));
  }

  public static Command of(List<String> words) {
    return new Command(words, false, Map.of(), Optional.empty(), Bytes.EMPTY, Optional.empty());
  }

  /** Returns a command that may be merged with others that differ only in their last word. */
  public static Command ofMergeable(List<String> prefix, String argument) {
    List<String> words = new ArrayList<>(prefix);
    words.add(argument);
    return new Command(words, true, Map.of(), Optional.empty(), Bytes.EMPTY, Optional.empty());
  }

  /**
   * Returns a {@code /bin/sh} command, for lines that a user wrote (module shell) and for probes
   * that need a pipe. Values never go into the line: pass them as arguments, {@code "$1"} and so
   * on.
   */
  public static Command shell(String line, String... arguments) {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", line, "sh"));
    words.addAll(List.of(arguments));
    return of(words);
  }

  public Command withInput(Bytes newInput) {
    return new Command(words, mergeable, environment, folder, newInput, timeout);
  }

  public Command withEnvironment(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(environment);
    all.putAll(more);
    return new Command(words, mergeable, all, folder, input, timeout);
  }

  public Command inFolder(String newFolder) {
    return new Command(words, mergeable, environment, Optional.of(newFolder), input, timeout);
  }

  public Command withTimeout(Duration newLimit) {
    return new Command(words, mergeable, environment, folder, input, Optional.of(newLimit));
  }

  /**
   * Joins the words with spaces, for people and never for a shell. A shell line that begins with a
   * comment is shown as that comment.
   */
  @Override
  public String toString() {
    if (words.size() > 3 && words.get(1).equals("-c") && words.get(2).startsWith("# ")) {
      List<String> shown = new ArrayList<>(words.subList(3, words.size()));
      shown.set(0, words.get(2).lines().findFirst().orElseThrow().substring(2));
      return String.join(" ", shown);
    }
    return String.join(" ", words);
  }
}
