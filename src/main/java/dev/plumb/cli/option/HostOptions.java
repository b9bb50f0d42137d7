package dev.plumb.cli.option;

import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.engine.RunOptions;
import dev.plumb.engine.RunOptions.Mode;
import dev.plumb.engine.prepare.TagFilter;
import dev.plumb.engine.vars.ConnectionOptions;
import dev.plumb.remote.Target;
import dev.plumb.value.Secret;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options of every command that connects to hosts. They have the meaning they have in Ansible.
 *
 * @param inventory the named inventories; empty for the default one
 */
public record HostOptions(List<String> inventory, VaultDecryption vault, RunOptions run) {

  public static void declare(CommandSpec spec) {
    declareInventory(spec);
    Flags.value(
        spec,
        "PATTERN",
        "Limit the run to hosts matching PATTERN; @FILE reads host names from a file.",
        "-l",
        "--limit");
    Flags.values(
        spec, "VARS", "Set variables: key=value, @FILE or a YAML mapping.", "-e", "--extra-vars");
    Flags.number(
        spec, "N", "Number of hosts to work on in parallel (default: 10).", "-f", "--forks");
    Flags.value(spec, "USER", "User to log in as.", "-u", "--user");
    Flags.flag(spec, "Ask for the login password.", "-k", "--ask-pass");
    Flags.values(spec, "FILE", "Private key to log in with.", "--private-key", "--key-file");
    Flags.flag(spec, "Run as another user, using sudo.", "-b", "--become");
    Flags.value(spec, "USER", "User to become (default: root).", "--become-user");
    Flags.flag(spec, "Ask for the sudo password.", "-K", "--ask-become-pass");
    VaultDecryption.declare(spec);
    Flags.value(
        spec, "MODE", "Host key checking: strict (default), accept-new or off.", "--host-keys");
  }

  public static void declareInventory(CommandSpec spec) {
    Flags.values(spec, "FILE", "Inventory (default: inventory/hosts.yml).", "-i", "--inventory");
  }

  public static List<String> inventory(ParseResult given) {
    return Flags.all(given, "--inventory");
  }

  public static HostOptions read(ParseResult given, Mode mode, ProcessEnvironment environment) {
    VaultDecryption vault = VaultDecryption.read(given, environment);
    RunOptions run =
        new RunOptions(
            mode,
            Flags.text(given, "--limit").map(limit -> RetryFile.pattern(limit, environment)),
            new TagFilter(splitCommas(given, "--tags"), splitCommas(given, "--skip-tags")),
            ExtraVars.read(Flags.all(given, "--extra-vars"), environment, vault),
            forks(given),
            Flags.has(given, "--diff"),
            new ConnectionOptions(
                Flags.text(given, "--user"),
                Flags.all(given, "--private-key"),
                password(given, "--ask-pass", "Login password: ", environment),
                Flags.has(given, "--become"),
                Flags.text(given, "--become-user"),
                password(given, "--ask-become-pass", "Sudo password: ", environment),
                Flags.text(given, "--host-keys").map(HostOptions::hostKeys)));
    return new HostOptions(inventory(given), vault, run);
  }

  private static Optional<Secret> password(
      ParseResult given, String option, String prompt, ProcessEnvironment environment) {
    return Flags.has(given, option)
        ? Optional.of(environment.promptPassword(prompt))
        : Optional.empty();
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
      throw Flags.invalid("--forks", "must be at least 1, but is " + forks);
    }
    return forks;
  }

  private static Target.HostKeys hostKeys(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "strict" -> Target.HostKeys.STRICT;
      case "accept-new" -> Target.HostKeys.ACCEPT_NEW;
      case "off" -> Target.HostKeys.OFF;
      default ->
          throw Flags.invalid(
              "--host-keys", "must be strict, accept-new or off, but is \"" + name + "\"");
    };
  }
}
