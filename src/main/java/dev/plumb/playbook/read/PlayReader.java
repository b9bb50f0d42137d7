package dev.plumb.playbook.read;

import dev.plumb.diagnostic.Place;
import dev.plumb.module.ModuleTrait;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.PlaybookKeywords;
import dev.plumb.playbook.Prompt;
import dev.plumb.playbook.Rollout;
import dev.plumb.playbook.SearchPath;
import dev.plumb.playbook.Task;
import dev.plumb.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one play. */
final class PlayReader {

  private static final Set<String> PROMPT_KEYS =
      Set.of("name", "prompt", "default", "private", "confirm", "unsafe");

  private final LoadContext loading;
  private final Path file;

  PlayReader(LoadContext loading, Path file) {
    this.loading = loading;
    this.file = file;
  }

  /**
   * @param around the keywords of the imports around the play; their variables override the play's
   */
  Optional<Play> read(Value.Entries entries, InheritedKeywords around) {
    String context = entries.get("name").map(name -> "in play \"" + name + "\"").orElse("");
    Fields fields = loading.fields(entries, context);
    fields.checkKeywords("A play", PlaybookKeywords.PLAY);
    Optional<Value> hosts = hosts(fields);

    // Tasks inherit the keywords of the play, except its variables, which have a lower precedence.
    InheritedKeywords inner =
        around
            .withoutVars()
            .inFolder(SearchPath.parentFolder(file))
            .mergedWith(fields, Value.Entries.EMPTY);
    Path folder = Path.of(SearchPath.parentFolder(file)).normalize();
    TaskListReader lists = new TaskListReader(loading, folder);
    Handlers handlers = new Handlers();
    List<Task> tasks = new ArrayList<>(list(lists, fields, "pre_tasks", inner, handlers));
    flushHandlers(tasks, fields, "pre_tasks");
    tasks.addAll(roles(lists, fields, inner, handlers));
    tasks.addAll(list(lists, fields, "tasks", inner, handlers));
    flushHandlers(tasks, fields, "post_tasks");
    tasks.addAll(list(lists, fields, "post_tasks", inner, handlers));
    handlers.addAll(list(lists, fields, "handlers", inner, new Handlers()));

    Value.Entries stronger = varsFiles(fields).overriddenBy(around.inherited().vars());
    Value.Entries vars = vars(fields).overriddenBy(stronger);
    List<Prompt> prompts = prompts(fields, stronger);
    boolean gatherFacts = fields.flag("gather_facts").orElse(true);
    Rollout rollout = rollout(fields);
    Optional<Value> name = fields.text("name");
    return hosts.map(
        pattern ->
            new Play(
                name.orElse(pattern).toString(),
                entries.place(),
                pattern,
                vars,
                prompts,
                gatherFacts,
                rollout,
                tasks,
                handlers.all()));
  }

  private static List<Task> list(
      TaskListReader lists, Fields fields, String key, InheritedKeywords inner, Handlers handlers) {
    return fields.value(key).map(list -> lists.read(list, key, inner, handlers)).orElse(List.of());
  }

  /** As in Ansible, handlers run at the end of each section of a play that exists. */
  private void flushHandlers(List<Task> tasks, Fields fields, String part) {
    if (!tasks.isEmpty() && fields.value(part).isPresent()) {
      tasks.add(
          Task.plain(
              loading.modules().require(ModuleTrait.CONTROLS_PLAY).name(),
              Value.text("flush_handlers"),
              fields.keyPlace(part),
              loading.modules(),
              Set.of("always"),
              SearchPath.parentFolder(file)));
    }
  }

  private static Rollout rollout(Fields fields) {
    return new Rollout(
        fields.asList("serial"),
        fields.text("max_fail_percentage"),
        fields.oneOf("strategy", Strategy.class).orElse(Strategy.LINEAR) == Strategy.FREE,
        fields.oneOf("order", Rollout.Order.class).orElse(Rollout.Order.INVENTORY),
        fields.flag("force_handlers").orElse(false));
  }

  private enum Strategy {
    LINEAR,
    FREE
  }

  private static Optional<Value> hosts(Fields fields) {
    Optional<Value> hosts = fields.value("hosts");
    if (hosts.isEmpty()) {
      fields.reportError(
          "No hosts",
          fields.has("hosts") ? fields.keyPlace("hosts") : fields.entries().place(),
          "A play requires \"hosts\". For example:\n    hosts: all");
    }
    return hosts.filter(
        value ->
            value instanceof Value.Items items
                ? items.list().stream().allMatch(item -> isPattern(fields, item))
                : isPattern(fields, value));
  }

  private static boolean isPattern(Fields fields, Value value) {
    if (value instanceof Value.Text || value instanceof Value.Num) {
      return true;
    }
    fields.reportError(
        "Invalid keyword value",
        value.place(),
        "\"hosts\" must be a pattern or a list of patterns, but was " + value.kind() + ".");
    return false;
  }

  /** Reads the play's own variables. */
  private Value.Entries vars(Fields fields) {
    Map<String, Value> connection = new LinkedHashMap<>();
    fields.text("connection").ifPresent(value -> connection.put("ansible_connection", value));
    fields.text("remote_user").ifPresent(value -> connection.put("ansible_user", value));
    return new Value.Entries(connection, Map.of(), false, Place.NONE)
        .overriddenBy(fields.vars("vars"));
  }

  /** Reads the play's variables files; they override the play's own variables. */
  private Value.Entries varsFiles(Fields fields) {
    Value.Entries vars = Value.Entries.EMPTY;
    List<Value> files = fields.asList("vars_files");
    List<String> names = fields.names("vars_files");
    for (int i = 0; i < names.size(); i++) {
      Place asked = files.size() == names.size() ? files.get(i).place() : Place.NONE;
      Path path = Path.of(SearchPath.parentFolder(file)).resolve(names.get(i)).normalize();
      vars = vars.overriddenBy(loading.varsFile(path, asked));
    }
    return vars;
  }

  private List<Task> roles(
      TaskListReader lists, Fields fields, InheritedKeywords inner, Handlers handlers) {
    List<Task> tasks = new ArrayList<>();
    for (Value entry : fields.listOnly("roles")) {
      tasks.addAll(lists.roles().readEntry(entry, "roles", inner, handlers));
    }
    return tasks;
  }

  /**
   * @param stronger the variables that override the answers
   */
  private List<Prompt> prompts(Fields play, Value.Entries stronger) {
    List<Prompt> prompts = new ArrayList<>();
    for (Value each : play.listOnly("vars_prompt")) {
      if (!(each instanceof Value.Entries entries)) {
        play.reportError(
            "Invalid keyword value",
            each.place(),
            "An entry of \"vars_prompt\" must be a mapping with \"name\", but was %s."
                .formatted(each.kind()));
        continue;
      }
      Fields fields = loading.fields(entries, "in vars_prompt");
      fields.checkKeywords("An entry of \"vars_prompt\"", PROMPT_KEYS);
      if (!fields.has("name")) {
        fields.reportError(
            "No variable",
            entries.place(),
            "An entry of \"vars_prompt\" requires the name of the variable. For example:\n"
                + "    - name: release");
      }
      fields
          .variable("name")
          .ifPresent(
              name ->
                  prompts.add(
                      new Prompt(
                          name,
                          fields.name("prompt").orElse(name),
                          fields.name("default"),
                          fields.flag("private").orElse(true),
                          fields.flag("confirm").orElse(false),
                          stronger.get(name).isPresent(),
                          entries.place())));
    }
    return prompts;
  }
}
