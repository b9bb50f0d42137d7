package dev.plumb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.catalog.Modules;
import dev.plumb.module.ModuleRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules about the sources of the application that its classes do not show. */
class SourceRulesTest {

  private static final Path SOURCES = Path.of("src/main/java");
  private static final int MAX_FILES_PER_PACKAGE = 25;
  private static final int MAX_LINES_PER_FILE = 350;
  private static final Pattern TYPE =
      Pattern.compile(
          "(?m)^( *)(?:(?:public|private|protected|static|final|abstract|sealed|non-sealed) )*"
              + "(?:class|record|interface|@interface|enum) ([A-Z]\\w*)");

  /**
   * Words outside the modules that name something else: keywords of the playbook language,
   * arguments, programs, kinds of files.
   */
  private static final Map<String, Set<String>> NOT_MODULES =
      Map.ofEntries(
          Map.entry("DeferredInclude", Set.of("file")),
          Map.entry("ImportReader", Set.of("file")),
          Map.entry("DiagnosticPrinter", Set.of("file")),
          Map.entry("LintCommand", Set.of("file")),
          Map.entry("ProjectSettings", Set.of("user")),
          Map.entry("InventorySchema", Set.of("group")),
          Map.entry("Permissions", Set.of("group")),
          Map.entry("FileEntry", Set.of("file", "stat")),
          Map.entry("FilePlacement", Set.of("copy", "file")),
          Map.entry("UnitAge", Set.of("stat")),
          Map.entry("ProbeReader", Set.of("command", "file", "stat")),
          Map.entry("ProbeDeclaration", Set.of("group")),
          Map.entry("PropertyReader", Set.of("group")),
          Map.entry("PlayReader", Set.of("gather_facts")),
          Map.entry("RoleArgumentSpecs", Set.of("meta")),
          Map.entry("RoleReader", Set.of("meta")));

  /** What plumb must know of a module is a trait that the module declares. */
  @Test
  void noModuleIsKnownByItsName() throws IOException {
    Set<String> modules = new ModuleRegistry(Modules.all()).names();
    List<String> named = new ArrayList<>();
    for (Path file : files()) {
      String type = file.getFileName().toString().replace(".java", "");
      String path = SOURCES.relativize(file).toString();
      if (path.matches("dev/plumb/(module/\\w+|catalog)/.*")) {
        continue;
      }
      Matcher word = Pattern.compile("\"(\\w+)\"").matcher(Files.readString(file));
      while (word.find()) {
        if (modules.contains(word.group(1))
            && !NOT_MODULES.getOrDefault(type, Set.of()).contains(word.group(1))) {
          named.add(path + ": " + word.group(1));
        }
      }
    }
    assertThat(named).isEmpty();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(SOURCES)) {
      return all.filter(path -> path.toString().endsWith(".java")).sorted().toList();
    }
  }

  @Test
  void packagesAreSmall() throws IOException {
    Map<Path, Integer> counts = new TreeMap<>();
    files().forEach(file -> counts.merge(file.getParent(), 1, Integer::sum));
    // A package-info does not count.
    counts.values().removeIf(count -> count <= MAX_FILES_PER_PACKAGE + 1);
    assertThat(counts).isEmpty();
  }

  @Test
  void filesAreShort() throws IOException {
    Map<Path, Integer> lengths = new TreeMap<>();
    for (Path file : files()) {
      lengths.put(file, Files.readAllLines(file).size());
    }
    lengths.values().removeIf(length -> length <= MAX_LINES_PER_FILE);
    assertThat(lengths).isEmpty();
  }

  /** Nested types are read with their outer type, so two of them may share a simple name. */
  @Test
  void namesOfTopLevelTypesAreUnique() throws IOException {
    Set<String> topLevel = new TreeSet<>();
    Map<String, List<String>> all = new TreeMap<>();
    for (Path file : files()) {
      Matcher type = TYPE.matcher(Files.readString(file));
      while (type.find()) {
        String where = SOURCES.relativize(file).toString();
        all.computeIfAbsent(type.group(2), _ -> new ArrayList<>()).add(where);
        if (type.group(1).isEmpty()) {
          topLevel.add(type.group(2));
        }
      }
    }
    all.keySet().retainAll(topLevel);
    all.values().removeIf(places -> places.size() == 1);
    assertThat(all).isEmpty();
  }
}
