package dev.plumb.declared;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.playbook.yaml.YamlReader;
import dev.plumb.template.Templates;
import dev.plumb.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds the module files of a run, and reads them. */
public final class DeclaredModules {

  private static final String DIRECTORY = "modules";

  private DeclaredModules() {}

  /**
   * The directories that may hold modules: beside each playbook, in each role, and further ones.
   *
   * @param playbookDirectories where playbooks are, with {@code roles} beside them
   * @param more directories of modules
   */
  public static List<Path> directories(List<Path> playbookDirectories, List<Path> more) {
    Set<Path> all = new LinkedHashSet<>(more);
    for (Path playbooks : playbookDirectories) {
      all.add(playbooks.resolve(DIRECTORY));
      for (Path role : entries(playbooks.resolve("roles"))) {
        all.add(role.resolve(DIRECTORY));
      }
    }
    return all.stream().filter(Files::isDirectory).toList();
  }

  /**
   * Reads every {@code NAME.yml} in the directories.
   *
   * @param reserved names of other modules and of keywords
   * @throws BadInputException with every problem of every file
   */
  public static List<DeclaredModule> read(List<Path> directories, Set<String> reserved) {
    Diagnostics problems = new Diagnostics();
    Templates templates = new Templates();
    Map<String, Path> files = new TreeMap<>();
    List<DeclaredModule> modules = new ArrayList<>();
    for (Path directory : directories) {
      for (Path file : entries(directory)) {
        String fileName = file.getFileName().toString();
        if (fileName.endsWith(".yml") || fileName.endsWith(".yaml")) {
          String name = fileName.substring(0, fileName.lastIndexOf('.'));
          Path earlier = files.putIfAbsent(name, file);
          if (earlier == null || !isSame(earlier, file)) {
            read(name, file, Optional.ofNullable(earlier), reserved, problems, templates)
                .ifPresent(modules::add);
          }
        }
      }
    }
    problems.throwIfErrors();
    return modules;
  }

  private static Optional<DeclaredModule> read(
      String name,
      Path file,
      Optional<Path> earlier,
      Set<String> reserved,
      Diagnostics problems,
      Templates templates) {
    Optional<Value> content =
        YamlReader.readFile(file, file.normalize().toString(), Place.NONE, problems);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    Place place = content.get().place();
    if (earlier.isPresent()) {
      problems.add(
          Diagnostic.error(
              "Module defined twice",
              place,
              "There is a module \"%s\" in this run already, from the file\n    %s\nRename one of them."
                  .formatted(name, earlier.get().normalize())));
    }
    if (reserved.contains(name)) {
      problems.add(
          Diagnostic.error(
              "Module name not available",
              place,
              "\"%s\" is a module or keyword of plumb. Give the file another name."
                  .formatted(name)));
    }
    if (!ModuleFields.isName(name)) {
      problems.add(
          Diagnostic.error(
              "Invalid name",
              place,
              "A module's file has a name of lower-case letters, digits and \"_\" that begins with a letter, such as \"nginx_site.yml\", but this one is \"%s\"."
                  .formatted(file.getFileName())));
    }
    return ModuleFile.read(name, content.get(), problems, templates);
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In the order of their names; none where there is no such directory. */
  private static List<Path> entries(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new BadInputException(
          Diagnostic.error(
              "Directory not readable",
              "The directory %s cannot be read: %s.".formatted(directory, e.getMessage())));
    }
  }
}
