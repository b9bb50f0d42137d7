package dev.plumb.declared;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.declared.DeclaredState.Answer;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.ArgReader;
import dev.plumb.module.Argument;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.template.Templates;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A module that a file declares.
 *
 * @param vars templates by name, over the arguments and the answers of the probes
 */
record DeclaredModule(
    ModuleInfo<DeclaredSpec> info,
    List<Argument> args,
    Map<String, Value> vars,
    Map<String, ProbeDeclaration> probes,
    List<Requirement> requirements,
    List<PropertyDeclaration> properties,
    Templates templates)
    implements TaskModule<DeclaredSpec, DeclaredState> {

  /**
   * Something that must hold before the module changes anything.
   *
   * @param message a template that says what is missing
   */
  record Requirement(Value that, Value message) {}

  @Override
  public ArgReader<DeclaredSpec> argReader() {
    return new ArgReader<>(
        info.name(), args, read -> new DeclaredSpec(ArgumentReader.values(read)));
  }

  @Override
  public Probe<DeclaredState> probe(DeclaredSpec spec) {
    Environment environment = environment(spec);
    List<String> names = List.copyOf(probes.keySet());
    return Probe.all(probes.values().stream().map(probe -> probe.probe(environment)).toList())
        .map(
            found -> {
              Map<String, Answer> answers = new LinkedHashMap<>();
              for (int i = 0; i < names.size(); i++) {
                answers.put(names.get(i), found.get(i));
              }
              return new DeclaredState(answers, Map.of());
            });
  }

  @Override
  public Plan<DeclaredState> plan(DeclaredSpec spec, DeclaredState state) {
    for (Answer answer : state.answers().values()) {
      if (answer instanceof Answer.NoProgram(String name)) {
        return Plan.blocked(
            Diagnostic.error(
                "Program not found",
                "The module %s asks the program \"%s\", which the host does not have. Install it first."
                    .formatted(info.name(), name)));
      }
    }
    try {
      return plan(state, environment(spec, state));
    } catch (BadInputException e) {
      return Plan.failed(e.diagnostics().getFirst());
    }
  }

  private Plan<DeclaredState> plan(DeclaredState state, Environment environment) {
    for (Requirement requirement : requirements) {
      if (!environment.holds(requirement.that())) {
        return Plan.blocked(
            Diagnostic.error("Requirement not met", environment.text(requirement.message())));
      }
    }
    List<Change> changes = new ArrayList<>();
    Map<String, Value> moved = new LinkedHashMap<>();
    for (PropertyDeclaration property : properties) {
      if (property.applies(environment)) {
        Value now = now(property, state, environment);
        Value wanted = environment.evaluate(property.wanted());
        if (!PropertyDeclaration.same(now, wanted)) {
          changes.add(property.change(now, wanted, environment));
          moved.put(property.name(), wanted);
        }
      }
    }
    return Plan.of(changes, state.with(moved));
  }

  @Override
  public Map<String, Value> result(DeclaredSpec spec, DeclaredState state, List<Exec> ran) {
    Environment environment = environment(spec, state);
    Map<String, Value> result = new LinkedHashMap<>();
    try {
      for (PropertyDeclaration property : properties) {
        if (property.applies(environment)) {
          result.put(property.name(), now(property, state, environment));
        }
      }
    } catch (BadInputException _) {
      // The plan has reported it.
      return Map.of();
    }
    return result;
  }

  private static Value now(
      PropertyDeclaration property, DeclaredState state, Environment environment) {
    Value moved = state.moved().get(property.name());
    return moved == null ? environment.evaluate(property.now()) : moved;
  }

  private Environment environment(DeclaredSpec spec) {
    return new Environment(templates, vars).with(spec.args());
  }

  private Environment environment(DeclaredSpec spec, DeclaredState state) {
    Map<String, Value> answers = new LinkedHashMap<>();
    state
        .answers()
        .forEach(
            (name, answer) -> {
              if (answer instanceof Answer.Known(Value value)) {
                answers.put(name, value);
              }
            });
    return environment(spec).with(answers);
  }
}
