package dev.plumb.inventory;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.playbook.yaml.Decryption;
import dev.plumb.playbook.yaml.YamlReader;
import dev.plumb.value.Value;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@code group_vars} or {@code host_vars} folder. For each name, it contains {@code NAME}, {@code
 * NAME.yml}, {@code NAME.yaml} or {@code NAME.json}, or a folder {@code NAME} of such files, which
 * are read in order of their names.
 */
final class VarsFolder {

  private static final List<String> ENDINGS = List.of("", ".yml", ".yaml", ".json");

  private final Map<String, Path> entries;
  private final Decryption decryption;
  private final Diagnostics problems;

  VarsFolder(Path folder, Decryption decryption, Diagnostics problems) {
    this.entries = list(folder);
    this.decryption = decryption;
    this.problems = problems;
  }

  /** Returns the variables of a name; empty if there is no file. */
  Map<String, Value> vars(String name) {
    Map<String, Value> vars = new LinkedHashMap<>();
    for (String ending : ENDINGS) {
      Path path = entries.get(name + ending);
      if (path != null) {
        read(path, vars);
      }
    }
    return vars;
  }

  private void read(Path path, Map<String, Value> vars) {
    if (Files.isDirectory(path)) {
      list(path)
          .forEach(
              (name, inner) -> {
                if (Files.isDirectory(inner) || isVarsFile(name)) {
                  read(inner, vars);
                }
              });
      return;
    }
    switch (YamlReader.readFile(path, path.toString(), Place.NONE, problems, decryption)
        .orElse(null)) {
      case Value.Entries entries -> vars.putAll(entries.map());
      case Value.Null _ -> {}
      case null -> {}
      case Value other ->
          problems.add(
              Diagnostic.error(
                  "Invalid variables file",
                  other.place(),
                  "A variables file must be a mapping of names to values, but this is "
                      + other.kind()
                      + "."));
    }
  }

  private static boolean isVarsFile(String name) {
    int dot = name.lastIndexOf('.');
    return !name.startsWith(".")
        && !name.endsWith("~")
        && ENDINGS.contains(dot < 0 ? "" : name.substring(dot));
  }

  /** Lists a folder by name; empty if it does not exist. */
  private static Map<String, Path> list(Path folder) {
    Map<String, Path> found = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(paths::add);
    } catch (IOException _) {
      // A folder that was removed concurrently counts as absent.
      return found;
    }
    paths.forEach(path -> found.put(String.valueOf(path.getFileName()), path));
    return found;
  }
}
