package dev.plumb.playbook;

import dev.plumb.diagnostic.BadInputException;
import java.util.List;
import java.util.Map;

/**
 * An include whose file is known only when the task runs, because its name contains a template or
 * it has a loop. Thread-safe. Compared by identity.
 */
public interface Include {

  /**
   * The included tasks.
   *
   * @param handlers the handlers of included roles
   */
  record IncludedTasks(List<Task> tasks, List<Task> handlers) {
    public IncludedTasks {
      tasks = List.copyOf(tasks);
      handlers = List.copyOf(handlers);
    }
  }

  /**
   * Reads the included files.
   *
   * @param args the rendered arguments: {@code file}, or {@code name} and the entry points of a
   *     role
   * @throws BadInputException with every problem of the included files
   */
  IncludedTasks read(Map<String, String> args);
}
