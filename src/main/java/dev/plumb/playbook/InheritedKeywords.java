package dev.plumb.playbook;

import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the play, the role and the imports around a task say about it.
 *
 * @param folder of the file that is being read
 */
record InheritedKeywords(
    Value.Entries vars,
    List<Value> when,
    Become become,
    List<Value> environment,
    Set<String> tags,
    Optional<Value> ignoreErrors,
    Optional<Value> noLog,
    ExecutionOptions conduct,
    Value.Entries moduleDefaults,
    Optional<Role> role,
    String folder) {

  static InheritedKeywords empty(String folder) {
    return new InheritedKeywords(
        Fields.NO_VARS,
        List.of(),
        Become.UNSET,
        List.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        ExecutionOptions.DEFAULT,
        Fields.NO_VARS,
        Optional.empty(),
        folder);
  }

  /** These surroundings with what an inner import, role or task adds. */
  InheritedKeywords mergedWith(Fields inner) {
    return mergedWith(inner, inner.vars("vars"));
  }

  /** The same, with the inner variables given. */
  InheritedKeywords mergedWith(Fields inner, Value.Entries innerVars) {
    return new InheritedKeywords(
        Fields.merge(vars, innerVars),
        concat(when, inner.expressions("when")),
        become.overriddenBy(new Become(inner.expression("become"), inner.text("become_user"))),
        concat(environment, environment(inner)),
        union(tags, inner.tags()),
        inner.expression("ignore_errors").or(() -> ignoreErrors),
        inner.expression("no_log").or(() -> noLog),
        conduct.overriddenBy(inner),
        moduleDefaults(inner),
        role,
        folder);
  }

  InheritedKeywords withAddedWhen(List<Value> more) {
    return new InheritedKeywords(
        vars,
        concat(when, more),
        become,
        environment,
        tags,
        ignoreErrors,
        noLog,
        conduct,
        moduleDefaults,
        role,
        folder);
  }

  InheritedKeywords withAddedTags(List<String> more) {
    return new InheritedKeywords(
        vars,
        when,
        become,
        environment,
        union(tags, more),
        ignoreErrors,
        noLog,
        conduct,
        moduleDefaults,
        role,
        folder);
  }

  InheritedKeywords inFolder(String newFolder) {
    return new InheritedKeywords(
        vars,
        when,
        become,
        environment,
        tags,
        ignoreErrors,
        noLog,
        conduct,
        moduleDefaults,
        role,
        newFolder);
  }

  /** Inside a role nothing of the variables of a role around it holds but what a task sets. */
  InheritedKeywords inFolder(Role newRole, String newFolder) {
    return new InheritedKeywords(
        vars,
        when,
        become,
        environment,
        tags,
        ignoreErrors,
        noLog,
        conduct,
        moduleDefaults,
        Optional.of(newRole),
        newFolder);
  }

  InheritedKeywords inBlock(Block block, Block.Part part) {
    return new InheritedKeywords(
        vars,
        when,
        become,
        environment,
        tags,
        ignoreErrors,
        noLog,
        conduct.inBlock(block, part),
        moduleDefaults,
        role,
        folder);
  }

  /** By module, without prefix; what stands further in wins, argument by argument. */
  private Value.Entries moduleDefaults(Fields inner) {
    Map<String, Value> all = new LinkedHashMap<>(moduleDefaults.map());
    Value.Entries given = inner.mapping("module_defaults").orElse(Fields.NO_VARS);
    for (Map.Entry<String, Value> entry : given.map().entrySet()) {
      String module = TaskReader.shortName(entry.getKey());
      if (!(entry.getValue() instanceof Value.Entries args)) {
        inner.reportError(
            "Invalid keyword value",
            entry.getValue().place(),
            "\"module_defaults\" must be a mapping of modules to arguments, but \"%s\" was %s."
                .formatted(entry.getKey(), entry.getValue().kind()));
      } else {
        all.put(
            module,
            all.get(module) instanceof Value.Entries outer ? Fields.merge(outer, args) : args);
      }
    }
    return new Value.Entries(all, Map.of(), false, given.place());
  }

  private static List<Value> environment(Fields inner) {
    List<Value> found = new ArrayList<>();
    for (Value value : inner.asList("environment")) {
      if (value instanceof Value.Entries || (value instanceof Value.Text text && text.template())) {
        found.add(value);
      } else {
        inner.reportError(
            "Invalid keyword value",
            value.place(),
            "\"environment\" must be a mapping of names to values, but was " + value.kind() + ".");
      }
    }
    return found;
  }

  private static <T> List<T> concat(List<T> outer, List<T> inner) {
    if (inner.isEmpty()) {
      return outer;
    }
    List<T> all = new ArrayList<>(outer);
    all.addAll(inner);
    return List.copyOf(all);
  }

  private static Set<String> union(Set<String> outer, List<String> inner) {
    if (inner.isEmpty()) {
      return outer;
    }
    Set<String> all = new LinkedHashSet<>(outer);
    all.addAll(inner);
    return Collections.unmodifiableSet(all);
  }
}
