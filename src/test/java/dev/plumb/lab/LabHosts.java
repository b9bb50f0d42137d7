package dev.plumb.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.cli.InProcess;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plumb as a person runs it on the lab, and a shell on each of its hosts. */
final class LabHosts {

  private static final String LAB = Path.of("lab", "lab").toString();

  private LabHosts() {}

  /**
   * How a program ended.
   *
   * @param out all that it said
   */
  record Ran(int status, String out) {

    Ran endedWith(int expected) {
      assertThat(status).as("the status; it said:%n%s", out).isEqualTo(expected);
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
    words.addAll(List.of("-i", "inventory/lab.yml"));
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

  /** How often plumb went to a host and back, by the report it was told to write. */
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
  static Ran on(String host, String line) {
    return run(new ProcessBuilder(LAB, "ssh", host, line));
  }

  /** Runs a script of {@code lab/} that shows things: all that it is asked for must hold. */
  static void shows(String script, String... names) {
    shows(Map.of(), script, names);
  }

  /**
   * @param settings what the script goes by, unless the surroundings say otherwise
   */
  static void shows(Map<String, String> settings, String script, String... names) {
    List<String> words = new ArrayList<>(List.of(Path.of("lab", script).toString()));
    words.addAll(List.of(names));
    ProcessBuilder shows = new ProcessBuilder(words);
    settings.forEach(shows.environment()::putIfAbsent);
    run(shows).endedWith(0);
  }

  /** What a line of shell that must succeed prints. */
  static String told(String host, String line) {
    return on(host, line).endedWith(0).out().strip();
  }

  /** Reboots a host and waits until it is up again. */
  static void reboot(String host) {
    String before = told(host, "cat /proc/1/stat | cut -d' ' -f22");
    on(host, "systemctl reboot");
    for (int i = 0; i < 120; i++) {
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
