package dev.plumb.module;

import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a task does to the run itself and not to its host: data that the engine acts on, in a check
 * as well, since nothing but plumb's own memory changes.
 */
public sealed interface Effect {

  /**
   * Goes on with tasks that are read now.
   *
   * @param target what to include, by the names of the arguments of the task
   */
  record ReadInclude(Map<String, String> target) implements Effect {
    public ReadInclude {
      target = Map.copyOf(target);
    }
  }

  /**
   * A host belongs to groups from here on.
   *
   * @param host the host that the task is for, when absent
   * @param vars of the host, as if its inventory had them
   */
  record AddHost(Optional<String> host, List<String> groups, Map<String, Value> vars)
      implements Effect {
    public AddHost {
      groups = List.copyOf(groups);
      vars = Map.copyOf(vars);
    }
  }

  /** The play goes on differently from here on. */
  record ControlPlay(PlayAction action) implements Effect {}
}
