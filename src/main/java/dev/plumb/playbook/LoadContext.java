package dev.plumb.playbook;

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

/** One run of the loader: what it knows, what it has read, what it found wrong. One thread. */
final class LoadContext {

  private final ModuleRegistry modules;
  private final List<Path> roleFolders;
  private final Decryption decryption;
  private final Diagnostics problems = new Diagnostics();
  private final Map<Path, Optional<Value>> files = new HashMap<>();
  private final Deque<Path> openFiles = new ArrayDeque<>();

  /**
   * @param modules the modules that tasks may name
   * @param roleFolders where roles are looked for after the playbook's own folder
   * @param decryption opens what is encrypted
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

  /** A file's value; read once however often it is asked for. Each problem is told once. */
  Optional<Value> file(Path file, Place asked) {
    Path key = file.toAbsolutePath().normalize();
    Optional<Value> known = files.get(key);
    if (known == null) {
      known = YamlReader.readFile(file, file.toString(), asked, problems, decryption);
      files.put(key, known);
    }
    return known;
  }

  /** A file of variables: a mapping, or empty. */
  Value.Entries varsFile(Path file, Place asked) {
    Value value = file(file, asked).orElse(Fields.NO_VARS);
    return switch (value) {
      case Value.Entries vars -> fields(vars, "").requireVariableNames(vars);
      case Value.Null _ -> Fields.NO_VARS;
      default -> {
        problems.add(
            Diagnostic.error(
                "Invalid variables file",
                value.place(),
                "A file of variables must be a mapping of names to values, but this is "
                    + value.kind()
                    + "."));
        yield Fields.NO_VARS;
      }
    };
  }

  /** What {@code read} makes of an imported file, or {@code otherwise} when it imports itself. */
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
              "Import in a circle",
              asked,
              "This imports a file that is being read already. The circle is:"
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

  static String parentFolder(Path file) {
    Path parent = file.getParent();
    return parent == null ? "." : parent.toString();
  }
}
