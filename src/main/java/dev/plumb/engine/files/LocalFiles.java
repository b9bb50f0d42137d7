package dev.plumb.engine.files;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.SearchPath;
import dev.plumb.playbook.Task;
import dev.plumb.value.Content;
import dev.plumb.value.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Local files and templates that tasks name. Each is read once in a run, however many hosts and
 * tasks use it. Any thread may call it.
 */
public final class LocalFiles {

  private final Map<Path, Content.LocalFile> files = new ConcurrentHashMap<>();
  private final Map<Path, FileTree> folders = new ConcurrentHashMap<>();
  private final Map<Path, SourceText> templates = new ConcurrentHashMap<>();

  /** A file for {@code copy}: in the role's or the playbook's {@code files}, or beside the task. */
  public Content file(String name, Task task, Play play, Place place) {
    Path path = find(name, "files", task, play, place, Files::isRegularFile);
    return files.computeIfAbsent(path, found -> digest(found, place));
  }

  /** A template: in the role's or the playbook's {@code templates}, or beside the task. */
  public SourceText template(String name, Task task, Play play, Place place) {
    Path path = find(name, "templates", task, play, place, Files::isRegularFile);
    return templates.computeIfAbsent(
        path,
        found -> {
          try {
            return new SourceText(found.toString(), Files.readString(found));
          } catch (IOException e) {
            throw unreadable(found, e, place);
          }
        });
  }

  /** A directory, searched for like a file. */
  public FileTree folder(String name, String ignoreFile, Task task, Play play, Place place) {
    Path path = find(name, "files", task, play, place, Files::isDirectory);
    return folders.computeIfAbsent(
        path,
        found -> {
          try {
            return FolderReader.read(found, ignoreFile);
          } catch (IOException e) {
            throw unreadable(found, e, place);
          }
        });
  }

  /**
   * As in Ansible: the role's directory for the kind, then the same beside the task's file and
   * beside the playbook. Unlike Ansible: at last the directory for the kind beside the playbook's
   * own, where a project keeps files that its playbooks share.
   */
  private static Path find(
      String name, String kind, Task task, Play play, Place place, Predicate<Path> wanted) {
    String playbook = play.place().source().name();
    SearchPath beside = SearchPath.of(task, playbook);
    Set<Path> tried =
        new LinkedHashSet<>(kind.equals("files") ? beside.files(name) : beside.templates(name));
    tried.add(folder(playbook).resolve("..").resolve(kind).resolve(name).normalize());
    for (Path candidate : tried) {
      if (wanted.test(candidate)) {
        return candidate.normalize();
      }
      if (Files.exists(candidate)) {
        throw Files.isDirectory(candidate)
            ? expectedFile(candidate, place)
            : expectedFolder(candidate, place);
      }
    }
    throw new BadInputException(
        Diagnostic.error(
            "File not found",
            place,
            "There is no file \"%s\". These paths were tried:\n%s"
                .formatted(
                    name,
                    tried.stream()
                        .map(path -> "    " + path.normalize())
                        .collect(Collectors.joining("\n")))));
  }

  private static BadInputException expectedFile(Path path, Place place) {
    return new BadInputException(
        Diagnostic.error(
            "Not a file",
            place,
            path + " is a directory, but a file is required here. List the files one by one."));
  }

  private static BadInputException expectedFolder(Path path, Place place) {
    return new BadInputException(
        Diagnostic.error(
            "Not a directory", place, path + " is a file, but a directory is required here."));
  }

  /** The playbook's directory; the working directory for a task from the command line. */
  private static Path folder(String playbook) {
    Path folder = Path.of(playbook).getParent();
    return folder == null ? Path.of("") : folder;
  }

  private static Content.LocalFile digest(Path path, Place place) {
    try {
      return FolderReader.digest(path);
    } catch (IOException e) {
      throw unreadable(path, e, place);
    }
  }

  private static BadInputException unreadable(Path path, IOException e, Place place) {
    return new BadInputException(
        Diagnostic.error(
            "File cannot be read", place, path + " cannot be read: " + e.getMessage() + "."));
  }
}
