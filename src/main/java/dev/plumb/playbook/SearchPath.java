package dev.plumb.playbook;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The candidate paths of a task's files and templates: in its role, beside its file, beside the
 * playbook; in each first in the folder {@code files} or {@code templates}. Does not access the
 * file system.
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
    folders.add(Path.of(parentFolder(Path.of(playbookFile))));
    return new SearchPath(folders);
  }

  public static SearchPath of(Task task, String playbookFile) {
    return of(task.location().role(), task.location().folder(), playbookFile);
  }

  /** Returns the candidate paths of a file, in order. */
  public List<Path> files(String name) {
    return candidates("files", name);
  }

  /** Returns the candidate paths of a template, in order. */
  public List<Path> templates(String name) {
    return candidates("templates", name);
  }

  /** Returns the candidate paths of a file of a kind, which is also the name of its folder. */
  public List<Path> candidates(String part, String name) {
    Set<Path> paths = new LinkedHashSet<>();
    for (Path folder : folders) {
      paths.add(folder.resolve(part).resolve(name).normalize());
      paths.add(folder.resolve(name).normalize());
    }
    return List.copyOf(paths);
  }

  /** Returns the folder of a file. */
  public static String parentFolder(Path file) {
    Path parent = file.getParent();
    return parent == null ? "." : parent.toString();
  }
}
