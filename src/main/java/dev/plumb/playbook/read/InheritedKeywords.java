package dev.plumb.playbook.read;

import dev.plumb.diagnostic.Place;
import dev.plumb.playbook.Become;
import dev.plumb.playbook.Block;
import dev.plumb.playbook.ExecutionOptions;
import dev.plumb.playbook.Inherited;
import dev.plumb.playbook.Location;
import dev.plumb.playbook.Role;
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
 * The keywords and the location that tasks inherit from what is being read.
 *
 * @param role the current role
 * @param folder the folder of the current file
 * @param blocks the positions in the enclosing blocks, outermost first
 */
record InheritedKeywords(
    Inherited inherited, Optional<Role> role, String folder, List<Block.Position> blocks) {

  /** Nothing is inherited at the top of a file. */
  static InheritedKeywords empty(String folder) {
    return new InheritedKeywords(Inherited.NONE, Optional.empty(), folder, List.of());
  }

  /** Adds the keywords of an inner import, block, role or task. */
  InheritedKeywords mergedWith(Fields inner) {
    return mergedWith(inner, inner.vars("vars"));
  }

  /** Adds the keywords of an inner import, block, role or task, with the given variables. */
  InheritedKeywords mergedWith(Fields inner, Value.Entries innerVars) {
    return with(
        new Inherited(
            inherited.vars().overriddenBy(innerVars),
            concat(inherited.when(), inner.expressions("when")),
            inherited
                .become()
                .overriddenBy(new Become(inner.expression("become"), inner.text("become_user"))),
            concat(inherited.environment(), environment(inner)),
            union(inherited.tags(), inner.tags()),
            inner.expression("ignore_errors").or(inherited::ignoreErrors),
            inner.expression("no_log").or(inherited::noLog),
            options(inherited.options(), inner),
            moduleDefaults(inner)));
  }

  /** Returns these keywords without variables. */
  InheritedKeywords withoutVars() {
    return with(inherited.withVars(Value.Entries.EMPTY));
  }

  private InheritedKeywords with(Inherited other) {
    return new InheritedKeywords(other, role, folder, blocks);
  }

  InheritedKeywords inFolder(String newFolder) {
    return new InheritedKeywords(inherited, role, newFolder, blocks);
  }

  /** Enters a role: of an enclosing role only the variables of its tasks stay visible. */
  InheritedKeywords inRole(Role newRole, String newFolder) {
    return new InheritedKeywords(inherited, Optional.of(newRole), newFolder, blocks);
  }

  InheritedKeywords inBlock(Block block, Block.Part part) {
    return new InheritedKeywords(
        inherited, role, folder, concat(blocks, List.of(new Block.Position(block, part))));
  }

  Location location(Place place, Place module) {
    return new Location(place, module, role, folder, blocks);
  }

  private static ExecutionOptions options(ExecutionOptions outer, Fields inner) {
    return new ExecutionOptions(
        inner.text("delegate_to").or(outer::delegateTo),
        inner.flag("delegate_facts").orElse(outer.delegateFacts()),
        inner.flag("run_once").orElse(outer.runOnce()),
        inner.flag("any_errors_fatal").orElse(outer.anyErrorsFatal()),
        inner.flag("ignore_unreachable").orElse(outer.ignoreUnreachable()),
        inner.flag("check_mode").orElse(outer.checkOnly()),
        inner.flag("diff").or(outer::diff),
        inner.has("throttle") ? Optional.of(inner.number("throttle", 0)) : outer.throttle(),
        inner.has("timeout") ? Optional.of(inner.number("timeout", 0)) : outer.timeout());
  }

  /** Returns default arguments by module, without prefix; inner arguments override outer ones. */
  private Value.Entries moduleDefaults(Fields inner) {
    Map<String, Value> all = new LinkedHashMap<>(inherited.moduleDefaults().map());
    Value.Entries given = inner.mapping("module_defaults").orElse(Value.Entries.EMPTY);
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
            all.get(module) instanceof Value.Entries outer ? outer.overriddenBy(args) : args);
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
