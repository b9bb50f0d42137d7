package dev.plumb.cli.run;

import dev.plumb.catalog.ModuleJars;
import dev.plumb.catalog.Modules;
import dev.plumb.cli.option.ProjectSettings;
import dev.plumb.cli.option.ProjectSettings.ModuleLocations;
import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.declared.DeclaredModules;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.module.ModuleRegistry;
import dev.plumb.module.PlumbModule;
import dev.plumb.playbook.Keyword;
import dev.plumb.playbook.PlaybookKeywords;
import dev.plumb.transport.ControlMachine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the modules that a command knows: plumb's own, and those that module files declare. */
public final class RunModules {

  private RunModules() {}

  /** Returns plumb's own modules and those beside the working directory's playbooks. */
  public static List<PlumbModule<?, ?>> find(ProcessEnvironment environment) {
    return find(List.of(environment.workingDirectory().resolve("site.yml")), environment);
  }

  /**
   * Returns plumb's own modules and those beside playbooks, in roles, and in the directories and
   * jars that plumb.yml names.
   *
   * @throws BadInputException with every problem of every module file or jar
   */
  public static List<PlumbModule<?, ?>> find(List<Path> playbooks, ProcessEnvironment environment) {
    ModuleLocations locations = ProjectSettings.moduleLocations(environment);
    List<PlumbModule<?, ?>> compiled =
        locations.jars().isEmpty()
            ? Modules.all()
            : ModuleJars.add(
                Modules.all(),
                locations.jars(),
                environment.workingDirectory(),
                ControlMachine.local().user());
    List<Path> directories =
        DeclaredModules.directories(
            playbooks.stream()
                .map(file -> Optional.ofNullable(file.getParent()).orElse(Path.of("")))
                .distinct()
                .toList(),
            locations.directories());
    if (directories.isEmpty()) {
      return compiled;
    }
    Set<String> reserved = new HashSet<>(new ModuleRegistry(compiled).names());
    PlaybookKeywords.all().stream().map(Keyword::name).forEach(reserved::add);
    List<PlumbModule<?, ?>> all = new ArrayList<>(compiled);
    all.addAll(DeclaredModules.read(directories, reserved));
    return List.copyOf(all);
  }
}
