package dev.plumb.playbook.read;

import dev.plumb.diagnostic.Place;
import dev.plumb.module.ModuleRegistry;
import dev.plumb.module.ModuleTrait;
import dev.plumb.playbook.Include;
import dev.plumb.playbook.Task;
import dev.plumb.playbook.yaml.Decryption;
import dev.plumb.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads an include when its arguments are known. */
final class DeferredInclude implements Include {

  private final Kind kind;
  private final ModuleRegistry modules;
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
   * @param inherited the keywords that apply to the included tasks
   * @param params the parameters of a role
   * @param requestedAt where the include was requested
   */
  DeferredInclude(
      Kind kind,
      LoadContext context,
      Path playbookFolder,
      InheritedKeywords inherited,
      Value.Entries params,
      Place requestedAt) {
    this.kind = kind;
    this.modules = context.modules();
    this.roleFolders = context.roleFolders();
    this.decryption = context.decryption();
    this.playbookFolder = playbookFolder;
    this.inherited = inherited;
    this.params = params;
    this.requestedAt = requestedAt;
  }

  @Override
  public IncludedTasks read(Map<String, String> args) {
    LoadContext context = new LoadContext(modules, roleFolders, decryption);
    TaskListReader lists = new TaskListReader(context, playbookFolder);
    Handlers handlers = new Handlers();
    String name = args.getOrDefault(kind == Kind.ROLE ? "name" : "file", "");
    List<Task> tasks =
        switch (kind) {
          case TASKS -> lists.imports().tasks(name, inherited, requestedAt, handlers);
          case ROLE ->
              lists
                  .roles()
                  .read(name, RoleEntryPoints.of(args), params, requestedAt, inherited, handlers);
          case VARS ->
              lists.imports().vars(name, args.get("name"), Map.of(), inherited, requestedAt);
        };
    context.problems().throwIfErrors();
    return new IncludedTasks(tasks, handlers.all());
  }
}
