package dev.plumb.playbook;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the entries of a list of tasks that bring in a file of tasks, a role, or variables. */
final class Imports {

  private static final Set<String> LOOPS = loops();

  private final Loading loading;
  private final TaskLists lists;
  private final TaskReader tasks;
  private final Path playbookFolder;

  Imports(Loading loading, TaskLists lists, TaskReader tasks, Path playbookFolder) {
    this.loading = loading;
    this.lists = lists;
    this.tasks = tasks;
    this.playbookFolder = playbookFolder;
  }

  private static Set<String> loops() {
    Set<String> words = new HashSet<>(Set.of("loop_control"));
    for (Loop.Form form : Loop.Form.values()) {
      words.add(form.keyword());
    }
    return Set.copyOf(words);
  }

  /** The key that makes an import of an entry. */
  static Optional<String> key(Value.Entries entries) {
    return entries.map().keySet().stream()
        .filter(key -> kind(TaskReader.shortName(key)).isPresent())
        .findFirst();
  }

  private static Optional<Include.Kind> kind(String word) {
    return switch (word) {
      case "import_tasks", "include_tasks" -> Optional.of(Include.Kind.TASKS);
      case "import_role", "include_role" -> Optional.of(Include.Kind.ROLE);
      case "include_vars" -> Optional.of(Include.Kind.VARS);
      default -> Optional.empty();
    };
  }

  List<Task> read(Value.Entries entries, String key, Surroundings around, Handlers handlers) {
    String word = TaskReader.shortName(key);
    Include.Kind kind = kind(word).orElseThrow();
    Fields fields = loading.fields(entries, TaskReader.context(entries));
    if (word.startsWith("include_") && isLate(entries, key)) {
      return late(kind, entries, key, fields, around);
    }
    checkKeywords(fields, Set.of(key), "An import");
    Place asked = entries.get(key).orElseThrow().place();
    Optional<Map<String, String>> what = args(kind, fields, key);
    if (what.isEmpty()) {
      return List.of();
    }
    return switch (kind) {
      case TASKS -> tasks(given(what.get(), "file"), around.with(fields), asked, handlers);
      case ROLE ->
          lists
              .roles()
              .read(
                  given(what.get(), "name"),
                  RoleParts.of(what.get()),
                  fields.vars("vars"),
                  asked,
                  around.with(fields, Fields.NO_VARS),
                  handlers);
      case VARS -> {
        Map<String, Value> others = new LinkedHashMap<>(entries.map());
        others.remove(key);
        yield vars(given(what.get(), "file"), what.get().get("name"), others, around, asked);
      }
    };
  }

  /** An argument that is known to be there. */
  private static String given(Map<String, String> what, String arg) {
    return Objects.requireNonNull(what.get(arg), arg);
  }

  /** Whether what comes in is known only when its turn comes. */
  private static boolean isLate(Value.Entries entries, String key) {
    return entries.map().keySet().stream().anyMatch(LOOPS::contains)
        || hasTemplate(entries.get(key).orElseThrow());
  }

  private static boolean hasTemplate(Value value) {
    return switch (value) {
      case Value.Text text -> text.template();
      case Value.Entries entries -> entries.map().values().stream().anyMatch(Imports::hasTemplate);
      default -> false;
    };
  }

  private List<Task> late(
      Include.Kind kind, Value.Entries entries, String key, Fields fields, Surroundings around) {
    // Its conditions are about it alone, as in Ansible: what it brings in may change them.
    Map<String, Value> said = new LinkedHashMap<>(entries.map());
    said.remove("when");
    Fields inner =
        loading.fields(
            new Value.Entries(said, entries.keyPlaces(), false, entries.place()),
            TaskReader.context(entries));
    boolean role = kind == Include.Kind.ROLE;
    Include include =
        new Include(
            kind,
            loading,
            playbookFolder,
            role ? around.with(inner, Fields.NO_VARS) : around.with(inner),
            role ? fields.vars("vars") : Fields.NO_VARS,
            entries.get(key).orElseThrow().place());
    if (!hasTemplate(entries.get(key).orElseThrow())) {
      // Only how often is not known yet: what is wrong in the file can be told now.
      args(kind, fields, key).ifPresent(what -> tellProblems(include, what));
    }
    return tasks.read(entries, around).map(task -> List.of(task.with(include))).orElse(List.of());
  }

  private void tellProblems(Include include, Map<String, String> what) {
    try {
      include.read(what);
    } catch (BadInputException e) {
      loading.problems().addAll(e.diagnostics());
    }
  }

  /** The tasks of a file. */
  List<Task> tasks(String name, Surroundings inner, Place asked, Handlers handlers) {
    Path file = find(name, "tasks", inner);
    return loading.within(
        file,
        asked,
        List.of(),
        () ->
            loading
                .file(file, asked)
                .map(
                    list ->
                        lists.read(
                            list, file.toString(), inner.in(Loading.folderOf(file)), handlers))
                .orElse(List.of()));
  }

