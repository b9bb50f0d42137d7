package dev.plumb.declared;

import dev.plumb.declared.DeclaredModule.Requirement;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.module.Argument;
import dev.plumb.module.ModuleInfo;
import dev.plumb.template.Templates;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the file of one module. All its mistakes are reported at once. */
final class ModuleFile {

  private static final List<String> KEYS =
      List.of("doc", "args", "vars", "probes", "requires", "properties");

  private ModuleFile() {}

  /**
   * Reads a module.
   *
   * @param name the file's name without its extension
   * @return nothing when the file has errors
   */
  static Optional<DeclaredModule> read(
      String name, Value content, Diagnostics problems, Templates templates) {
    Diagnostics found = new Diagnostics();
    Optional<DeclaredModule> module = Optional.empty();
    if (content instanceof Value.Entries entries) {
      ModuleFields file =
          new ModuleFields(entries, "The module \"" + name + "\"", found, templates);
      module = Optional.of(module(name, file.only(KEYS)));
    } else {
      found.add(
          Diagnostic.error(
              "Invalid module",
              content.place(),
              "A module file must be a mapping with the keys %s, but is %s."
                  .formatted(String.join(", ", KEYS), content.kind())));
    }
    found.all().forEach(problem -> problems.add(problem.withContext("module " + name)));
    return found.hasErrors() ? Optional.empty() : module;
  }

  private static DeclaredModule module(String name, ModuleFields file) {
    String doc = file.required("doc").map(Value::toString).orElse("");
    List<Argument> args = ArgumentReader.read(name, file);
    Value.Entries vars = file.mapping("vars");
    vars.map().keySet().forEach(key -> file.checkName(key, "variable", vars.keyPlace(key)));
    file.checkTemplates(vars);
    Map<String, ProbeDeclaration> probes = ProbeReader.read(file);
    List<Requirement> requirements = requirements(file);
    List<PropertyDeclaration> properties = PropertyReader.read(file);
    if (!file.problems().hasErrors()) {
      new NameCheck(file, args).check();
    }
    return new DeclaredModule(
        ModuleInfo.of(name, DeclaredSpec.class, doc),
        args,
        vars.map(),
        probes,
        requirements,
        properties,
        file.templates());
  }

  private static List<Requirement> requirements(ModuleFields file) {
    List<Requirement> requirements = new ArrayList<>();
    for (Value item : file.list("requires")) {
      file.inner(item, "A requirement", List.of("that", "message"))
          .ifPresent(
              fields -> {
                Optional<Value> that = fields.requiredExpression("that");
                Optional<Value> message = fields.required("message");
                message.ifPresent(fields::checkTemplates);
                if (that.isPresent() && message.isPresent()) {
                  requirements.add(new Requirement(that.get(), message.get()));
                }
              });
    }
    return requirements;
  }
}
