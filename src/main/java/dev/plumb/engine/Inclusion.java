package dev.plumb.engine;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.module.Effect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tasks that a task brings into its play, and the hosts that they are for. */
record Inclusion(Turn.Included what, List<HostRun> hosts) {

  /**
   * What a unit brings in, checked as if it had stood in the playbook.
   *
   * @throws BadInputException with all that is wrong in it
   */
  static Turn.Included of(Unit<?, ?> unit, Preparer preparer) {
    List<Turn> turns = new ArrayList<>();
    List<Turn> handlers = new ArrayList<>();
    for (Effect effect : unit.effects()) {
      if (effect instanceof Effect.Include(Map<String, String> what)) {
        Turn.Included found = unit.turn().include(what, unit.index(), unit.item(), preparer);
        turns.addAll(found.turns());
        handlers.addAll(found.handlers());
      }
    }
    return new Turn.Included(turns, handlers);
  }

  /** What a unit has brought in already. */
  static List<List<Turn>> known(Unit<?, ?> unit) {
    List<List<Turn>> known = new ArrayList<>();
    for (Effect effect : unit.effects()) {
      if (effect instanceof Effect.Include(Map<String, String> what)) {
        unit.turn()
            .included(what, unit.index(), unit.item())
            .ifPresent(found -> known.add(found.turns()));
      }
    }
    return known;
  }

  /** What hosts bring in together: the same once, in the order of the first that asks for it. */
  static List<Inclusion> of(List<HostTask> tasks, RunContext run) {
    Map<Turn.Included, List<HostRun>> found = new LinkedHashMap<>();
    for (HostTask task : tasks) {
      for (Unit<?, ?> unit : task.acted()) {
        Turn.Included what = of(unit, run.preparer());
        if (!what.turns().isEmpty()) {
          found.computeIfAbsent(what, _ -> new ArrayList<>()).add(task.host());
        }
      }
    }
    return found.entrySet().stream()
        .map(entry -> new Inclusion(entry.getKey(), entry.getValue()))
        .toList();
  }
}