  /**
   * A task that sets what a file of variables holds.
   *
   * @param under the one variable that gets all of them; none when null
   * @param others the task's other keys
   */
  List<Task> vars(
      String name,
      @Nullable String under,
      Map<String, Value> others,
      Surroundings around,
      Place asked) {
    Value.Entries found = loading.varsFile(find(name, "vars", around), asked);
    Map<String, Value> task = new LinkedHashMap<>(others);
    task.put("set_fact", under == null ? found : Value.map(Map.of(under, found)));
    task.putIfAbsent("name", Value.text("include_vars"));
    return tasks
        .read(new Value.Entries(task, Map.of("set_fact", asked), false, asked), around)
        .map(List::of)
        .orElse(List.of());
  }

  /** Beside the importing file, else in the role's folder for the kind. */
  private static Path find(String name, String kind, Surroundings around) {
    Path beside = Path.of(around.folder()).resolve(name).normalize();
    if (around.role().isPresent() && !Files.exists(beside)) {
      Path inRole = Path.of(around.role().get().folder(), kind).resolve(name).normalize();
      return Files.exists(inRole) ? inRole : beside;
    }
    return beside;
  }

  /**
   * @param own the keys that make it what it is
   * @param what it is: {@code An import}
   */
  void checkKeywords(Fields fields, Set<String> own, String what) {
    for (String key : fields.entries().map().keySet()) {
      if (own.contains(key) || Keywords.IMPORT.contains(key)) {
        continue;
      }
      Optional<String> notYet = Keywords.notYet(key);
      if (Keywords.TASK.contains(key)) {
        fields.problem(
            "Keyword does not apply",
            fields.keyPlace(key),
            "\"%s\" does not apply to %s. Put it on the tasks in it."
                .formatted(key, what.toLowerCase(Locale.ROOT)));
      } else if (notYet.isPresent()) {
        TaskReader.notSupportedYet(fields, key, notYet.get());
      } else if (loading.modules().contains(TaskReader.shortName(key))) {
        fields.problem(
            "Two modules in one task",
            fields.keyPlace(key),
            "A task has one module, but this one has \"%s\" and \"%s\". Make two tasks of it."
                .formatted(own.stream().filter(fields::has).findFirst().orElseThrow(), key));
      } else {
        fields.problem(
            "Unknown keyword",
            fields.keyPlace(key),
            "%s has no keyword \"%s\".%s"
                .formatted(what, key, DidYouMean.question(key, Keywords.IMPORT)));
      }
    }
  }

  /** What is imported: the value itself, or the arguments in it. */
  private Optional<Map<String, String>> args(Include.Kind kind, Fields fields, String key) {
    String main = kind == Include.Kind.ROLE ? "name" : "file";
    if (!(fields.entries().get(key).orElseThrow() instanceof Value.Entries args)) {
      Optional<String> name = fields.name(key);
      if (name.isEmpty() && fields.value(key).isEmpty()) {
        fields.problem(
            "Missing argument",
            fields.keyPlace(key),
            "\"%s\" needs to be told what to import.".formatted(key));
      }
      return name.map(given -> Map.of(main, given));
    }
    List<String> more =
        switch (kind) {
          case TASKS -> List.of();
          case ROLE -> RoleParts.ARGS;
          case VARS -> List.of("name");
        };
    Map<String, String> given = new LinkedHashMap<>();
    Fields inner = loading.fields(args, TaskReader.context(fields.entries()));
    for (String arg : args.map().keySet()) {
      Optional<String> notYet = Keywords.notYet(arg);
      if (arg.equals(main) || more.contains(arg)) {
        inner.name(arg).ifPresent(text -> given.put(arg, text));
      } else if (notYet.isPresent()) {
        TaskReader.notSupportedYet(inner, arg, notYet.get());
      } else {
        inner.problem(
            "Unknown argument",
            args.keyPlace(arg),
            "\"%s\" has no argument \"%s\". It takes: %s."
                .formatted(
                    key,
                    arg,
                    String.join(", ", Stream.concat(Stream.of(main), more.stream()).toList())));
      }
    }
    if (!inner.has(main)) {
      inner.problem(
          "Missing argument",
          fields.keyPlace(key),
          "\"%s\" needs the argument \"%s\".".formatted(key, main));
    }
    return given.containsKey(main) ? Optional.of(given) : Optional.empty();
  }

  /** The mistake of importing a playbook among tasks. */
  void tellMisplaced(Value.Entries entries, String key) {
    loading
        .problems()
        .add(
            Diagnostic.error(
                "Misplaced import",
                entries.keyPlace(key),
                "\"import_playbook\" stands at the top of a playbook, beside the plays. To"
                    + " import tasks, use \"import_tasks\"."));
  }
}
