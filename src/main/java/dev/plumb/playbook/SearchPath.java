package dev.plumb.playbook;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the files and templates that a task names may lie: in its role, beside the file the task
 * stands in, beside the playbook; in each first in the folder {@code files} or {@code templates}.
 * Only paths: nothing is looked up here.
 */
public final class SearchPath {

  private final List<Path> folders;

  private SearchPath(List<Path> folders) {
    this.folders = folders;
  }

  public static SearchPath of(Optional<Role> role, String taskFolder, String playbookFile) {
    List<Path> folders = new ArrayList<>();
    role.ifPresent(r -> folders.add(Path.of(r.folder())));
    folders.add(Path.of(taskFolder));
    folders.add(Path.of(LoadContext.parentFolder(Path.of(playbookFile))));
    return new SearchPath(folders);
  }

  public static SearchPath of(Task task, String playbookFile) {
    return of(task.role(), task.folder(), playbookFile);
  }

  /** The paths to try for a file, in order. */
  public List<Path> files(String name) {
    return candidates("files", name);
  }

  /** The paths to try for a template, in order. */
  public List<Path> templates(String name) {
    return candidates("templates", name);
  }

  /** The paths to try for a file of any kind, which is also the name of its folder. */
  public List<Path> candidates(String part, String name) {
    Set<Path> paths = new LinkedHashSet<>();
    for (Path folder : folders) {
      paths.add(folder.resolve(part).resolve(name).normalize());
      paths.add(folder.resolve(name).normalize());
    }
    return List.copyOf(paths);
  }
}
