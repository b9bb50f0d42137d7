package dev.plumb.playbook;

import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.diagnostic.Place;
import dev.plumb.module.ModuleTrait;
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

  private final LoadContext loading;
  private final Path file;

  PlayReader(LoadContext loading, Path file) {
    this.loading = loading;
    this.file = file;
  }

  /**
   * @param around what the imports around the play say; its variables win over the play's
   */
  Optional<Play> read(Value.Entries entries, InheritedKeywords around) {
    String context = entries.get("name").map(name -> "in play \"" + name + "\"").orElse("");
    Fields fields = loading.fields(entries, context);
    checkKeywords(fields);
    Optional<Value> hosts = hosts(fields);

    // Tasks carry what the play says about them, but its variables stand apart: they are weaker.
    InheritedKeywords inner =
        InheritedKeywords.empty(LoadContext.parentFolder(file))
            .withAddedWhen(around.when())
            .withAddedTags(List.copyOf(around.tags()))
            .mergedWith(fields, Fields.NO_VARS);
    Path folder = Path.of(LoadContext.parentFolder(file)).normalize();
    TaskListReader lists = new TaskListReader(loading, folder);
    Handlers handlers = new Handlers();
    List<Task> tasks = new ArrayList<>(list(lists, fields, "pre_tasks", inner, handlers));
    flushHandlers(tasks, fields, "pre_tasks");
    tasks.addAll(roles(lists, fields, inner, handlers));
    tasks.addAll(list(lists, fields, "tasks", inner, handlers));
    flushHandlers(tasks, fields, "post_tasks");
    tasks.addAll(list(lists, fields, "post_tasks", inner, handlers));
    handlers.addAll(list(lists, fields, "handlers", inner, new Handlers()));

    Value.Entries stronger = Fields.merge(varsFiles(fields), around.vars());
    Value.Entries vars = Fields.merge(vars(fields), stronger);
    List<Prompt> prompts = Prompt.read(fields, loading, stronger);
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

  /** As in Ansible handlers run at the end of each part of a play, when it has such a part. */
  private void flushHandlers(List<Task> tasks, Fields fields, String part) {
    if (!tasks.isEmpty() && fields.value(part).isPresent()) {
      tasks.add(
          Task.plain(
              loading.modules().require(ModuleTrait.CONTROLS_PLAY).name(),
              Value.text("flush_handlers"),
              fields.keyPlace(part),
              loading.modules(),
              Set.of("always"),
              LoadContext.parentFolder(file)));
    }
  }

  private static void checkKeywords(Fields fields) {
    for (String key : fields.entries().map().keySet()) {
      if (KeywordSets.PLAY.contains(key)) {
        continue;
      }
      Optional<String> notYet = KeywordSets.unsupportedHint(key);
      if (notYet.isPresent()) {
        TaskReader.reportUnsupported(fields, key, notYet.get());
      } else {
        fields.reportError(
            "Unknown keyword",
            fields.keyPlace(key),
            "A play has no keyword \"%s\".%s"
                .formatted(key, DidYouMean.suggestion(key, KeywordSets.PLAY)));
      }
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
          "A play says which hosts it is for. For example:\n    hosts: all");
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

  /** The play's own variables. */
  private Value.Entries vars(Fields fields) {
    Map<String, Value> connection = new LinkedHashMap<>();
    fields.text("connection").ifPresent(value -> connection.put("ansible_connection", value));
    fields.text("remote_user").ifPresent(value -> connection.put("ansible_user", value));
    return Fields.merge(
        new Value.Entries(connection, Map.of(), false, Place.NONE), fields.vars("vars"));
  }

  /** The variables in files that the play names; they win over what stands in the play. */
  private Value.Entries varsFiles(Fields fields) {
    Value.Entries vars = Fields.NO_VARS;
    List<Value> files = fields.asList("vars_files");
    List<String> names = fields.names("vars_files");
    for (int i = 0; i < names.size(); i++) {
      Place asked = files.size() == names.size() ? files.get(i).place() : Place.NONE;
      Path path = Path.of(LoadContext.parentFolder(file)).resolve(names.get(i)).normalize();
      vars = Fields.merge(vars, loading.varsFile(path, asked));
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
}
