package dev.plumb.playbook.read;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.module.ModuleRegistry;
import dev.plumb.playbook.yaml.Decryption;
import dev.plumb.playbook.yaml.YamlReader;
import dev.plumb.value.Value;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The state of one load: its configuration, the files read and the problems found. Not thread-safe.
 */
final class LoadContext {

  private final ModuleRegistry modules;
  private final List<Path> roleFolders;
  private final Decryption decryption;
  private final Diagnostics problems = new Diagnostics();
  private final Map<Path, Optional<Value>> files = new HashMap<>();
  private final Deque<Path> openFiles = new ArrayDeque<>();

  /**
   * @param modules the modules that tasks may name
   * @param roleFolders where to search for roles after the playbook's own folder
   * @param decryption decrypts encrypted values
   */
  LoadContext(ModuleRegistry modules, List<Path> roleFolders, Decryption decryption) {
    this.decryption = decryption;
    this.modules = modules;
    this.roleFolders = roleFolders;
  }

  ModuleRegistry modules() {
    return modules;
  }

  List<Path> roleFolders() {
    return roleFolders;
  }

  Decryption decryption() {
    return decryption;
  }

  Diagnostics problems() {
    return problems;
  }

  Fields fields(Value.Entries entries, String context) {
    return new Fields(entries, context, problems);
  }

  /** Returns a file's value. Each file is read once, and each problem is reported once. */
  Optional<Value> file(Path file, Place asked) {
    Path key = file.toAbsolutePath().normalize();
    Optional<Value> known = files.get(key);
    if (known == null) {
      known = YamlReader.readFile(file, file.toString(), asked, problems, decryption);
      files.put(key, known);
    }
    return known;
  }

  /** Reads a variables file, which must be a mapping or empty. */
  Value.Entries varsFile(Path file, Place asked) {
    Value value = file(file, asked).orElse(Value.Entries.EMPTY);
    return switch (value) {
      case Value.Entries vars -> fields(vars, "").requireVariableNames(vars);
      case Value.Null _ -> Value.Entries.EMPTY;
      default -> {
        problems.add(
            Diagnostic.error(
                "Invalid variables file",
                value.place(),
                "A variables file must be a mapping of names to values, but this is "
                    + value.kind()
                    + "."));
        yield Value.Entries.EMPTY;
      }
    };
  }

  /**
   * Returns the result of {@code read} for an imported file, or {@code otherwise} for an import
   * cycle.
   */
  <T> T importing(Path file, Place asked, T otherwise, Supplier<T> read) {
    Path key = file.toAbsolutePath().normalize();
    if (openFiles.contains(key)) {
      StringBuilder path = new StringBuilder();
      boolean inCircle = false;
      for (Path step : (Iterable<Path>) openFiles::descendingIterator) {
        inCircle |= step.equals(key);
        if (inCircle) {
          path.append("\n    ").append(displayPath(step));
        }
      }
      problems.add(
          Diagnostic.error(
              "Import cycle",
              asked,
              "This imports a file that imports it in turn. The cycle is:"
                  + path
                  + "\n    "
                  + displayPath(key)));
      return otherwise;
    }
    openFiles.push(key);
    try {
      return read.get();
    } finally {
      openFiles.pop();
    }
  }

  private static Path displayPath(Path absolute) {
    Path current = Path.of("").toAbsolutePath();
    return absolute.startsWith(current) ? current.relativize(absolute) : absolute;
  }
}
