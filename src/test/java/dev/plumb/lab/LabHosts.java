package dev.plumb.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.cli.InProcess;
import dev.plumb.json.JsonReader;
import dev.plumb.value.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plumb as a person runs it on the lab, and a shell on each of its hosts. The tests have a lab of
 * their own, one for each checkout, so that they leave the user's alone and several builds can run
 * at once. {@code PLUMB_TEST_LAB} names another; one that is up already stays up.
 */
public final class LabHosts {

  private static final String NAME =
      Optional.ofNullable(System.getenv("PLUMB_TEST_LAB"))
          .orElseGet(
              () -> "test-%06x".formatted(Path.of("").toAbsolutePath().hashCode() & 0xff_ffff));

  private LabHosts() {}

  /** The directory that holds the lab's {@code key} and {@code known_hosts}. */
  public static Path directory() {
    return Path.of(status("directory"));
  }

  public static String address(String host) {
    return hosts().stream()
        .filter(entry -> entry.get("name").orElseThrow().toString().equals(host))
        .map(entry -> entry.get("address").orElseThrow().toString())
        .findFirst()
        .orElseThrow();
  }

  public static Path inventory() {
    return Path.of(status("inventory"));
  }

  /** The control machine's address in the lab's network. */
  static String gateway() {
    return status("gateway");
  }

  /** A property of the lab: its {@code state}, for example. */
  static String status(String property) {
    return json().get(property).orElseThrow().toString();
  }

  private static List<Value.Entries> hosts() {
    return ((Value.Items) json().get("hosts").orElseThrow())
        .list().stream().map(Value.Entries.class::cast).toList();
  }

  private static Value.Entries json() {
    return (Value.Entries)
        JsonReader.read(lab("status", "--json").endedWith(0).out()).orElseThrow();
  }

  /** Runs a command of {@code plumb lab}. */
  static Ran lab(String... words) {
    return script("lab", words);
  }

  private static Ran script(String name, String... words) {
    return run(scriptProcess(name, words));
  }

  private static ProcessBuilder scriptProcess(String name, String... words) {
    List<String> command = new ArrayList<>(List.of(Path.of("lab", name).toString()));
    command.addAll(List.of(words));
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().put("PLUMB_LAB", NAME);
    return process;
  }

  /**
   * How a program ended.
   *
   * @param out its whole output
   */
  public record Ran(int status, String out) {

    public Ran endedWith(int expected) {
      assertThat(status).as("the status; the output is:%n%s", out).isEqualTo(expected);
      return this;
    }

    boolean succeeded() {
      return status == 0;
    }

    /** A number of the recap, of all hosts together: {@code changed}. */
    int count(String what) {
      Matcher counts = Pattern.compile(" " + what + "=(\\d+)").matcher(out);
      int sum = 0;
      while (counts.find()) {
        sum += Integer.parseInt(counts.group(1));
      }
      return sum;
    }
  }

  /** Runs plumb on the lab's inventory. */
  static Ran plumb(String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.addAll(List.of("-i", inventory().toString()));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int status =
        InProcess.run(
            new PrintStream(said, true, StandardCharsets.UTF_8), words.toArray(String[]::new));
    return new Ran(status, said.toString(StandardCharsets.UTF_8));
  }

  /** Applies tasks, written as YAML, on one host. */
  static Ran apply(Path folder, String host, String tasks, String... more) {
    return tasks("apply", folder, host, tasks, more);
  }

  /** Checks tasks, written as YAML, on one host. */
  static Ran check(Path folder, String host, String tasks, String... more) {
    return tasks("check", folder, host, tasks, more);
  }

  private static Ran tasks(String verb, Path folder, String host, String tasks, String... more) {
    Path playbook = folder.resolve("play.yml");
    try {
      Files.writeString(
          playbook, "- hosts: " + host + "\n  gather_facts: false\n  tasks:\n" + tasks.indent(4));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> words = new ArrayList<>(List.of(verb, playbook.toString()));
    words.addAll(List.of(more));
    return plumb(words.toArray(String[]::new));
  }

  /** The number of round trips to a host, from a run's report. */
  static int roundTrips(Path report, String host) {
    try {
      Matcher found =
          Pattern.compile("\"" + host + "\"[^{}]*\\{[^{}]*\"round_trips\"\\s*:\\s*(\\d+)")
              .matcher(Files.readString(report));
      assertThat(found.find()).as("round trips of %s in %s", host, report).isTrue();
      return Integer.parseInt(found.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a line of shell on a host. */
  public static Ran on(String host, String line) {
    return lab("ssh", host, line);
  }

  /** Runs parts of an acceptance script in {@code lab/}; all of them must succeed. */
  static void shows(String script, String... names) {
    shows(Map.of(), script, names);
  }

  /**
   * @param settings variables of the script's environment, unless they are set already
   */
  static void shows(Map<String, String> settings, String script, String... names) {
    ProcessBuilder shows = scriptProcess(script, names);
    settings.forEach(shows.environment()::putIfAbsent);
    run(shows).endedWith(0);
  }

  /** Runs a line of shell that must succeed, and returns its output. */
  static String told(String host, String line) {
    return on(host, line).endedWith(0).out().strip();
  }

  /** Reboots a host and waits until it is up again. */
  static void reboot(String host) {
    String before = told(host, "cat /proc/1/stat | cut -d' ' -f22");
    on(host, "systemctl reboot");
    for (int i = 0; i < 600; i++) {
      pause(500);
      Ran up = on(host, "cat /proc/1/stat | cut -d' ' -f22; systemctl is-system-running --wait");
      if (up.succeeded() && !up.out().startsWith(before)) {
        return;
      }
    }
    throw new AssertionError(host + " did not come back");
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static Ran run(ProcessBuilder program) {
    try {
      Process process =
          program.redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile()).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(process.waitFor(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
