package dev.plumb.playbook.read;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.diagnostic.Place;
import dev.plumb.playbook.PlaybookKeywords;
import dev.plumb.playbook.Role;
import dev.plumb.playbook.Task;
import dev.plumb.value.Value;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds roles and reads their tasks, handlers and variables. */
final class RoleReader {

  private final LoadContext loading;
  private final TaskListReader lists;
  private final Path playbookFolder;
  private final RoleArgumentSpecs argumentSpecs;
  private final Deque<Path> openRoles = new ArrayDeque<>();
  private final Set<List<Object>> usedRoles = new HashSet<>();

  RoleReader(LoadContext loading, TaskListReader lists, Path playbookFolder) {
    this.loading = loading;
    this.lists = lists;
    this.playbookFolder = playbookFolder;
    this.argumentSpecs = new RoleArgumentSpecs(loading);
  }

  /** Reads the tasks of one use of a role and adds its handlers to {@code handlers}. */
  List<Task> read(
      String name,
      RoleEntryPoints parts,
      Value.Entries params,
      Place asked,
      InheritedKeywords around,
      Handlers handlers) {
    Optional<Path> found = find(name, asked);
    if (found.isEmpty()) {
      return List.of();
    }
    Path folder = found.get();
    openRoles.push(folder);
    try {
      List<Task> tasks = new ArrayList<>(dependencies(folder, asked, around, handlers));
      tasks.addAll(readRole(name, parts, folder, params, asked, around, handlers));
      return tasks;
    } finally {
      openRoles.pop();
    }
  }

  private List<Task> readRole(
      String name,
      RoleEntryPoints parts,
      Path folder,
      Value.Entries params,
      Place asked,
      InheritedKeywords around,
      Handlers handlers) {
    Role role =
        new Role(
            folder.getFileName() == null ? name : folder.getFileName().toString(),
            folder.toString(),
            vars(folder, "defaults", parts.defaults(), asked),
            vars(folder, "vars", parts.vars(), asked),
            params);
    if (handlers.addRole(role)) {
      handlers.addAll(tasks(role, "handlers", parts.handlers(), around, asked, handlers));
    }
    List<Task> tasks =
        new ArrayList<>(argumentSpecs.validationTask(role, parts.tasks(), asked, around));
    tasks.addAll(tasks(role, "tasks", parts.tasks(), around, asked, handlers));
    return tasks;
  }

  private List<Task> tasks(
      Role role,
      String part,
      String file,
      InheritedKeywords around,
      Place asked,
      Handlers handlers) {
    Path folder = Path.of(role.folder(), part);
    Optional<Path> main = file(folder, file, asked);
    if (main.isEmpty()) {
      return List.of();
    }
    return loading.importing(
        main.get(),
        asked,
        List.of(),
        () ->
            loading
                .file(main.get(), asked)
                .map(
                    list ->
                        lists.read(
                            list,
                            main.get().toString(),
                            around.inRole(role, folder.toString()),
                            handlers))
                .orElse(List.of()));
  }

  private Value.Entries vars(Path folder, String part, String name, Place asked) {
    return file(folder.resolve(part), name, asked)
        .map(file -> loading.varsFile(file, asked))
        .orElse(Value.Entries.EMPTY);
  }

  /** Finds a file of a role. Only {@code main} may be missing. */
  private Optional<Path> file(Path folder, String name, Place asked) {
    Optional<Path> found = file(folder, name);
    if (found.isEmpty() && !name.equals("main")) {
      loading
          .problems()
          .add(
              Diagnostic.error(
                  "Role file not found",
                  asked,
                  "There is no file \"%s\" in %s.".formatted(name, folder)));
    }
    return found;
  }

