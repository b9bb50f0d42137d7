package dev.plumb.cli.option;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Declares options, and reads the given ones. */
public final class Flags {

  private Flags() {}

  public static void flag(CommandSpec spec, String description, String... names) {
    spec.addOption(
        OptionSpec.builder(names).type(boolean.class).arity("0").description(description).build());
  }

  public static void value(CommandSpec spec, String label, String description, String... names) {
    spec.addOption(
        OptionSpec.builder(names)
            .type(String.class)
            .paramLabel(label)
            .description(description)
            .build());
  }

  static void number(CommandSpec spec, String label, String description, String... names) {
    spec.addOption(
        OptionSpec.builder(names)
            .type(Integer.class)
            .paramLabel(label)
            .description(description)
            .build());
  }

  /** Declares an option that can be repeated. */
  public static void values(CommandSpec spec, String label, String description, String... names) {
    spec.addOption(
        OptionSpec.builder(names)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .paramLabel(label)
            .description(description)
            .build());
  }

  public static void positional(CommandSpec spec, String arity, String label, String description) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity(arity)
            .required(!arity.startsWith("0"))
            .index("0..*")
            .paramLabel(label)
            .description(description)
            .build());
  }

  public static boolean has(ParseResult given, String name) {
    return given.hasMatchedOption(name);
  }

  /** An error about the value of an option. */
  public static BadInputException invalid(String option, String problem) {
    return new BadInputException(
        Diagnostic.error("Invalid option", "The option " + option + " " + problem + "."));
  }

  public static Optional<String> text(ParseResult given, String name) {
    return Optional.ofNullable(given.matchedOptionValue(name, (String) null));
  }

  public static List<String> all(ParseResult given, String name) {
    return given.matchedOptionValue(name, List.of());
  }

  public static List<String> positionals(ParseResult given) {
    return given.matchedPositionalValue(0, List.of());
  }
}
