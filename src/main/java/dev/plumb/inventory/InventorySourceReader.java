package dev.plumb.inventory;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.playbook.yaml.Decryption;
import dev.plumb.playbook.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the sources of {@code -i}: lists of names, YAML or INI files, executables, folders of
 * these.
 */
final class InventorySourceReader {

  private static final List<String> YAML = List.of(".yml", ".yaml", ".json");

  /** Suffixes of other files in inventory folders; the same that Ansible ignores. */
  private static final List<String> IGNORED_SUFFIXES =
      List.of(
          ".pyc", ".pyo", ".swp", ".bak", "~", ".rpm", ".md", ".txt", ".rst", ".orig", ".ini",
          ".cfg", ".retry");

  private static final Set<String> IGNORED_NAMES =
      Set.of("group_vars", "host_vars", "vars_plugins");

  /**
   * A line that is only valid in YAML or JSON: a name and a colon, followed by nothing or a
   * mapping.
   */
  private static final Pattern YAML_LINE =
      Pattern.compile("---.*|\\{.*|(?:[^\\s\\[\\]:='\"]+|\"[^\"]*\"|'[^']*'):(?:\\s.*)?");

  private final GroupTree tree;
  private final Diagnostics problems;
  private final Decryption decryption;
  private final YamlInventoryReader reader;
  private final Set<Path> folders = new LinkedHashSet<>();

  InventorySourceReader(GroupTree tree, Decryption decryption, Diagnostics problems) {
    this.tree = tree;
    this.decryption = decryption;
    this.problems = problems;
    this.reader = new YamlInventoryReader(tree, problems);
  }

  /**
   * Returns the folders of the sources, which may contain {@code group_vars} and {@code host_vars}.
   */
  List<Path> folders() {
    return List.copyOf(folders);
  }

  void read(String source) {
    if (source.contains(",")) {
      for (String name : source.split(",")) {
        if (!name.isBlank()) {
          reader.host(tree.group(GroupTree.UNGROUPED), name.strip(), Map.of(), Place.NONE);
        }
      }
      return;
    }
    Path path = Path.of(source);
    Path parent = path.getParent();
    Path folder = Files.isDirectory(path) ? path : parent == null ? Path.of("") : parent;
    folders.add(folder.normalize());
    read(path);
  }

  private void read(Path path) {
    if (Files.isDirectory(path)) {
      entries(path).forEach(this::read);
      return;
    }
    String name = String.valueOf(path.getFileName());
    boolean yaml = YAML.stream().anyMatch(name::endsWith);
    if (!yaml && InventoryScript.isScript(path)) {
      new InventoryScript(path, tree, reader, problems).read();
    } else if (yaml
        || (name.indexOf('.') < 0 && looksLikeYaml(path))
        || !Files.isRegularFile(path)) {
      YamlReader.readFile(path, path.toString(), Place.NONE, problems, decryption)
          .ifPresent(reader::read);
    } else {
      readIni(path);
    }
  }

  private void readIni(Path path) {
    try {
      SourceText source = new SourceText(path.toString(), Files.readString(path));
      if (source.text().startsWith("#!")) {
        problems.add(
            Diagnostic.error(
                "Inventory script not executable",
                Place.of(source, 1, 1),
                "The file starts with \"#!\" but is not executable. Make it executable:\n"
                    + "    chmod +x "
                    + path));
        return;
      }
      new IniInventoryReader(tree, reader, source, problems).read();
    } catch (IOException _) {
      problems.add(
          Diagnostic.error(
              "File not readable",
              "The file \""
                  + path
                  + "\" cannot be read as text. Check its permissions, and that it is UTF-8."));
    }
  }

  /** Detects YAML in files without a suffix, by the first line that is not a comment. */
  private static boolean looksLikeYaml(Path file) {
    try {
      return Files.readString(file)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith(";"))
          .findFirst()
          .filter(line -> YAML_LINE.matcher(line).matches())
          .isPresent();
    } catch (IOException _) {
      // The reader of the file reports the problem.
      return false;
    }
  }

  private static List<Path> entries(Path folder) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (!name.startsWith(".")
            && !IGNORED_NAMES.contains(name)
            && IGNORED_SUFFIXES.stream().noneMatch(name::endsWith)) {
          found.add(entry);
        }
      }
    } catch (IOException _) {
      return List.of();
    }
    found.sort(null);
    return found;
  }
}
