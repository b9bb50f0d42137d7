package dev.plumb.cli;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Severity;
import dev.plumb.engine.RunOptions;
import dev.plumb.engine.RunOptions.Mode;
import dev.plumb.engine.vars.InventoryChanges;
import dev.plumb.inventory.Inventory;
import dev.plumb.lint.Lint;
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

/** {@code plumb lint}: everything that can be found wrong or suspicious without a host. */
final class LintCommand implements Subcommand {

  @Override
  public String name() {
    return "lint";
  }

  @Override
  public String summary() {
    return "Say all that is wrong or suspicious in playbooks, without going to any host.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Flags.positional(spec, "1..*", "PLAYBOOK", "What to look at.");
    Flags.values(spec, "FILE", "Look at this inventory too.", "-i", "--inventory");
    VaultAccess.declare(spec);
    Flags.value(spec, "FORMAT", "text (the default), json, or github.", "--format");
    Flags.flag(spec, "Warnings end in status 5, too.", "--strict");
    Flags.flag(spec, "Print the tasks as well.", "--list-tasks");
  }

  @Override
  public int run(ParseResult given, ProcessEnvironment around) {
    String format = Flags.text(given, "--format").orElse("text");
    if (!List.of("text", "json", "github").contains(format)) {
      throw RunFlags.invalidOption(
          "--format", "must be text, json or github, but was \"" + format + "\"");
    }
    VaultAccess vault = VaultAccess.of(given, around);
    Set<Diagnostic> found = new LinkedHashSet<>();
    List<Path> files = Flags.positionals(given).stream().map(Path::of).toList();
    List<Playbook> playbooks =
        collectProblems(() -> Wiring.playbooks(files, vault), List.<Playbook>of(), found);
    Redaction redaction = vault.redaction();
    collectProblems(
        () -> found.addAll(Wiring.engine(_ -> {}, redaction).staticProblems(playbooks)),
        false,
        found);
    found.addAll(new Lint(text -> !redaction.apply(text).equals(text)).check(playbooks));
    if (Flags.has(given, "--inventory")) {
      collectProblems(
          () -> {
            Inventory inventory =
                PlaybookRunner.inventory(given, "", files, around, vault).current();
            hosts(playbooks, inventory, found);
            return true;
          },
          false,
          found);
    }
    List<Diagnostic> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparing((Diagnostic d) -> d.place().source().name())
            .thenComparing(d -> d.place().line())
            .thenComparing(d -> d.place().column()));
    if (Flags.has(given, "--list-tasks")) {
      PlaybookListing.tasks(playbooks, RunOptions.of(Mode.CHECK), around.out());
    }
    around.out().print(redaction.apply(print(sorted, format)));
    boolean bad =
        sorted.stream()
            .anyMatch(d -> d.severity() == Severity.ERROR || Flags.has(given, "--strict"));
    return (bad ? ExitStatus.BAD_INPUT : ExitStatus.DONE).number();
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
   * Whether each play's pattern means a host; one with templates is left to a run, and so is one
   * behind tasks that may add hosts.
   */
  private static void hosts(List<Playbook> playbooks, Inventory inventory, Set<Diagnostic> found) {
    boolean mayChange = false;
    for (Playbook playbook : playbooks) {
      for (Play play : playbook.plays()) {
        if (!mayChange && play.hosts() instanceof Value.Text text && !text.template()) {
          collectProblems(() -> inventory.match(text.text(), text.place()), List.of(), found);
        }
        mayChange |= InventoryChanges.arePossibleIn(play);
      }
    }
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
      default -> found.isEmpty() ? "Nothing found.\n" : new DiagnosticPrinter(false).print(found);
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

  /** A line that GitHub shows beside the line it is about. */
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
