package dev.plumb.playbook;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.Value;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds roles and reads their tasks, handlers and variables. */
final class Roles {

  private final Loading loading;
  private final TaskLists lists;
  private final Path playbookFolder;

  Roles(Loading loading, TaskLists lists, Path playbookFolder) {
    this.loading = loading;
    this.lists = lists;
    this.playbookFolder = playbookFolder;
  }

  /** The tasks of one use of a role. Its handlers go to {@code handlers}. */
  List<Task> read(
      String name, Value.Entries params, Place asked, Surroundings around, Handlers handlers) {
    Optional<Path> found = find(name, asked);
    if (found.isEmpty()) {
      return List.of();
    }
    Path folder = found.get();
    refuseDependencies(folder, asked);
    Role role =
        new Role(
            folder.getFileName() == null ? name : folder.getFileName().toString(),
            folder.toString(),
            vars(folder, "defaults", asked),
            vars(folder, "vars", asked),
            params);
    if (handlers.isNew(role)) {
      handlers.addAll(tasks(role, "handlers", around, asked, handlers));
    }
    return tasks(role, "tasks", around, asked, handlers);
  }

  private List<Task> tasks(
      Role role, String part, Surroundings around, Place asked, Handlers handlers) {
    Path folder = Path.of(role.folder(), part);
    Optional<Path> main = main(folder);
    if (main.isEmpty()) {
      return List.of();
    }
    return loading.within(
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
                            around.in(role, folder.toString()),
                            handlers))
                .orElse(List.of()));
  }

  private Value.Entries vars(Path folder, String part, Place asked) {
    return main(folder.resolve(part))
        .map(file -> loading.varsFile(file, asked))
        .orElse(Fields.NO_VARS);
  }

  private static Optional<Path> main(Path folder) {
    for (String name : List.of("main.yml", "main.yaml", "main")) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private void refuseDependencies(Path folder, Place asked) {
    main(folder.resolve("meta"))
        .flatMap(file -> loading.file(file, asked))
        .filter(meta -> meta instanceof Value.Entries)
        .map(meta -> (Value.Entries) meta)
        .filter(
            meta ->
                meta.get("dependencies")
                    .filter(d -> d instanceof Value.Items items && !items.list().isEmpty())
                    .isPresent())
        .ifPresent(
            meta ->
                loading
                    .problems()
                    .add(
                        Diagnostic.error(
                            "Role dependencies not supported yet",
                            meta.keyPlace("dependencies"),
                            "A role's \"dependencies\" are not supported yet. List the roles before"
                                + " this one in the play's \"roles\", or import them in its"
                                + " tasks:\n    - import_role:\n        name: NAME")));
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
                "There is no role \"%s\". It was looked for in:%s%s"
                    .formatted(name, looked, DidYouMean.question(name, known()))));
    return Optional.empty();
  }

  /** A name with a slash is a path from the playbook's folder. */
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

  private Set<String> known() {
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