  static Optional<Path> file(Path folder, String name) {
    for (String ending : List.of(".yml", ".yaml", "")) {
      Path file = folder.resolve(name + ending);
      if (Files.isRegularFile(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Reads the tasks of the roles that {@code meta} declares as dependencies. */
  private List<Task> dependencies(
      Path folder, Place asked, InheritedKeywords around, Handlers handlers) {
    Optional<Value.Entries> meta =
        file(folder.resolve("meta"), "main")
            .flatMap(file -> loading.file(file, asked))
            .filter(value -> value instanceof Value.Entries)
            .map(value -> (Value.Entries) value);
    if (meta.isEmpty()) {
      return List.of();
    }
    List<Task> tasks = new ArrayList<>();
    for (Value entry : loading.fields(meta.get(), "").listOnly("dependencies")) {
      tasks.addAll(readEntry(entry, "dependencies", around, handlers));
    }
    return tasks;
  }

  /**
   * Reads the tasks of an entry in a list of roles. As in Ansible, a repeated use with the same
   * parameters has no tasks.
   *
   * @param list its name in errors: {@code roles}
   */
  List<Task> readEntry(Value entry, String list, InheritedKeywords inner, Handlers handlers) {
    switch (entry) {
      case Value.Text name when !name.template() -> {
        return readUnlessUsed(name.text(), Value.Entries.EMPTY, name.place(), inner, handlers);
      }
      case Value.Entries entries -> {
        Fields fields = loading.fields(entries, "in " + list);
        String key = fields.has("role") ? "role" : "name";
        Value.Entries params = params(fields).overriddenBy(fields.vars("vars"));
        InheritedKeywords own = inner.mergedWith(fields, Value.Entries.EMPTY);
        Optional<String> name = fields.name(key);
        if (!fields.has(key)) {
          fields.reportError(
              "No role",
              entries.place(),
              "An entry of \"" + list + "\" requires a role name. For example:\n    - role: etcd");
        }
        return name.map(
                n ->
                    readUnlessUsed(
                        n, params, entries.get(key).orElseThrow().place(), own, handlers))
            .orElse(List.of());
      }
      default -> {
        loading
            .problems()
            .add(
                Diagnostic.error(
                    "Invalid role",
                    entry.place(),
                    "An entry of \"%s\" must be a role's name or a mapping with \"role\", but was %s."
                        .formatted(
                            list, entry instanceof Value.Text ? "a template" : entry.kind())));
        return List.of();
      }
    }
  }

  /** As in Ansible, keys that are not keywords are variables of the role. */
  private static Value.Entries params(Fields fields) {
    Map<String, Value> params = new LinkedHashMap<>();
    Map<String, Place> places = new LinkedHashMap<>();
    for (Map.Entry<String, Value> entry : fields.entries().map().entrySet()) {
      String key = entry.getKey();
      if (PlaybookKeywords.ROLE.contains(key)) {
        continue;
      }
      Optional<String> notYet = PlaybookKeywords.unsupportedHint(key);
      Optional<String> nearest = DidYouMean.nearest(key, PlaybookKeywords.ROLE);
      if (notYet.isPresent()) {
        String underVars = " If it is a variable of the role, set it under \"vars\".";
        fields.reportUnsupported(key, (notYet.get() + underVars).strip());
      } else if (nearest.isPresent()) {
        fields.reportError(
            "Unknown keyword",
            fields.keyPlace(key),
            "A role has no keyword \"%s\". If it is a variable of the role, set it under \"vars\".\nDid you mean \"%s\"?"
                .formatted(key, nearest.get()));
      } else {
        params.put(key, entry.getValue());
        places.put(key, fields.keyPlace(key));
      }
    }
    return fields.requireVariableNames(
        new Value.Entries(params, places, false, fields.entries().place()));
  }

  private List<Task> readUnlessUsed(
      String name, Value.Entries params, Place asked, InheritedKeywords around, Handlers handlers) {
    Optional<Path> folder = find(name, asked);
    if (folder.isEmpty()) {
      return List.of();
    }
    if (openRoles.contains(folder.get())) {
      reportCycle(folder.get(), asked);
      return List.of();
    }
    return usedRoles.add(
            List.of(folder.get(), params, around.inherited().when(), around.inherited().tags()))
        ? read(name, RoleEntryPoints.MAIN, params, asked, around, handlers)
        : List.of();
  }

  private void reportCycle(Path folder, Place asked) {
    StringBuilder path = new StringBuilder();
    boolean inCircle = false;
    for (Path step : (Iterable<Path>) openRoles::descendingIterator) {
      inCircle |= step.equals(folder);
      if (inCircle) {
        path.append("\n    ").append(step.getFileName());
      }
    }
    loading
        .problems()
        .add(
            Diagnostic.error(
                "Role dependency cycle",
                asked,
                "This role depends on itself. The cycle is:"
                    + path
                    + "\n    "
                    + folder.getFileName()));
  }

  private Optional<Path> find(String name, Place asked) {
    List<Path> folders = folders(name);
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        return Optional.of(folder);
      }
    }
    StringBuilder looked = new StringBuilder();
    folders.forEach(folder -> looked.append("\n    ").append(folder));
    loading
        .problems()
        .add(
            Diagnostic.error(
                "Role not found",
                asked,
                "There is no role \"%s\". Searched in:%s%s"
                    .formatted(name, looked, DidYouMean.suggestion(name, knownNames()))));
    return Optional.empty();
  }

  /** A name with a slash is a path relative to the playbook's folder. */
  private List<Path> folders(String name) {
    if (name.contains("/")) {
      return List.of(playbookFolder.resolve(name).normalize());
    }
    List<Path> folders = new ArrayList<>();
    folders.add(playbookFolder.resolve("roles").resolve(name).normalize());
    for (Path more : loading.roleFolders()) {
      Path folder = more.resolve(name).normalize();
      if (!folders.contains(folder)) {
        folders.add(folder);
      }
    }
    return folders;
  }

  private Set<String> knownNames() {
    Set<String> names = new TreeSet<>();
    List<Path> folders = new ArrayList<>(loading.roleFolders());
    folders.add(playbookFolder.resolve("roles"));
    for (Path folder : folders) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
        for (Path entry : entries) {
          names.add(String.valueOf(entry.getFileName()));
        }
      } catch (IOException _) {
        // Only a suggestion is lost.
      }
    }
    return names;
  }
}
