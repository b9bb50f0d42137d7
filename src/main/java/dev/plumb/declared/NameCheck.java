package dev.plumb.declared;

import dev.plumb.declared.NameScanner.Name;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.diagnostic.Place;
import dev.plumb.module.Argument;
import dev.plumb.template.ExpressionFunction;
import dev.plumb.template.Functions;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Checks the names in a module's templates and expressions: each must be an argument, a variable or
 * a probe; variables must not need themselves, and probes must not need the answers of probes.
 */
final class NameCheck {

  private static final Set<String> FUNCTIONS =
      Functions.all().stream().map(ExpressionFunction::name).collect(Collectors.toSet());
  private static final Set<String> EXPRESSIONS = Set.of("when", "now", "wanted", "that");

  private final ModuleFields file;
  private final Set<String> args;
  private final Map<String, Value> vars;
  private final Set<String> probes;
  private final Diagnostics problems;

  NameCheck(ModuleFields file, List<Argument> args) {
    this.file = file;
    this.args = args.stream().map(Argument::name).collect(Collectors.toSet());
    this.vars = file.mapping("vars").map();
    this.probes = file.mapping("probes").map().keySet();
    this.problems = file.problems();
  }

  void check() {
    checkUnique();
    for (String variable : vars.keySet()) {
      checkCycle(variable, new LinkedHashSet<>());
    }
    if (!problems.hasErrors()) {
      file.mapping("vars").map().values().forEach(value -> check(value, false, false));
      file.mapping("probes").map().values().forEach(value -> check(value, false, true));
      file.list("requires").forEach(value -> check(value, false, false));
      file.mapping("properties").map().values().forEach(value -> check(value, false, false));
    }
  }

  private void checkUnique() {
    Map<String, String> seen = new LinkedHashMap<>();
    args.forEach(name -> seen.put(name, "an argument"));
    for (String section : List.of("vars", "probes")) {
      Value.Entries entries = file.mapping(section);
      for (String name : entries.map().keySet()) {
        String first = seen.putIfAbsent(name, section.equals("vars") ? "a variable" : "a probe");
        if (first != null) {
          problems.add(
              Diagnostic.error(
                  "Name given twice",
                  entries.keyPlace(name),
                  "\"%s\" is already %s of this module. Rename one of them."
                      .formatted(name, first)));
        }
      }
    }
  }

  private void checkCycle(String variable, Set<String> path) {
    if (!path.add(variable)) {
      List<String> cycle = new ArrayList<>(path);
      cycle = cycle.subList(cycle.indexOf(variable), cycle.size());
      // Each is reached from every variable that leads into it; the first name reports it.
      if (variable.equals(new TreeSet<>(cycle).first())) {
        Diagnostic found =
            Diagnostic.error(
                "Variables in a cycle",
                file.mapping("vars").keyPlace(variable),
                "These variables need each other, so that none has a value:\n    %s -> %s"
                    .formatted(String.join(" -> ", cycle), variable));
        if (!problems.all().contains(found)) {
          problems.add(found);
        }
      }
      return;
    }
    Value value = vars.get(variable);
    if (value != null) {
      names(value).stream().filter(vars::containsKey).forEach(name -> checkCycle(name, path));
    }
    path.remove(variable);
  }

  private static Set<String> names(Value value) {
    Set<String> names = new LinkedHashSet<>();
    switch (value) {
      case Value.Items items -> items.list().forEach(item -> names.addAll(names(item)));
      case Value.Entries entries ->
          entries.map().values().forEach(item -> names.addAll(names(item)));
      default -> NameScanner.inTemplate(value).forEach(name -> names.add(name.name()));
    }
    return names;
  }

  private void check(Value value, boolean expression, boolean inProbe) {
    switch (value) {
      case Value.Items items -> items.list().forEach(item -> check(item, expression, inProbe));
      case Value.Entries entries ->
          entries.map().forEach((key, item) -> check(item, EXPRESSIONS.contains(key), inProbe));
      default -> {
        List<Name> names =
            expression ? NameScanner.inExpression(value) : NameScanner.inTemplate(value);
        names.forEach(name -> check(name, value, inProbe));
      }
    }
  }

  private void check(Name name, Value value, boolean inProbe) {
    Set<String> known = new TreeSet<>(args);
    known.addAll(vars.keySet());
    known.addAll(probes);
    if (!known.contains(name.name())) {
      if (!FUNCTIONS.contains(name.name())) {
        problems.add(
            Diagnostic.error(
                "Unknown name",
                place(name, value),
                "\"%s\" is not an argument, a variable or a probe of this module. It has: %s.%s"
                    .formatted(
                        name.name(),
                        String.join(", ", known),
                        DidYouMean.suggestion(name.name(), known))));
      }
    } else if (inProbe && needsProbe(name.name(), new HashSet<>())) {
      problems.add(
          Diagnostic.error(
              "Probe needs an answer",
              place(name, value),
              "\"%s\" is the answer of a probe, or needs one, but all probes are sent at once. A probe can use arguments, and variables over arguments."
                  .formatted(name.name())));
    }
  }

  private boolean needsProbe(String name, Set<String> seen) {
    if (probes.contains(name)) {
      return true;
    }
    Value variable = vars.get(name);
    return variable != null
        && seen.add(name)
        && names(variable).stream().anyMatch(inner -> needsProbe(inner, seen));
  }

  /** Of the name itself where the file has the text as it is, else of the text. */
  private static Place place(Name name, Value value) {
    Place start = value.place();
    if (!start.known() || value.toString().contains("\n")) {
      return start;
    }
    String line = start.source().lines().get(start.line() - 1);
    int offset = start.column() - 1 + name.offset();
    // A text in quotes begins one character later.
    int column =
        line.startsWith(name.name(), offset)
            ? offset + 1
            : line.startsWith(name.name(), offset + 1) ? offset + 2 : start.column();
    return new Place(start.source(), start.line(), column, name.name().length());
  }
}
