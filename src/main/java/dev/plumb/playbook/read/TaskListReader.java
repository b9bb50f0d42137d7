package dev.plumb.playbook.read;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.playbook.Block;
import dev.plumb.playbook.PlaybookKeywords;
import dev.plumb.playbook.Task;
import dev.plumb.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads lists of tasks and resolves their imports. */
final class TaskListReader {

  private final LoadContext loading;
  private final TaskReader tasks;
  private final RoleReader roles;
  private final ImportReader imports;

  TaskListReader(LoadContext loading, Path playbookFolder) {
    this.loading = loading;
    this.tasks = new TaskReader(loading);
    this.roles = new RoleReader(loading, this, playbookFolder);
    this.imports = new ImportReader(loading, this, tasks, playbookFolder);
  }

  RoleReader roles() {
    return roles;
  }

  ImportReader imports() {
    return imports;
  }

  /**
   * @param what its name in errors: {@code "tasks"}
   * @param handlers receives the handlers of imported roles
   */
  List<Task> read(Value list, String what, InheritedKeywords around, Handlers handlers) {
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

  private List<Task> readOne(Value item, InheritedKeywords around, Handlers handlers) {
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
    if (entries.map().keySet().stream().anyMatch(PlaybookKeywords.BLOCK_PARTS::contains)) {
      return readBlock(entries, around, handlers);
    }
    for (String key : entries.map().keySet()) {
      if (TaskReader.shortName(key).equals("import_playbook")) {
        imports.reportMisplacedPlaybookImport(entries, key);
        return List.of();
      }
    }
    Optional<String> key = imports.importKey(entries);
    if (key.isPresent()) {
      return imports.read(entries, key.get(), around, handlers);
    }
    return tasks.read(entries, around).map(List::of).orElse(List.of());
  }

  private List<Task> readBlock(Value.Entries entries, InheritedKeywords around, Handlers handlers) {
    Fields fields = loading.fields(entries, context(entries));
    imports.checkKeywords(fields, PlaybookKeywords.BLOCK_PARTS, "A block");
    if (!fields.has("block")) {
      fields.reportError(
          "No block",
          entries.place(),
          "\"rescue\" and \"always\" require a \"block\". Put the tasks that may fail under"
              + " \"block\".");
    }
    InheritedKeywords inner = around.mergedWith(fields);
    Block block = new Block(!fields.listOnly("rescue").isEmpty());
    List<Task> tasks = new ArrayList<>();
    for (Block.Part part : Block.Part.values()) {
      String key = part.name().toLowerCase(Locale.ROOT);
      fields
          .value(key)
          .ifPresent(list -> tasks.addAll(read(list, key, inner.inBlock(block, part), handlers)));
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
}
