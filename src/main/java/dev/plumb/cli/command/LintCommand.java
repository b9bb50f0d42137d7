package dev.plumb.cli.command;

import dev.plumb.cli.option.Flags;
import dev.plumb.cli.option.HostOptions;
import dev.plumb.cli.option.VaultDecryption;
import dev.plumb.cli.process.ExitStatus;
import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.cli.run.Inventories;
import dev.plumb.cli.run.PlaybookListing;
import dev.plumb.cli.run.RunModules;
import dev.plumb.cli.run.Wiring;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Severity;
import dev.plumb.engine.RunOptions;
import dev.plumb.engine.RunOptions.Mode;
import dev.plumb.engine.vars.InventoryChanges;
import dev.plumb.inventory.Inventory;
import dev.plumb.lint.Lint;
import dev.plumb.module.ModuleRegistry;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Playbook;
import dev.plumb.report.DiagnosticPrinter;
import dev.plumb.report.ValueJson;
import dev.plumb.value.Redaction;
import dev.plumb.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code plumb lint}: reports errors and warnings that can be found without a host. */
public final class LintCommand implements Subcommand<LintCommand.Options> {

  /** The options of the command. */
  public record Options(
      List<Path> playbooks,
      List<String> inventory,
      VaultDecryption vault,
      String format,
      boolean strict,
      boolean listTasks) {}

  @Override
  public String name() {
    return "lint";
  }

  @Override
  public String summary() {
    return "Report errors and warnings in playbooks without connecting to any host.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Flags.positional(spec, "1..*", "PLAYBOOK", "Playbooks to check.");
    Flags.values(spec, "FILE", "Check this inventory as well.", "-i", "--inventory");
    VaultDecryption.declare(spec);
    Flags.value(spec, "FORMAT", "text (default), json, or github.", "--format");
    Flags.flag(spec, "Exit with status 5 on warnings too.", "--strict");
    Flags.flag(spec, "List the tasks as well.", "--list-tasks");
  }

  @Override
  public Options options(ParseResult given, ProcessEnvironment environment) {
    String format = Flags.text(given, "--format").orElse("text");
    if (!List.of("text", "json", "github").contains(format)) {
      throw Flags.invalid("--format", "must be text, json or github, but is \"" + format + "\"");
    }
    return new Options(
        Flags.positionals(given).stream().map(Path::of).toList(),
        HostOptions.inventory(given),
        VaultDecryption.read(given, environment),
        format,
        Flags.has(given, "--strict"),
        Flags.has(given, "--list-tasks"));
  }

  @Override
  public int run(Options options, ProcessEnvironment environment) {
    Set<Diagnostic> found = new LinkedHashSet<>();
    ModuleRegistry modules =
        collectProblems(
            () -> new ModuleRegistry(RunModules.find(options.playbooks(), environment)),
            Wiring.modules(),
            found);
    // With a broken module its tasks would look wrong too.
    List<Playbook> playbooks =
        found.isEmpty()
            ? collectProblems(
                () -> Wiring.playbooks(options.playbooks(), modules, options.vault()),
                List.of(),
                found)
            : List.of();
    collectProblems(
        () -> found.addAll(Wiring.engine(modules, _ -> {}, environment).staticProblems(playbooks)),
        false,
        found);
    Redaction redaction = environment.redaction();
    found.addAll(new Lint(text -> !redaction.apply(text).equals(text)).check(playbooks));
    if (!options.inventory().isEmpty()) {
      collectProblems(() -> checkHosts(playbooks, options, environment, found), false, found);
    }
    List<Diagnostic> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparing((Diagnostic d) -> d.place().source().name())
            .thenComparing(d -> d.place().line())
            .thenComparing(d -> d.place().column()));
    if (options.listTasks()) {
      PlaybookListing.tasks(playbooks, RunOptions.of(Mode.CHECK), environment.out());
    }
    environment.out().print(print(sorted, options.format()));
    boolean failed =
        sorted.stream().anyMatch(d -> d.severity() == Severity.ERROR || options.strict());
    return (failed ? ExitStatus.BAD_INPUT : ExitStatus.DONE).number();
  }

  private static <T> T collectProblems(Supplier<T> work, T otherwise, Set<Diagnostic> found) {
    try {
      return work.get();
    } catch (BadInputException e) {
      found.addAll(e.diagnostics());
      return otherwise;
    }
  }

  /**
   * Checks that the pattern of each play matches a host. Skips patterns with templates and plays
   * after tasks that may add hosts, which only a run can check.
   */
  private static boolean checkHosts(
      List<Playbook> playbooks,
      Options options,
      ProcessEnvironment environment,
      Set<Diagnostic> found) {
    Inventory inventory =
        Inventories.load(options.inventory(), "", options.playbooks(), options.vault(), environment)
            .current();
    boolean mayChange = false;
    for (Playbook playbook : playbooks) {
      for (Play play : playbook.plays()) {
        if (!mayChange && play.hosts() instanceof Value.Text text && !text.template()) {
          collectProblems(() -> inventory.match(text.text(), text.place()), List.of(), found);
        }
        mayChange |= InventoryChanges.arePossibleIn(play);
      }
    }
    return true;
  }

  private static String print(List<Diagnostic> found, String format) {
    return switch (format) {
      case "json" ->
          ValueJson.of(Value.list(found.stream().map(LintCommand::json).toList())) + "\n";
      case "github" -> {
        StringBuilder lines = new StringBuilder();
        found.forEach(problem -> lines.append(github(problem)).append('\n'));
        yield lines.toString();
      }
      default ->
          found.isEmpty() ? "No problems found.\n" : new DiagnosticPrinter(false).print(found);
    };
  }

  private static Value json(Diagnostic problem) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("severity", Value.text(severity(problem)));
    fields.put("summary", Value.text(problem.summary()));
    fields.put("file", Value.text(problem.place().source().name()));
    fields.put("line", Value.number(problem.place().line()));
    fields.put("column", Value.number(problem.place().column()));
    fields.put("context", Value.text(problem.context()));
    fields.put("detail", Value.text(problem.detail()));
    return Value.map(fields);
  }

  /** An annotation that GitHub shows beside the line. */
  private static String github(Diagnostic problem) {
    return "::%s file=%s,line=%d,col=%d,title=%s::%s"
        .formatted(
            severity(problem),
            problem.place().source().name(),
            problem.place().line(),
            problem.place().column(),
            problem.summary(),
            problem.detail().replace("%", "%25").replace("\n", "%0A"));
  }

  private static String severity(Diagnostic problem) {
    return problem.severity() == Severity.ERROR ? "error" : "warning";
  }
}
