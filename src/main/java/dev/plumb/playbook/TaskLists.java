package dev.plumb.playbook;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads lists of tasks, with the tasks and roles they import in place. */
final class TaskLists {

  private final Loading loading;
  private final TaskReader tasks;
  private final Roles roles;

  TaskLists(Loading loading, Path playbookFolder) {
    this.loading = loading;
    this.tasks = new TaskReader(loading);
    this.roles = new Roles(loading, this, playbookFolder);
  }

  Roles roles() {
    return roles;
  }

  /**
   * @param what the list is called in errors: {@code "tasks"}
   * @param handlers where the handlers of imported roles go
   */
  List<Task> read(Value list, String what, Surroundings around, Handlers handlers) {
    List<Task> read = new ArrayList<>();
    switch (list) {
      case Value.Items items -> {
        for (Value item : items.list()) {
          read.addAll(readOne(item, around, handlers));
        }
      }
      case Value.Null _ -> {}
      default ->
          loading
              .problems()
              .add(
                  Diagnostic.error(
                      "Invalid list of tasks",
                      list.place(),
                      "\"%s\" must be a list of tasks, but was %s. Each task begins with \"- \"."
                          .formatted(what, list.kind())));
    }
    return read;
  }

  private List<Task> readOne(Value item, Surroundings around, Handlers handlers) {
    if (!(item instanceof Value.Entries entries)) {
      loading
          .problems()
          .add(
              Diagnostic.error(
                  "Invalid task",
                  item.place(),
                  "A task must be a mapping with a module, but was " + item.kind() + "."));
      return List.of();
    }
    if (entries.map().keySet().stream().anyMatch(Keywords.BLOCK_PARTS::contains)) {
      return readBlock(entries, around, handlers);
    }
    for (String key : entries.map().keySet()) {
      String name = TaskReader.shortName(key);
      if (name.equals("import_tasks") || name.equals("include_tasks")) {
        return importTasks(entries, key, around, handlers);
      }
      if (name.equals("import_role") || name.equals("include_role")) {
        return importRole(entries, key, around, handlers);
      }
      if (name.equals("include_vars")) {
        return includeVars(entries, key, around);
      }
      if (name.equals("import_playbook")) {
        loading
            .problems()
            .add(
                Diagnostic.error(
                    "Misplaced import",
                    entries.keyPlace(key),
                    "\"import_playbook\" stands at the top of a playbook, beside the plays. To"
                        + " import tasks, use \"import_tasks\"."));
        return List.of();
      }
    }
    return tasks.read(entries, around).map(List::of).orElse(List.of());
  }

  private List<Task> readBlock(Value.Entries entries, Surroundings around, Handlers handlers) {
    Fields fields = loading.fields(entries, context(entries));
    checkKeywords(fields, Keywords.BLOCK_PARTS, "A block");
    if (!fields.has("block")) {
      fields.problem(
          "No block",
          entries.place(),
          "\"rescue\" and \"always\" belong to a \"block\", and here is none. Write the tasks that may"
              + " fail under \"block\".");
    }
    Surroundings inner = around.with(fields);
    Block block = new Block(!fields.items("rescue").isEmpty());
    List<Task> tasks = new ArrayList<>();
    for (Block.Part part : Block.Part.values()) {
      String key = part.name().toLowerCase(Locale.ROOT);
      fields
          .value(key)
          .ifPresent(list -> tasks.addAll(read(list, key, inner.within(block, part), handlers)));
    }
    return tasks;
  }

  private static String context(Value.Entries block) {
    return block
        .get("name")
        .filter(name -> name instanceof Value.Text)
        .map(name -> "in block \"" + name + "\"")
        .orElse("");
  }

  private List<Task> importTasks(
      Value.Entries entries, String key, Surroundings around, Handlers handlers) {
    Fields fields = importFields(entries, key);
    Surroundings inner = around.with(fields);
    Optional<String> name = target(fields, key, "file");
    if (name.isEmpty()) {
      return List.of();
    }
    Place asked = entries.get(key).orElseThrow().place();
    Path file = find(name.get(), "tasks", around);
    return loading.within(
        file,
        asked,
        List.of(),
        () ->
            loading
                .file(file, asked)
                .map(
                    list -> read(list, file.toString(), inner.in(Loading.folderOf(file)), handlers))
                .orElse(List.of()));
  }

