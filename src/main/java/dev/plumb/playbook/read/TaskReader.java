package dev.plumb.playbook.read;

import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.diagnostic.Place;
import dev.plumb.module.ModuleTrait;
import dev.plumb.playbook.Loop;
import dev.plumb.playbook.PlaybookKeywords;
import dev.plumb.playbook.Retry;
import dev.plumb.playbook.Task;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one task that is not an import. */
final class TaskReader {

  private static final List<String> PREFIXES = List.of("ansible.builtin.", "ansible.legacy.");

  private final LoadContext loading;

  TaskReader(LoadContext loading) {
    this.loading = loading;
  }

  /** Returns the key without the prefixes of Ansible's own modules. */
  static String shortName(String key) {
    for (String prefix : PREFIXES) {
      if (key.startsWith(prefix)) {
        return key.substring(prefix.length());
      }
    }
    return key;
  }

  /** Returns how errors refer to the task: {@code in task "x"}. */
  static String context(Value.Entries entries) {
    return entries
        .get("name")
        .filter(name -> name instanceof Value.Text)
        .map(name -> "in task \"" + name + "\"")
        .orElse("");
  }

  /** Reads the task; empty if it has no module, which is reported. */
  Optional<Task> read(Value.Entries entries, InheritedKeywords around) {
    Fields fields = loading.fields(entries, context(entries));
    Optional<String> moduleKey = moduleKey(fields);
    InheritedKeywords own = around.mergedWith(fields);
    Optional<Boolean> checkMode = fields.flag("check_mode");
    Optional<List<Value>> changedWhen = conditions(fields, "changed_when");
    boolean declaredReadOnly =
        checkMode.isPresent()
            && !checkMode.get()
            && changedWhen.isPresent()
            && changedWhen.get().equals(List.of(Value.bool(false)));
    Optional<Value> name = fields.text("name");
    Optional<Loop> loop = loop(fields);
    Optional<String> register = fields.variable("register");
    Optional<List<Value>> failedWhen = conditions(fields, "failed_when");
    Optional<Retry> retry = retry(fields);
    List<String> notifies = fields.names("notify");
    List<String> listen = fields.names("listen");
    return moduleKey.map(
        key -> {
          Value args = args(fields, key, own);
          return new Task(
              name.orElse(Value.text(shortName(key))),
              shortName(key),
              args,
              loading.modules().traits(shortName(key), args),
              own.location(entries.place(), fields.keyPlace(key)),
              own.inherited(),
              loop,
              register,
              changedWhen,
              failedWhen,
              retry,
              notifies,
              listen,
              declaredReadOnly,
              Optional.empty());
        });
  }

  /** Returns the key that names the module, and reports every unknown key. */
  private Optional<String> moduleKey(Fields fields) {
    List<String> modules = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    boolean anyUnsupported = false;
    for (String key : fields.entries().map().keySet()) {
      if (PlaybookKeywords.TASK.contains(key)) {
        continue;
      }
      if (loading.modules().names().contains(shortName(key))) {
        modules.add(key);
      } else if (fields.reportUnsupported(key)) {
        anyUnsupported = true;
      } else {
        unknown.add(key);
      }
    }
    if (modules.size() > 1) {
      fields.reportError(
          "Two modules in one task",
          fields.keyPlace(modules.get(1)),
          "A task has one module, but this one has \"%s\" and \"%s\". Split it into two tasks."
              .formatted(modules.get(0), modules.get(1)));
    }
    boolean moduleReported =
        reportUnknownKeys(fields, unknown, modules.isEmpty() && !anyUnsupported);
    if (modules.isEmpty() && !moduleReported && !anyUnsupported) {
      fields.reportError(
          "No module",
          fields.entries().place(),
          "A task requires a module, such as \"file\" or \"service\", but this one has only"
              + " keywords.");
    }
    return modules.stream().findFirst();
  }

  private boolean takesCommandLine(String key, Value args) {
    return loading.modules().traits(shortName(key), args).contains(ModuleTrait.TAKES_COMMAND_LINE);
  }

  /** Reports unknown keys; returns whether one was reported as the module. */
  private boolean reportUnknownKeys(Fields fields, List<String> unknown, boolean moduleMissing) {
    boolean moduleReported = false;
    for (String key : unknown) {
      Optional<String> keyword = DidYouMean.nearest(key, PlaybookKeywords.TASK);
      Optional<String> module = DidYouMean.nearest(shortName(key), loading.modules().names());
      if (moduleMissing && !moduleReported && (module.isPresent() || keyword.isEmpty())) {
        moduleReported = true;
        fields.reportError(
            "Unknown module",
            fields.keyPlace(key),
            "There is no module \"%s\". To list all modules, run:\n    plumb doc%s"
                .formatted(key, DidYouMean.suggestion(shortName(key), loading.modules().names())));
      } else {
        fields.reportError(
            "Unknown keyword",
            fields.keyPlace(key),
            "A task has no keyword \"%s\".%s"
                .formatted(key, keyword.map(k -> "\nDid you mean \"" + k + "\"?").orElse("")));
      }
    }
    return moduleReported;
  }

