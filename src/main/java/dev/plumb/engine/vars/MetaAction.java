package dev.plumb.engine.vars;

import dev.plumb.playbook.Task;
import dev.plumb.value.Value;
import java.util.Locale;
import java.util.Optional;

/** What a task of the module {@code meta} does to its play. */
public enum MetaAction {
  FLUSH_HANDLERS,
  END_PLAY,
  END_BATCH,
  END_HOST,
  CLEAR_HOST_ERRORS,
  CLEAR_FACTS,
  REFRESH_INVENTORY,
  NOOP;

  private static final String MODULE = "meta";

  public static Optional<MetaAction> of(Task task) {
    if (!task.module().equals(MODULE)) {
      return Optional.empty();
    }
    Value action =
        task.args() instanceof Value.Entries entries
            ? entries.get("action").orElse(Value.text(""))
            : task.args();
    for (MetaAction meta : values()) {
      if (meta.name().equals(action.toString().strip().toUpperCase(Locale.ROOT))) {
        return Optional.of(meta);
      }
    }
    throw new IllegalStateException("preflight checks the arguments of meta");
  }
}
