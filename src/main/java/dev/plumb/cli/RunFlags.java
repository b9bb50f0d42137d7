package dev.plumb.cli;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.RunOptions;
import dev.plumb.engine.RunOptions.Mode;
import dev.plumb.playbook.yaml.Decryption;
import dev.plumb.remote.Target;
import dev.plumb.value.Secret;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options of every command that goes to hosts. They mean what they mean in Ansible. */
final class RunFlags {

  private RunFlags() {}

  static void declare(CommandSpec spec) {
    Flags.values(
        spec, "FILE", "The inventory; inventory/hosts.yml by default.", "-i", "--inventory");
    Flags.value(
        spec,
        "PATTERN",
        "Only these of the hosts; @FILE for those that a file names.",
        "-l",
        "--limit");
    Flags.values(
        spec, "VARS", "Variables: key=value, @FILE, or a YAML mapping.", "-e", "--extra-vars");
    Flags.number(
        spec, "N", "How many hosts are worked on at a time; 10 by default.", "-f", "--forks");
    Flags.value(spec, "USER", "The login.", "-u", "--user");
    Flags.flag(spec, "Ask for the login's password.", "-k", "--ask-pass");
    Flags.values(spec, "FILE", "A private key to log in with.", "--private-key", "--key-file");
    Flags.flag(spec, "Run as another user, by sudo.", "-b", "--become");
    Flags.value(spec, "USER", "As whom; root by default.", "--become-user");
    Flags.flag(spec, "Ask for the password that sudo asks for.", "-K", "--ask-become-pass");
    VaultAccess.declare(spec);
    Flags.value(spec, "MODE", "Host keys: strict (the default), accept-new or off.", "--host-keys");
  }

  /** The options of commands that run tasks. */
  static void declareReporting(CommandSpec spec) {
    Flags.flag(spec, "Show the lines that change in files.", "-D", "--diff");
    Flags.flag(
        spec,
        "Tell of tasks that are ok or skipped, too, and of work as it begins.",
        "-v",
        "--verbose");
    Flags.flag(spec, "Plain lines: no colours, no live area.", "--no-color");
    Flags.values(
        spec, "FORMAT=FILE", "Write a report; formats: " + RunReports.FORMATS + ".", "--report");
  }

  static RunOptions read(
      ParseResult given, Mode mode, ProcessEnvironment around, Decryption decryption) {
    return new RunOptions(
        mode,
        Flags.text(given, "--limit").map(limit -> RetryFile.pattern(limit, around)),
        splitCommas(given, "--tags"),
        splitCommas(given, "--skip-tags"),
        ExtraVars.read(Flags.all(given, "--extra-vars"), around, decryption),
        forks(given),
        Flags.has(given, "--diff"),
        Flags.text(given, "--user"),
        Flags.all(given, "--private-key"),
        Flags.has(given, "--ask-pass")
            ? Optional.of(promptPassword("Login password: "))
            : Optional.empty(),
        Flags.has(given, "--become"),
        Flags.text(given, "--become-user"),
        Flags.has(given, "--ask-become-pass")
            ? Optional.of(promptPassword("Password for sudo: "))
            : Optional.empty(),
        Flags.text(given, "--host-keys").map(RunFlags::hostKeys));
  }

  private static Set<String> splitCommas(ParseResult given, String name) {
    return Flags.all(given, name).stream()
        .flatMap(list -> Arrays.stream(list.split(",")))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static int forks(ParseResult given) {
    int forks = given.matchedOptionValue("--forks", 10);
    if (forks < 1) {
      throw invalidOption("--forks", "must be 1 or more, but was " + forks);
    }
    return forks;
  }

  private static Target.HostKeys hostKeys(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "strict" -> Target.HostKeys.STRICT;
      case "accept-new" -> Target.HostKeys.ACCEPT_NEW;
      case "off" -> Target.HostKeys.OFF;
      default ->
          throw invalidOption(
              "--host-keys", "must be strict, accept-new or off, but was \"" + name + "\"");
    };
  }

  static Secret promptPassword(String prompt) {
    return Prompter.terminal()
        .prompt(prompt, true)
        .map(Secret::of)
        .orElseThrow(
            () ->
                new BadInputException(
                    Diagnostic.error(
                        "No terminal to ask on",
                        "A password was to be asked for (-k, -K or -J), but there is no terminal"
                            + " to type it on. Use a key to log in, and set"
                            + " ansible_become_password from a file that others cannot"
                            + " read.")));
  }

  static BadInputException invalidOption(String option, String must) {
    return new BadInputException(
        Diagnostic.error("Invalid option", "The option " + option + " " + must + "."));
  }
}
