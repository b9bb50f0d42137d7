package dev.plumb.lint;

import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.module.ModuleTrait;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.Role;
import dev.plumb.playbook.SearchPath;
import dev.plumb.playbook.Task;
import dev.plumb.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The words in playbooks, roles and template files that may be names of variables. A variable that
 * is not among them is unused; the reverse is not certain.
 */
final class VariableUsage {

  private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");

  private final Set<String> words = new HashSet<>();
  private final Set<Path> files = new HashSet<>();
  private final List<Place> nondeterministic = new ArrayList<>();

  boolean uses(String name) {
    return words.contains(name);
  }

  /** The lines of template files that change on every run. */
  List<Place> nondeterministic() {
    return nondeterministic;
  }

  void read(Playbook playbook) {
    playbook.plays().forEach(play -> read(play, playbook.file()));
  }

  private void read(Play play, String playbook) {
    templates(play.hosts());
    templates(play.vars());
    Stream.concat(play.tasks().stream(), play.handlers().stream())
        .forEach(task -> read(task, playbook));
  }

  private void read(Task task, String playbook) {
    Stream.of(task.name(), task.inherited().vars(), task.args()).forEach(this::templates);
    task.inherited().environment().forEach(this::templates);
    task.loop().ifPresent(loop -> words(loop.toString()));
    task.retry().ifPresent(retry -> words(retry.toString()));
    Stream.of(
            task.inherited().when().stream(),
            task.changedWhen().stream().flatMap(List::stream),
            task.failedWhen().stream().flatMap(List::stream),
            task.inherited().ignoreErrors().stream(),
            task.inherited().noLog().stream(),
            task.inherited().become().become().stream(),
            task.inherited().become().user().stream())
        .flatMap(values -> values)
        .forEach(value -> words(value.toString()));
    if (task.has(ModuleTrait.NAMES_VARIABLES)) {
      words(task.args().toString());
    }
    task.location().role().ifPresent(this::read);
    if (task.include().isPresent()) {
      // It is unknown which files are included: each of them may use a variable.
      folder(Path.of(task.location().folder()));
      folder(Path.of(playbook).resolveSibling("roles"));
    }
    if (task.args() instanceof Value.Entries args) {
      args.get("src").ifPresent(src -> file(src.toString(), task, playbook));
    }
  }

  private void read(Role role) {
    Stream.of(role.defaults(), role.vars(), role.params()).forEach(this::templates);
    folder(Path.of(role.folder(), "templates"));
  }

  /** Reads a template file; a computed name may refer to any file in its directory. */
  private void file(String name, Task task, String playbook) {
    int slash = name.lastIndexOf('/');
    boolean computed = name.contains("${");
    String sought = computed ? name.substring(0, Math.max(0, slash)) : name;
    if (sought.contains("${")) {
      return;
    }
    List<Path> paths = new ArrayList<>(SearchPath.of(task, playbook).templates(sought));
    // As in the engine, the templates may be beside the directory of the playbooks.
    paths.add(Path.of(playbook).resolveSibling("../templates").resolve(sought).normalize());
    for (Path path : paths) {
      if (computed) {
        folder(path);
      } else if (Files.isRegularFile(path)) {
        file(path);
      }
    }
  }

  private void folder(Path folder) {
    if (!files.add(folder) || !Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> below = Files.walk(folder)) {
      below.filter(Files::isRegularFile).forEach(this::file);
    } catch (IOException _) {
      // A run reports unreadable files.
      return;
    }
  }

  private void file(Path file) {
    if (!files.add(file.normalize())) {
      return;
    }
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException _) {
      // Not a text file, so not a template.
      return;
    }
    words(text);
    SourceText source = new SourceText(file.normalize().toString(), text);
    List<String> lines = source.lines();
    for (int i = 0; i < lines.size(); i++) {
      if (Lint.isNondeterministic(lines.get(i))) {
        nondeterministic.add(Place.of(source, i + 1, lines.get(i).indexOf("${") + 1));
      }
    }
  }

  private void templates(Value value) {
    switch (value) {
      case Value.Text text -> {
        if (text.template()) {
          words(text.text());
        }
      }
      case Value.Items items -> items.list().forEach(this::templates);
      case Value.Entries entries -> entries.map().values().forEach(this::templates);
      case Value.Num _, Value.Bool _, Value.Null _, Value.Unknown _ -> {}
    }
  }

  private void words(String text) {
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group());
    }
  }
}
