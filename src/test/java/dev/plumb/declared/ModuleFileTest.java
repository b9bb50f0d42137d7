package dev.plumb.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumb.diagnostic.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes in module files: each is reported with its place, all of them at once. */
class ModuleFileTest {

  private static final String GOOD =
      """
      doc: Manages a thing.
      args:
        name: {doc: The thing., example: x}
      probes:
        thing: {stat: "/srv/${name}"}
      properties:
        thing:
          now: thing.exists
          wanted: true
          steps:
            - run: [touch, "/srv/${name}"]
      """;

  @TempDir Path folder;

  @Test
  void readsAModule() throws IOException {
    List<DeclaredModule> modules = read(Map.of("thing.yml", GOOD));

    assertThat(modules).hasSize(1);
    assertThat(modules.getFirst().info().doc()).isEqualTo("Manages a thing.");
    assertThat(modules.getFirst().argReader().args().getFirst().required()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "doc: M|dok: M|1:1 Missing key|1:1 Unknown key",
        "wanted: true|wnated: true|8:5 Missing key|9:5 Unknown key",
        "/srv/${name}\"}|/srv/${nane}\"}|5:25 Unknown name",
        "now: thing.exists|now: thin.exists|8:10 Unknown name",
        "example: x}|example: x, type: strin}|3:45 Invalid value",
        "example: x}|example: x, type: int}|3:36 Invalid argument",
        "example: x}|example: x, type: bool, default: 7}|3:36 Invalid argument|3:60 Invalid"
            + " argument",
        "now: thing.exists|now: thing.|8:15 Invalid expression",
        "{stat: \"/srv/${name}\"}|{stat: /x, file: /y}|5:11 Contradicting keys",
        "{stat: \"/srv/${name}\"}|{read: json}|5:10 Missing key",
        "{stat: \"/srv/${name}\"}|{file: /x, regex: '('}|5:28 Invalid value",
        "{stat: \"/srv/${name}\"}|{file: /x, read: xml}|5:27 Invalid value",
        "{stat: \"/srv/${name}\"}|{command: x, statuses: [0]}|5:20 Invalid value",
        "    steps:|    stebs:|8:5 Property without steps|10:5 Unknown key",
        "- run:|- rum:|11:9 Missing key|11:9 Unknown key",
        "thing: {stat|name: {stat|5:3 Name given twice",
        "thing: {stat|Thing: {stat|5:3 Invalid name",
      })
  void reportsAMistakeWithItsPlace(String replacement) throws IOException {
    String[] parts = replacement.split("\\|");

    assertThat(problems(Map.of("thing.yml", GOOD.replace(parts[0], parts[1]))))
        .extracting(problem -> problem.substring(0, problem.indexOf(": ")))
        .containsExactlyInAnyOrder(
            List.of(parts).subList(2, parts.length).stream()
                .map(expected -> "thing.yml:" + expected)
                .toArray(String[]::new));
  }

  @Test
  void explainsAnUnknownName() throws IOException {
    assertThat(problems(Map.of("thing.yml", GOOD.replace("${name}", "${nane}"))))
        .contains(
            "thing.yml:5:25 Unknown name: \"nane\" is not an argument, a variable or a probe of"
                + " this module. It has: name, thing.\n"
                + "Did you mean \"name\"?");
  }

  @Test
  void reportsAPropertyWithoutSteps() throws IOException {
    String none = GOOD.substring(0, GOOD.indexOf("    steps:"));

    assertThat(problems(Map.of("thing.yml", none)))
        .containsExactly(
            """
            thing.yml:8:5 Property without steps: The property "thing" has no "steps", so that plumb could find\
             a difference and never move it. Name the commands that do, or a file to write:
                steps:
                  - run: [program, word]\
            """);
  }

  @Test
  void reportsVariablesInACycleOnce() throws IOException {
    String vars =
        GOOD.replace("probes:", "vars: {a: \"${b}\", b: \"x${c}\", c: \"${a}\"}\nprobes:");

    assertThat(problems(Map.of("thing.yml", vars)))
        .containsExactly(
            "thing.yml:4:8 Variables in a cycle: These variables need each other, so that none has"
                + " a value:\n"
                + "    a -> b -> c -> a");
  }

  @Test
  void reportsAProbeThatNeedsAnAnswer() throws IOException {
    String vars =
        GOOD.replace(
            "probes:", "vars: {path: \"${thing.target}\"}\nprobes:\n  second: {file: \"${path}\"}");

    assertThat(problems(Map.of("thing.yml", vars)))
        .containsExactly(
            "thing.yml:6:21 Probe needs an answer: \"path\" is the answer of a probe, or needs one,"
                + " but all probes are sent at once. A probe can use arguments, and variables over"
                + " arguments.");
  }

  @Test
  void reportsAllFilesAtOnce() throws IOException {
    assertThat(
            problems(
                Map.of(
                    "copy.yml", GOOD,
                    "a-b.yml", GOOD,
                    "list.yml", "- a\n",
                    "sub/thing.yml", GOOD,
                    "thing.yml", GOOD)))
        .containsExactly(
            "a-b.yml:1:1 Invalid name: A module's file has a name of lower-case letters, digits and"
                + " \"_\" that begins with a letter, such as \"nginx_site.yml\", but this one is"
                + " \"a-b.yml\".",
            "copy.yml:1:1 Module name not available: \"copy\" is a module or keyword of plumb. Give"
                + " the file another name.",
            "list.yml:1:1 Invalid module: A module file must be a mapping with the keys doc, args,"
                + " vars, probes, requires, properties, but is a list.",
            "sub/thing.yml:1:1 Module defined twice: There is a module \"thing\" in this run"
                + " already, from the file\n"
                + "    thing.yml\n"
                + "Rename one of them.");
  }

  private List<DeclaredModule> read(Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return DeclaredModules.read(List.of(folder, folder.resolve("sub")), Set.of("copy"));
  }

  /** As {@code file:line:column summary: detail}. */
  private List<String> problems(Map<String, String> files) throws IOException {
    BadInputException bad =
        catchThrowableOfType(BadInputException.class, () -> read(new TreeMap<>(files)));
    return bad.diagnostics().stream()
        .map(d -> "%s %s: %s".formatted(d.place(), d.summary(), d.detail()))
        .map(text -> text.replace(folder + "/", ""))
        .toList();
  }
}