  /** Sets what a file of variables holds, when its turn comes. */
  private List<Task> includeVars(Value.Entries entries, String key, Surroundings around) {
    Fields fields = importFields(entries, key);
    Optional<String> name = target(fields, key, "file");
    if (name.isEmpty()) {
      return List.of();
    }
    Place asked = entries.get(key).orElseThrow().place();
    Path file = find(name.get(), "vars", around);
    Map<String, Value> task = new LinkedHashMap<>(entries.map());
    Map<String, Place> places = new LinkedHashMap<>(entries.keyPlaces());
    task.remove(key);
    task.put("set_fact", loading.varsFile(file, asked));
    places.put("set_fact", fields.keyPlace(key));
    task.putIfAbsent("name", Value.text("include_vars"));
    return tasks
        .read(new Value.Entries(task, places, false, entries.place()), around)
        .map(List::of)
        .orElse(List.of());
  }

  /** Beside the importing file, else in the role's folder for the kind. */
  private static Path find(String name, String kind, Surroundings around) {
    Path beside = Path.of(around.folder()).resolve(name).normalize();
    if (around.role().isPresent() && !Files.exists(beside)) {
      Path inRole = Path.of(around.role().get().folder(), kind).resolve(name).normalize();
      return Files.exists(inRole) ? inRole : beside;
    }
    return beside;
  }

  private List<Task> importRole(
      Value.Entries entries, String key, Surroundings around, Handlers handlers) {
    Fields fields = importFields(entries, key);
    Surroundings inner = around.with(fields, Fields.NO_VARS);
    return target(fields, key, "name", "tasks_from")
        .map(
            name ->
                roles.read(
                    name,
                    tasksFrom(entries, key),
                    fields.vars("vars"),
                    entries.get(key).orElseThrow().place(),
                    inner,
                    handlers))
        .orElse(List.of());
  }

  private static String tasksFrom(Value.Entries entries, String key) {
    return entries
        .get(key)
        .filter(args -> args instanceof Value.Entries)
        .flatMap(args -> ((Value.Entries) args).get("tasks_from"))
        .map(Value::toString)
        .orElse("main");
  }

  private Fields importFields(Value.Entries entries, String importKey) {
    Fields fields = loading.fields(entries, TaskReader.context(entries));
    checkKeywords(fields, Set.of(importKey), "An import");
    return fields;
  }

  /**
   * @param own the keys that make it what it is
   * @param what it is: {@code An import}
   */
  private void checkKeywords(Fields fields, Set<String> own, String what) {
    for (String key : fields.entries().map().keySet()) {
      if (own.contains(key) || Keywords.IMPORT.contains(key)) {
        continue;
      }
      Optional<String> notYet = Keywords.notYet(key);
      if (Keywords.TASK.contains(key)) {
        fields.problem(
            "Keyword does not apply",
            fields.keyPlace(key),
            "\"%s\" does not apply to %s. Put it on the tasks in it."
                .formatted(key, what.toLowerCase(Locale.ROOT)));
      } else if (notYet.isPresent()) {
        TaskReader.notSupportedYet(fields, key, notYet.get());
      } else if (loading.modules().contains(TaskReader.shortName(key))) {
        fields.problem(
            "Two modules in one task",
            fields.keyPlace(key),
            "A task has one module, but this one has \"%s\" and \"%s\". Make two tasks of it."
                .formatted(own.stream().filter(fields::has).findFirst().orElseThrow(), key));
      } else {
        fields.problem(
            "Unknown keyword",
            fields.keyPlace(key),
            "%s has no keyword \"%s\".%s"
                .formatted(what, key, DidYouMean.question(key, Keywords.IMPORT)));
      }
    }
  }

  /** What is imported: the value itself, or the one argument in it. */
  private Optional<String> target(Fields fields, String key, String arg, String... more) {
    if (!(fields.entries().get(key).orElseThrow() instanceof Value.Entries args)) {
      Optional<String> name = fields.name(key);
      if (name.isEmpty() && fields.value(key).isEmpty()) {
        fields.problem(
            "Missing argument",
            fields.keyPlace(key),
            "\"%s\" needs to be told what to import.".formatted(key));
      }
      return name;
    }
    Fields inner = loading.fields(args, TaskReader.context(fields.entries()));
    for (String other : args.map().keySet()) {
      if (other.equals(arg) || List.of(more).contains(other)) {
        continue;
      }
      Optional<String> notYet = Keywords.notYet(other);
      if (notYet.isPresent()) {
        TaskReader.notSupportedYet(inner, other, notYet.get());
      } else {
        inner.problem(
            "Unknown argument",
            args.keyPlace(other),
            "\"%s\" has no argument \"%s\". It takes: %s.".formatted(key, other, arg));
      }
    }
    if (!inner.has(arg)) {
      inner.problem(
          "Missing argument",
          fields.keyPlace(key),
          "\"%s\" needs the argument \"%s\".".formatted(key, arg));
    }
    return inner.name(arg);
  }
}
