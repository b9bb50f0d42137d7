package dev.plumb.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Short words for declaring options and for reading what was given. */
final class Flags {

  private Flags() {}

  static void flag(CommandSpec spec, String description, String... names) {
    spec.addOption(
        OptionSpec.builder(names).type(boolean.class).arity("0").description(description).build());
  }

  static void value(CommandSpec spec, String label, String description, String... names) {
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

  /** An option that may be given many times. */
  static void values(CommandSpec spec, String label, String description, String... names) {
    spec.addOption(
        OptionSpec.builder(names)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .paramLabel(label)
            .description(description)
            .build());
  }

  static void positional(CommandSpec spec, String arity, String label, String description) {
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

  static boolean has(ParseResult given, String name) {
    return given.hasMatchedOption(name);
  }

  /** The same for an option that not every command has. */
  static boolean hasIfDeclared(ParseResult given, String name) {
    return given.commandSpec().findOption(name) != null && has(given, name);
  }

  static Optional<String> text(ParseResult given, String name) {
    return Optional.ofNullable(given.matchedOptionValue(name, (String) null));
  }

  static List<String> all(ParseResult given, String name) {
    return given.matchedOptionValue(name, List.of());
  }

  static List<String> positionals(ParseResult given) {
    return given.matchedPositionalValue(0, List.of());
  }
}
