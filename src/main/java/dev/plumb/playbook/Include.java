package dev.plumb.playbook;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Place;
import dev.plumb.playbook.yaml.Decryption;
import dev.plumb.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An include whose file is known only when the task runs, because its name contains a template or it has a loop. Thread-safe. Compared by identity.
 */
public final class Include {

  private final Kind kind;
  private final Set<String> modules;
  private final List<Path> roleFolders;
  private final Decryption decryption;
  private final Path playbookFolder;
  private final InheritedKeywords inherited;
  private final Value.Entries params;
  private final Place requestedAt;

  /** The kind of file. */
  enum Kind {
    TASKS,
    ROLE,
    VARS
  }

  /**
   * The included tasks.
   *
   * @param handlers the handlers of included roles
   */
  public record IncludedTasks(List<Task> tasks, List<Task> handlers) {
    public IncludedTasks {
      tasks = List.copyOf(tasks);
      handlers = List.copyOf(handlers);
    }
  }

  /**
   * @param around the keywords that apply to the included tasks
   * @param params the parameters of a role
   * @param asked where the include was requested
   */
  Include(
      Kind kind,
      LoadContext loading,
      Path playbookFolder,
      InheritedKeywords around,
      Value.Entries params,
      Place asked) {
    this.kind = kind;
    this.modules = loading.modules();
    this.roleFolders = loading.roleFolders();
    this.decryption = loading.decryption();
    this.playbookFolder = playbookFolder;
    this.inherited = around;
    this.params = params;
    this.requestedAt = asked;
  }

  /**
   * @param what the rendered arguments: {@code file}, or {@code name} and the entry points of a role
   * @throws BadInputException with every problem of the included files
   */
  public IncludedTasks read(Map<String, String> what) {
    LoadContext loading = new LoadContext(modules, roleFolders, decryption);
    TaskListReader lists = new TaskListReader(loading, playbookFolder);
    Handlers handlers = new Handlers();
    String name = what.getOrDefault(kind == Kind.ROLE ? "name" : "file", "");
    List<Task> tasks =
        switch (kind) {
          case TASKS -> lists.imports().tasks(name, inherited, requestedAt, handlers);
          case ROLE ->
              lists
                  .roles()
                  .read(name, RoleEntryPoints.of(what), params, requestedAt, inherited, handlers);
          case VARS ->
              lists.imports().vars(name, what.get("name"), Map.of(), inherited, requestedAt);
        };
    loading.problems().throwIfErrors();
    return new IncludedTasks(tasks, handlers.all());
  }
}
