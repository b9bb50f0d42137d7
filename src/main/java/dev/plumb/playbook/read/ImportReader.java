package dev.plumb.playbook.read;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.module.ModuleTrait;
import dev.plumb.playbook.Include;
import dev.plumb.playbook.Loop;
import dev.plumb.playbook.PlaybookKeywords;
import dev.plumb.playbook.SearchPath;
import dev.plumb.playbook.Task;
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

  /** Returns the key that makes an entry an import. */
  Optional<String> importKey(Value.Entries entries) {
    return entries.map().keySet().stream()
        .filter(key -> kind(TaskReader.shortName(key)).isPresent())
        .findFirst();
  }

  private Optional<DeferredInclude.Kind> kind(String word) {
    return switch (word) {
      case IMPORT_TASKS -> Optional.of(DeferredInclude.Kind.TASKS);
      case IMPORT_ROLE -> Optional.of(DeferredInclude.Kind.ROLE);
      default ->
          loading.modules().traits(word, Value.nothing()).stream()
              .flatMap(trait -> DeferredInclude.Kind.of(trait).stream())
              .findFirst();
    };
  }

  List<Task> read(Value.Entries entries, String key, InheritedKeywords around, Handlers handlers) {
    String word = TaskReader.shortName(key);
    DeferredInclude.Kind kind = kind(word).orElseThrow();
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
                  around.mergedWith(fields, Value.Entries.EMPTY),
                  handlers);
      case VARS -> {
        Map<String, Value> others = new LinkedHashMap<>(entries.map());
        others.remove(key);
        yield vars(requireArg(what.get(), "file"), what.get().get("name"), others, around, asked);
      }
    };
  }

  /** Returns a required argument that was validated before. */
  private static String requireArg(Map<String, String> what, String arg) {
    return Objects.requireNonNull(what.get(arg), arg);
  }

  /** Whether the included file is known only when the task runs. */
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
      DeferredInclude.Kind kind,
      Value.Entries entries,
      String key,
      Fields fields,
      InheritedKeywords around) {
    // As in Ansible, its conditions apply only to the include itself: included tasks may change
    // them.
    Map<String, Value> said = new LinkedHashMap<>(entries.map());
    said.remove("when");
    Fields inner =
        loading.fields(
            new Value.Entries(said, entries.keyPlaces(), false, entries.place()),
            TaskReader.context(entries));
    boolean role = kind == DeferredInclude.Kind.ROLE;
    Include include =
        new DeferredInclude(
            kind,
            loading,
            playbookFolder,
            role ? around.mergedWith(inner, Value.Entries.EMPTY) : around.mergedWith(inner),
            role ? fields.vars("vars") : Value.Entries.EMPTY,
            entries.get(key).orElseThrow().place());
    if (!hasTemplate(entries.get(key).orElseThrow())) {
      // Only the loop items are unknown: errors in the file can be reported now.
      args(kind, fields, key).ifPresent(what -> reportProblems(include, what));
    }
    return tasks
        .read(entries, around)
        .map(task -> List.of(task.withInclude(include)))
        .orElse(List.of());
  }

  private void reportProblems(Include include, Map<String, String> what) {
    try {
      include.read(what);
    } catch (BadInputException e) {
      loading.problems().addAll(e.diagnostics());
    }
  }

  /** Reads the tasks of a file. */
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
                            inner.inFolder(SearchPath.parentFolder(file)),
                            handlers))
                .orElse(List.of()));
  }

  /**
   * Returns a task that sets the variables of a file.
   *
   * @param under the variable that receives all of them; null to set each one
   * @param others the task's other keywords
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

  /** Resolves a file beside the importing file, else in the role's folder for the kind. */
  private static Path resolve(String name, String kind, InheritedKeywords around) {
    Path beside = Path.of(around.folder()).resolve(name).normalize();
    if (around.role().isPresent() && !Files.exists(beside)) {
      Path inRole = Path.of(around.role().get().folder(), kind).resolve(name).normalize();
      return Files.exists(inRole) ? inRole : beside;
    }
    return beside;
  }

  /**
   * @param own the keys that define the entry
   * @param what its name in errors: {@code An import}
   */
  void checkKeywords(Fields fields, Set<String> own, String what) {
    for (String key : fields.entries().map().keySet()) {
      if (own.contains(key) || PlaybookKeywords.IMPORT.contains(key)) {
        continue;
      }
      if (PlaybookKeywords.TASK.contains(key)) {
        fields.reportError(
            "Keyword does not apply",
            fields.keyPlace(key),
            "\"%s\" does not apply to %s. Set it on the tasks in it."
                .formatted(key, what.toLowerCase(Locale.ROOT)));
      } else if (loading.modules().names().contains(TaskReader.shortName(key))) {
        fields.reportError(
            "Two modules in one task",
            fields.keyPlace(key),
            "A task has one module, but this one has \"%s\" and \"%s\". Split it into two tasks."
                .formatted(own.stream().filter(fields::has).findFirst().orElseThrow(), key));
      } else {
        fields.reportUnknown(key, what, PlaybookKeywords.IMPORT);
      }
    }
  }

  /** Returns the arguments of the import; a plain value is the main argument. */
  private Optional<Map<String, String>> args(DeferredInclude.Kind kind, Fields fields, String key) {
    String main = kind == DeferredInclude.Kind.ROLE ? "name" : "file";
    if (!(fields.entries().get(key).orElseThrow() instanceof Value.Entries args)) {
      Optional<String> name = fields.name(key);
      if (name.isEmpty() && fields.value(key).isEmpty()) {
        fields.reportError(
            "Missing argument",
            fields.keyPlace(key),
            "\"%s\" requires the name of the file or role to import.".formatted(key));
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
      if (arg.equals(main) || more.contains(arg)) {
        inner.name(arg).ifPresent(text -> given.put(arg, text));
      } else if (!inner.reportUnsupported(arg)) {
        inner.reportError(
            "Unknown argument",
            args.keyPlace(arg),
            "\"%s\" has no argument \"%s\". Valid arguments: %s."
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
          "\"%s\" requires the argument \"%s\".".formatted(key, main));
    }
    return given.containsKey(main) ? Optional.of(given) : Optional.empty();
  }

  /** Reports a playbook import in a list of tasks. */
  void reportMisplacedPlaybookImport(Value.Entries entries, String key) {
    loading
        .problems()
        .add(
            Diagnostic.error(
                "Misplaced import",
                entries.keyPlace(key),
                "\"import_playbook\" is only valid at the top level of a playbook, beside the"
                    + " plays. To import tasks, use \"import_tasks\"."));
  }
}
