package dev.plumb.cli.doc;

import dev.plumb.cli.command.Subcommand;
import dev.plumb.cli.option.Flags;
import dev.plumb.cli.process.ExitStatus;
import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.cli.run.RunModules;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.module.Argument;
import dev.plumb.module.PlumbModule;
import dev.plumb.playbook.Keyword;
import dev.plumb.playbook.PlaybookKeywords;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code plumb doc}: prints the documentation of modules and keywords. */
public final class DocCommand implements Subcommand<Optional<String>> {

  private static final int WIDTH = 100;

  @Override
  public String name() {
    return "doc";
  }

  @Override
  public String summary() {
    return "Describe a module and its arguments, or a keyword; without a name, list them all.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Flags.positional(spec, "0..1", "NAME", "Module or keyword to describe.");
  }

  @Override
  public Optional<String> options(ParseResult given, ProcessEnvironment environment) {
    return Flags.positionals(given).stream().findFirst();
  }

  @Override
  public int run(Optional<String> name, ProcessEnvironment environment) {
    List<PlumbModule<?, ?>> modules = RunModules.find(environment);
    if (name.isEmpty()) {
      list(modules, environment.out());
      environment.out().println();
      environment.out().println("Keywords");
      environment.out().println();
      wrap(String.join(", ", keywords()), "  ", environment.out());
    } else {
      describe(name.get(), modules, environment.out());
    }
    return ExitStatus.DONE.number();
  }

  private static Set<String> keywords() {
    return PlaybookKeywords.all().stream()
        .map(Keyword::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A name can be both a keyword and a module, for example include_tasks. */
  private static void describe(String name, List<PlumbModule<?, ?>> modules, PrintStream out) {
    List<Keyword> words =
        PlaybookKeywords.all().stream().filter(keyword -> keyword.name().equals(name)).toList();
    words.forEach(word -> describe(word, out));
    if (words.isEmpty() || modules.stream().flatMap(DocCommand::names).anyMatch(name::equals)) {
      describe(find(name, modules), out);
    }
  }

  private static void describe(Keyword keyword, PrintStream out) {
    out.println(keyword.name() + "  (keyword of " + keyword.contextNames() + ")");
    out.println();
    wrap(keyword.doc(), "  ", out);
    if (!keyword.example().isEmpty()) {
      out.println();
      out.println("Example");
      out.println();
      out.println("  " + keyword.name() + ": " + keyword.example());
    }
    out.println();
  }

  static void list(List<PlumbModule<?, ?>> modules, PrintStream out) {
    int width = modules.stream().mapToInt(m -> m.name().length()).max().orElse(0);
    modules.stream()
        .sorted(Comparator.comparing((PlumbModule<?, ?> module) -> module.name()))
        .forEach(
            module ->
                out.println(
                    module.name()
                        + " ".repeat(width - module.name().length())
                        + "  "
                        + module.info().doc()));
  }

  static void describe(PlumbModule<?, ?> module, PrintStream out) {
    out.println(module.name());
    out.println();
    wrap(module.info().doc(), "  ", out);
    if (!module.info().aliases().isEmpty()) {
      out.println("  Also known as: " + String.join(", ", module.info().aliases()));
    }
    out.println();
    out.println("Arguments");
    List<Argument> args = module.argReader().args();
    describe(args, "  ", out);
    out.println();
    out.println("Example");
    out.println();
    out.println("  - " + module.name() + ":");
    args.forEach(arg -> out.println("      " + example(arg)));
  }

  private static void describe(List<Argument> args, String indent, PrintStream out) {
    for (Argument arg : args) {
      out.println();
      out.println(indent + String.join(", ", arg.names()) + "  (" + traits(arg) + ")");
      wrap(arg.doc(), indent + "    ", out);
      describe(arg.nested(), indent + "    ", out);
    }
  }

  private static String traits(Argument arg) {
    return arg.typeDescription()
        + (arg.required() ? ", required" : "")
        + arg.defaultValue().map(value -> ", default " + value).orElse("");
  }

  private static String example(Argument arg) {
    // An example of several lines is a nested block.
    return arg.example().contains("\n")
        ? arg.name() + ":\n" + arg.example().stripTrailing().indent(8).stripTrailing()
        : arg.name() + ": " + arg.example();
  }

  private static PlumbModule<?, ?> find(String name, List<PlumbModule<?, ?>> modules) {
    return modules.stream()
        .filter(module -> names(module).anyMatch(name::equals))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    Diagnostic.error(
                        "Unknown module",
                        "There is no module or keyword \""
                            + name
                            + "\". plumb doc lists all of them."
                            + DidYouMean.suggestion(
                                name,
                                Stream.concat(
                                        modules.stream().flatMap(DocCommand::names),
                                        keywords().stream())
                                    .toList()))));
  }

  private static Stream<String> names(PlumbModule<?, ?> module) {
    return module.info().names().stream();
  }

  private static void wrap(String text, String indent, PrintStream out) {
    StringBuilder line = new StringBuilder(indent);
    for (String word : text.split("\\s+")) {
      if (line.length() + word.length() > WIDTH && line.length() > indent.length()) {
        out.println(line.toString().stripTrailing());
        line.setLength(indent.length());
      }
      line.append(word).append(' ');
    }
    out.println(line.toString().stripTrailing());
  }
}
