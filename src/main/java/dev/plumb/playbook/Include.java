package dev.plumb.playbook;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Place;
import dev.plumb.module.ModuleRegistry;
import dev.plumb.module.ModuleTrait;
import dev.plumb.playbook.yaml.Decryption;
import dev.plumb.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a task brings into its play when its turn comes: its name holds a template, or it has a
 * loop, so that nobody knows before. Any thread may call it. Compared by identity.
 */
public final class Include {

  private final Kind kind;
  private final ModuleRegistry modules;
  private final List<Path> roleFolders;
  private final Decryption decryption;
  private final Path playbookFolder;
  private final InheritedKeywords inherited;
  private final Value.Entries params;
  private final Place requestedAt;

  /** What is read. */
  enum Kind {
    TASKS,
    ROLE,
    VARS;

    static Optional<Kind> of(ModuleTrait trait) {
      return switch (trait) {
        case INCLUDES_TASKS -> Optional.of(TASKS);
        case INCLUDES_ROLE -> Optional.of(ROLE);
        case INCLUDES_VARS -> Optional.of(VARS);
        default -> Optional.empty();
      };
    }
  }

  /**
   * What was brought in.
   *
   * @param handlers those of roles
   */
  public record IncludedTasks(List<Task> tasks, List<Task> handlers) {
    public IncludedTasks {
      tasks = List.copyOf(tasks);
      handlers = List.copyOf(handlers);
    }
  }

  /**
   * @param around what is said about the tasks that come in
   * @param params of a role
   * @param asked where it is asked for
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
   * @param what the rendered arguments: {@code file}, or {@code name} and which parts of a role
   * @throws BadInputException with everything that is wrong in what is read
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
