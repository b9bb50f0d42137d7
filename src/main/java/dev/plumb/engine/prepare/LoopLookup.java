package dev.plumb.engine.prepare;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.engine.vars.RunVars;
import dev.plumb.module.ModuleTrait;
import dev.plumb.playbook.Loop;
import dev.plumb.playbook.SearchPath;
import dev.plumb.playbook.Task;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks up the items of loops over local files and hosts of the inventory. */
final class LoopLookup {

  private final TaskInstance instance;
  private final RunVars run;
  private final SearchPath path;

  LoopLookup(TaskInstance instance, RunVars run) {
    this.instance = instance;
    this.run = run;
    this.path = SearchPath.of(instance.task(), instance.play().place().source().name());
  }

  static boolean isLookup(Loop loop) {
    return switch (loop.form()) {
      case FILEGLOB, FIRST_FOUND, INVENTORY_HOSTNAMES -> true;
      default -> false;
    };
  }

  /**
   * @throws BadInputException when there is no such file or host
   */
  List<Value> items(Loop loop, Value over) {
    return switch (loop.form()) {
      case FILEGLOB -> words(over).flatMap(pattern -> globMatches(loop, pattern)).toList();
      case FIRST_FOUND -> firstFound(loop, over);
      case INVENTORY_HOSTNAMES ->
          run.matchHosts(String.join(",", words(over).toList()), over.place()).stream()
              .map(HostName::value)
              .<Value>map(Value::text)
              .toList();
      default -> throw new IllegalArgumentException("must be looked up: " + loop.form());
    };
  }

  private static Stream<String> words(Value over) {
    return over instanceof Value.Items items
        ? items.list().stream().flatMap(LoopLookup::words)
        : Stream.of(over.toString());
  }

  /** As in Ansible, only the first existing directory is searched. */
  private Stream<Value> globMatches(Loop loop, String pattern) {
    Path last = Path.of(pattern).getFileName();
    for (Path candidate : path.candidates("files", pattern)) {
      Path folder = candidate.getParent();
      if (last != null && folder != null && Files.isDirectory(folder)) {
        return matching(loop, folder, last.toString()).stream();
      }
    }
    return Stream.empty();
  }

  static List<Value> matching(Loop loop, Path folder, String glob) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
      files.forEach(found::add);
    } catch (IOException | DirectoryIteratorException e) {
      throw Loops.invalid(
          loop,
          "cannot read the directory "
              + folder
              + " ("
              + e.getMessage()
              + "), which may contain matching files.\nMake it readable for your user");
    }
    return found.stream().filter(Files::isRegularFile).sorted().map(LoopLookup::absolute).toList();
  }

  private static Value absolute(Path file) {
    return Value.text(file.toAbsolutePath().normalize().toString());
  }

  /** Names, or {@code {files: [...], paths: [...], skip: true}}. */
  private List<Value> firstFound(Loop loop, Value over) {
    List<Value> terms = over instanceof Value.Items items ? items.list() : List.of(over);
    boolean skip = false;
    List<Path> tried = new ArrayList<>();
    for (Value term : terms) {
      if (term instanceof Value.Entries entries) {
        skip |= entries.get("skip").filter(Value.bool(true)::equals).isPresent();
        List<String> folders = words(entries.get("paths").orElse(Value.text(""))).toList();
        for (String folder : folders) {
          words(entries.get("files").orElse(Value.list(List.of())))
              .forEach(name -> tried.addAll(candidates(Path.of(folder).resolve(name).toString())));
        }
      } else {
        words(term).forEach(name -> tried.addAll(candidates(name)));
      }
    }
    for (Path candidate : tried) {
      if (Files.isRegularFile(candidate)) {
        return List.of(absolute(candidate));
      }
    }
    if (skip) {
      return List.of();
    }
    StringBuilder looked = new StringBuilder("found none of these files:");
    tried.forEach(each -> looked.append("\n    ").append(each));
    throw Loops.invalid(loop, looked.append("\nAdd a file that always exists").toString());
  }

  private List<Path> candidates(String name) {
    Task task = instance.task();
    String kind =
        task.has(ModuleTrait.RENDERS_TEMPLATE)
            ? "templates"
            : task.has(ModuleTrait.INCLUDES_VARS)
                ? "vars"
                : task.has(ModuleTrait.INCLUDES_TASKS) ? "tasks" : "files";
    return path.candidates(kind, name);
  }
}
