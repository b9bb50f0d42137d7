package dev.plumb.playbook;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.diagnostic.Place;
import dev.plumb.module.ModuleTrait;
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
final class ImportReader {

  private static final String IMPORT_TASKS = "import_tasks";
  private static final String IMPORT_ROLE = "import_role";
  private static final Set<String> LOOP_KEYWORDS = loopKeywords();

  private final LoadContext loading;
  private final TaskListReader lists;
  private final TaskReader tasks;
  private final Path playbookFolder;

  ImportReader(LoadContext loading, TaskListReader lists, TaskReader tasks, Path playbookFolder) {
    this.loading = loading;
    this.lists = lists;
    this.tasks = tasks;
    this.playbookFolder = playbookFolder;
  }

  private static Set<String> loopKeywords() {
    Set<String> words = new HashSet<>(Set.of("loop_control"));
    for (Loop.Form form : Loop.Form.values()) {
      words.add(form.keyword());
    }
    return Set.copyOf(words);
  }

  /** The key that makes an import of an entry. */
  Optional<String> importKey(Value.Entries entries) {
    return entries.map().keySet().stream()
        .filter(key -> kind(TaskReader.shortName(key)).isPresent())
        .findFirst();
  }

  private Optional<Include.Kind> kind(String word) {
    return switch (word) {
      case IMPORT_TASKS -> Optional.of(Include.Kind.TASKS);
      case IMPORT_ROLE -> Optional.of(Include.Kind.ROLE);
      default ->
          loading.modules().traits(word, Value.nothing()).stream()
              .flatMap(trait -> Include.Kind.of(trait).stream())
              .findFirst();
    };
  }

  List<Task> read(Value.Entries entries, String key, InheritedKeywords around, Handlers handlers) {
    String word = TaskReader.shortName(key);
    Include.Kind kind = kind(word).orElseThrow();
    Fields fields = loading.fields(entries, TaskReader.context(entries));
    if (loading.modules().names().contains(word) && isDeferred(entries, key)) {
      return deferred(kind, entries, key, fields, around);
    }
    checkKeywords(fields, Set.of(key), "An import");
    Place asked = entries.get(key).orElseThrow().place();
    Optional<Map<String, String>> what = args(kind, fields, key);
    if (what.isEmpty()) {
      return List.of();
    }
    return switch (kind) {
      case TASKS ->
          tasks(requireArg(what.get(), "file"), around.mergedWith(fields), asked, handlers);
      case ROLE ->
          lists
              .roles()
              .read(
                  requireArg(what.get(), "name"),
                  RoleEntryPoints.of(what.get()),
                  fields.vars("vars"),
                  asked,
                  around.mergedWith(fields, Fields.NO_VARS),
                  handlers);
      case VARS -> {
        Map<String, Value> others = new LinkedHashMap<>(entries.map());
        others.remove(key);
        yield vars(requireArg(what.get(), "file"), what.get().get("name"), others, around, asked);
      }
    };
  }

  /** An argument that is known to be there. */
  private static String requireArg(Map<String, String> what, String arg) {
    return Objects.requireNonNull(what.get(arg), arg);
  }

  /** Whether what comes in is known only when its turn comes. */
  private static boolean isDeferred(Value.Entries entries, String key) {
    return entries.map().keySet().stream().anyMatch(LOOP_KEYWORDS::contains)
        || hasTemplate(entries.get(key).orElseThrow());
  }

  private static boolean hasTemplate(Value value) {
    return switch (value) {
      case Value.Text text -> text.template();
      case Value.Entries entries ->
          entries.map().values().stream().anyMatch(ImportReader::hasTemplate);
      default -> false;
    };
  }