  private Value args(Fields fields, String key, InheritedKeywords around) {
    Value given = fields.entries().get(key).orElseThrow();
    Optional<Value.Entries> beside = fields.mapping("args");
    Optional<Value.Entries> defaults =
        around.inherited().moduleDefaults().get(shortName(key)).map(value -> (Value.Entries) value);
    if (defaults.isPresent() && given instanceof Value.Text && !takesCommandLine(key, given)) {
      fields.reportError(
          "Defaults not applicable",
          fields.keyPlace(key),
          "\"module_defaults\" has arguments for \"%s\", which cannot be combined with a text. Write all arguments as a mapping under \"%s\"."
              .formatted(shortName(key), key));
      return given;
    }
    Optional<Value.Entries> more =
        defaults.isPresent()
            ? Optional.of(defaults.get().overriddenBy(beside.orElse(Value.Entries.EMPTY)))
            : beside;
    if (more.isEmpty()) {
      return given;
    }
    return switch (given) {
      case Value.Entries entries -> more.get().overriddenBy(entries);
      case Value.Null _ -> more.get();
      case Value.Text text when takesCommandLine(key, given) -> {
        Map<String, Value> all = new LinkedHashMap<>(more.get().map());
        all.put("cmd", text);
        Map<String, Place> places = new LinkedHashMap<>(more.get().keyPlaces());
        places.put("cmd", text.place());
        yield new Value.Entries(all, places, false, fields.keyPlace(key));
      }
      default -> {
        fields.reportError(
            "Invalid keyword value",
            fields.keyPlace("args"),
            "\"args\" can only be combined with a command line (command, shell) or a mapping. Write"
                + " all arguments as a mapping under \""
                + key
                + "\".");
        yield given;
      }
    };
  }

  private static Optional<List<Value>> conditions(Fields fields, String key) {
    return fields.value(key).isEmpty() ? Optional.empty() : Optional.of(fields.expressions(key));
  }

  private Optional<Loop> loop(Fields fields) {
    Optional<Loop> loop = Optional.empty();
    for (Loop.Form form : Loop.Form.values()) {
      Optional<Value> over = loopValue(fields, form);
      if (over.isPresent() && loop.isPresent()) {
        fields.reportError(
            "Two loops in one task",
            fields.keyPlace(form.keyword()),
            "A task has one loop, but this one has \"%s\" and \"%s\". Remove one of them."
                .formatted(loop.get().form().keyword(), form.keyword()));
      } else if (over.isPresent()) {
        loop = Optional.of(loop(form, over.get(), fields));
      }
    }
    if (loop.isEmpty() && fields.has("loop_control")) {
      fields.reportError(
          "Keyword without effect",
          fields.keyPlace("loop_control"),
          "\"loop_control\" configures a loop, but the task has no loop.");
    }
    return loop;
  }

  private Loop loop(Loop.Form form, Value over, Fields task) {
    Fields control =
        loading.fields(task.mapping("loop_control").orElse(Value.Entries.EMPTY), "in loop_control");
    control.checkKeywords("\"loop_control\"", PlaybookKeywords.LOOP_CONTROL);
    return new Loop(
        form,
        over,
        control.variable("loop_var").orElse("item"),
        control.variable("index_var"),
        control.text("label"),
        control.has("pause") ? Optional.of(control.number("pause", 0)) : Optional.empty());
  }

  private static Optional<Value> loopValue(Fields fields, Loop.Form form) {
    String key = form.keyword();
    return fields
        .value(key)
        .filter(
            value -> {
              boolean fits =
                  switch (form) {
                    case DICT -> value instanceof Value.Entries;
                    case SEQUENCE -> value instanceof Value.Text;
                    case FILEGLOB, FIRST_FOUND, INVENTORY_HOSTNAMES ->
                        value instanceof Value.Text || value instanceof Value.Items;
                    case LOOP,
                        LIST,
                        ITEMS,
                        FLATTENED,
                        INDEXED,
                        NESTED,
                        CARTESIAN,
                        TOGETHER,
                        SUBELEMENTS ->
                        value instanceof Value.Items;
                  };
              if (!fits && !(value instanceof Value.Text text && text.template())) {
                fields.reportError(
                    "Invalid keyword value",
                    value.place(),
                    "\"%s\" must be %s, but was %s."
                        .formatted(
                            key,
                            switch (form) {
                              case DICT -> "a mapping, or a template that yields one";
                              case SEQUENCE -> "a text such as \"start=1 end=5\"";
                              case FILEGLOB, FIRST_FOUND, INVENTORY_HOSTNAMES ->
                                  "a text or a list of texts";
                              default ->
                                  "a list, or a template that yields one such as \"${users}\"";
                            },
                            value.kind()));
                return false;
              }
              return true;
            });
  }

  private static Optional<Retry> retry(Fields fields) {
    if (!fields.has("until") && !fields.has("retries")) {
      if (fields.has("delay")) {
        fields.reportError(
            "Keyword without effect",
            fields.keyPlace("delay"),
            "\"delay\" is the time between retries, but the task has neither \"until\" nor"
                + " \"retries\".");
      }
      return Optional.empty();
    }
    return Optional.of(
        new Retry(
            fields.expressions("until"), fields.number("retries", 3), fields.number("delay", 5)));
  }
}
