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
 * What a task brings into its play when its turn comes: its name holds a template, or it has a
 * loop, so that nobody knows before. Any thread may call it. Compared by identity.
 */
public final class Include {

  private final Kind kind;
  private final Set<String> modules;
  private final List<Path> roleFolders;
  private final Decryption decryption;
  private final Path playbookFolder;
  private final Surroundings around;
  private final Value.Entries params;
  private final Place asked;

  /** What is read. */
  enum Kind {
    TASKS,
    ROLE,
    VARS
  }

  /**
   * What was brought in.
   *
   * @param handlers those of roles
   */
  public record Found(List<Task> tasks, List<Task> handlers) {
    public Found {
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
      Loading loading,
      Path playbookFolder,
      Surroundings around,
      Value.Entries params,
      Place asked) {
    this.kind = kind;
    this.modules = loading.modules();
    this.roleFolders = loading.roleFolders();
    this.decryption = loading.decryption();
    this.playbookFolder = playbookFolder;
    this.around = around;
    this.params = params;
    this.asked = asked;
  }

  /**
   * @param what the rendered arguments: {@code file}, or {@code name} and which parts of a role
   * @throws BadInputException with everything that is wrong in what is read
   */
  public Found read(Map<String, String> what) {
    Loading loading = new Loading(modules, roleFolders, decryption);
    TaskLists lists = new TaskLists(loading, playbookFolder);
    Handlers handlers = new Handlers();
    String name = what.getOrDefault(kind == Kind.ROLE ? "name" : "file", "");
    List<Task> tasks =
        switch (kind) {
          case TASKS -> lists.imports().tasks(name, around, asked, handlers);
          case ROLE ->
              lists.roles().read(name, RoleParts.of(what), params, asked, around, handlers);
          case VARS -> lists.imports().vars(name, what.get("name"), Map.of(), around, asked);
        };
    loading.problems().throwIfErrors();
    return new Found(tasks, handlers.all());
  }
}