  private List<Task> deferred(
      Include.Kind kind,
      Value.Entries entries,
      String key,
      Fields fields,
      InheritedKeywords around) {
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
            role ? around.mergedWith(inner, Fields.NO_VARS) : around.mergedWith(inner),
            role ? fields.vars("vars") : Fields.NO_VARS,
            entries.get(key).orElseThrow().place());
    if (!hasTemplate(entries.get(key).orElseThrow())) {
      // Only how often is not known yet: what is wrong in the file can be told now.
      args(kind, fields, key).ifPresent(what -> reportProblems(include, what));
    }
    return tasks.read(entries, around).map(task -> List.of(task.with(include))).orElse(List.of());
  }

  private void reportProblems(Include include, Map<String, String> what) {
    try {
      include.read(what);
    } catch (BadInputException e) {
      loading.problems().addAll(e.diagnostics());
    }
  }

  /** The tasks of a file. */
  List<Task> tasks(String name, InheritedKeywords inner, Place asked, Handlers handlers) {
    Path file = resolve(name, "tasks", inner);
    return loading.importing(
        file,
        asked,
        List.of(),
        () ->
            loading
                .file(file, asked)
                .map(
                    list ->
                        lists.read(
                            list,
                            file.toString(),
                            inner.inFolder(LoadContext.parentFolder(file)),
                            handlers))
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
      InheritedKeywords around,
      Place asked) {
    Value.Entries found = loading.varsFile(resolve(name, "vars", around), asked);
    Map<String, Value> task = new LinkedHashMap<>(others);
    String setter = loading.modules().require(ModuleTrait.SETS_VARIABLES).name();
    task.put(setter, under == null ? found : Value.map(Map.of(under, found)));
    task.putIfAbsent(
        "name", Value.text(loading.modules().require(ModuleTrait.INCLUDES_VARS).name()));
    return tasks
        .read(new Value.Entries(task, Map.of(setter, asked), false, asked), around)
        .map(List::of)
        .orElse(List.of());
  }

  /** Beside the importing file, else in the role's folder for the kind. */
  private static Path resolve(String name, String kind, InheritedKeywords around) {
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
      if (own.contains(key) || KeywordSets.IMPORT.contains(key)) {
        continue;
      }
      Optional<String> notYet = KeywordSets.unsupportedHint(key);
      if (KeywordSets.TASK.contains(key)) {
        fields.reportError(
            "Keyword does not apply",
            fields.keyPlace(key),
            "\"%s\" does not apply to %s. Put it on the tasks in it."
                .formatted(key, what.toLowerCase(Locale.ROOT)));
      } else if (notYet.isPresent()) {
        TaskReader.reportUnsupported(fields, key, notYet.get());
      } else if (loading.modules().names().contains(TaskReader.shortName(key))) {
        fields.reportError(
            "Two modules in one task",
            fields.keyPlace(key),
            "A task has one module, but this one has \"%s\" and \"%s\". Make two tasks of it."
                .formatted(own.stream().filter(fields::has).findFirst().orElseThrow(), key));
      } else {
        fields.reportError(
            "Unknown keyword",
            fields.keyPlace(key),
            "%s has no keyword \"%s\".%s"
                .formatted(what, key, DidYouMean.suggestion(key, KeywordSets.IMPORT)));
      }
    }
  }

  /** What is imported: the value itself, or the arguments in it. */
  private Optional<Map<String, String>> args(Include.Kind kind, Fields fields, String key) {
    String main = kind == Include.Kind.ROLE ? "name" : "file";
    if (!(fields.entries().get(key).orElseThrow() instanceof Value.Entries args)) {
      Optional<String> name = fields.name(key);
      if (name.isEmpty() && fields.value(key).isEmpty()) {
        fields.reportError(
            "Missing argument",
            fields.keyPlace(key),
            "\"%s\" needs to be told what to import.".formatted(key));
      }
      return name.map(given -> Map.of(main, given));
    }
    List<String> more =
        switch (kind) {
          case TASKS -> List.of();
          case ROLE -> RoleEntryPoints.ARG_NAMES;
          case VARS -> List.of("name");
        };
    Map<String, String> given = new LinkedHashMap<>();
    Fields inner = loading.fields(args, TaskReader.context(fields.entries()));
    for (String arg : args.map().keySet()) {
      Optional<String> notYet = KeywordSets.unsupportedHint(arg);
      if (arg.equals(main) || more.contains(arg)) {
        inner.name(arg).ifPresent(text -> given.put(arg, text));
      } else if (notYet.isPresent()) {
        TaskReader.reportUnsupported(inner, arg, notYet.get());
      } else {
        inner.reportError(
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
      inner.reportError(
          "Missing argument",
          fields.keyPlace(key),
          "\"%s\" needs the argument \"%s\".".formatted(key, main));
    }
    return given.containsKey(main) ? Optional.of(given) : Optional.empty();
  }

  /** The mistake of importing a playbook among tasks. */
  void reportMisplacedPlaybookImport(Value.Entries entries, String key) {
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
