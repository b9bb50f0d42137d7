package dev.plumb.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.Content;
import dev.plumb.value.FileTree;
import dev.plumb.value.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The arguments of a module under test: read from YAML, and their documentation checked. */
final class HarnessArgs<S extends Record> {

  private final PlumbModule<S, ?> module;
  private final ArgReader<S> reader;
  private final Map<String, Content> files = new HashMap<>();
  private final Map<String, FileTree> folders = new HashMap<>();

  HarnessArgs(PlumbModule<S, ?> module) {
    this.module = module;
    this.reader = module.argReader();
  }

  void withFile(String name, Content content) {
    files.put(name, content);
  }

  void withFolder(FileTree folder) {
    folders.put(folder.name(), folder);
  }

  S read(String yaml) {
    return reader.read(TestValues.yaml(yaml), Place.NONE, context());
  }

  void rejects(String yaml, String... problems) {
    try {
      fail("was read as " + read(yaml));
    } catch (BadInputException e) {
      assertThat(e.diagnostics().stream().map(d -> d.summary() + ": " + d.detail()))
          .containsExactly(problems);
    }
  }

  /** What holds for every module, whatever it keeps. */
  void checkDocumentation() {
    assertThat(module.info().doc())
        .as("the doc of module %s: a sentence that begins with a verb", module.name())
        .matches("[A-Z][a-z]+s\\b[\\s\\S]*\\.");
    checkDocumentation(module.name(), reader.args());
  }

  private void checkDocumentation(String of, List<Argument> args) {
    Set<String> names = new HashSet<>();
    for (Argument arg : args) {
      String which = of + "." + arg.name();
      checkDocumentation(which, arg.nested());
      // It may begin with one of the values it takes, in lower case.
      assertThat(arg.doc()).as("the doc of %s", which).matches("\\w[\\s\\S]*\\.");
      arg.names().forEach(name -> assertThat(names.add(name)).as("%s twice", name).isTrue());
      if (!arg.rest()) {
        assertThat(arg.example()).as("the example of %s", which).isNotBlank();
        // Throws when the example cannot be read, or the default.
        assertThat(arg.read(TestValues.yaml(arg.example()), context())).isNotNull();
      }
      if (!arg.required() && !arg.rest()) {
        assertThat(arg.absentValue()).as("the default of %s", which).isNotNull();
      }
    }
  }

  private ArgContext context() {
    return new ArgContext() {
      @Override
      public Value render(Value value) {
        return value;
      }

      @Override
      public Content file(String name, Place place) {
        return files.getOrDefault(name, Content.utf8("text of " + name + "\n"));
      }

      @Override
      public FileTree folder(String name, String ignoreFile, Place place) {
        return folders.getOrDefault(name, new FileTree(name, List.of()));
      }

      @Override
      public Content template(String name, Place place) {
        return file(name, place);
      }

      @Override
      public boolean holds(Value expression) {
        return Boolean.parseBoolean(expression.toString());
      }
    };
  }
}
