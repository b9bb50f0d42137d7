package dev.plumb.module.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines of a crontab. Lines that plumb does not manage are kept. */
record Crontab(List<String> lines) {

  private static final String MARKER = "#plumb: ";
  private static final String ANSIBLE_MARKER = "#Ansible: ";

  Crontab {
    lines = List.copyOf(lines);
  }

  static Crontab of(String text) {
    return new Crontab(text.lines().toList());
  }

  /** Empty, or ending with the newline that cron requires. */
  String text() {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  /** Whether Ansible manages a job of this name. */
  boolean isManagedByAnsible(String name) {
    return lines.contains(ANSIBLE_MARKER + name);
  }

  /** The line of the job, if present. */
  Optional<String> job(String name) {
    int marker = lines.indexOf(MARKER + name);
    return marker >= 0 && isJob(marker + 1) ? Optional.of(lines.get(marker + 1)) : Optional.empty();
  }

  /** The table with the line as the job of that name, or without the job. */
  Crontab withJob(String name, Optional<String> line) {
    List<String> changed = new ArrayList<>(lines);
    int marker = lines.indexOf(MARKER + name);
    if (marker >= 0 && isJob(marker + 1)) {
      changed.remove(marker + 1);
    }
    if (marker >= 0 && line.isEmpty()) {
      changed.remove(marker);
    } else if (line.isPresent()) {
      if (marker < 0) {
        changed.add(MARKER + name);
        marker = changed.size() - 1;
      }
      changed.add(marker + 1, line.get());
    }
    return new Crontab(changed);
  }

  /** A job may have been removed without its marker: another marker is no job. */
  private boolean isJob(int index) {
    return index < lines.size()
        && !lines.get(index).startsWith(MARKER)
        && !lines.get(index).startsWith(ANSIBLE_MARKER);
  }

  /** The line that sets a variable, if any. */
  Optional<String> variable(String name) {
    return lines.stream().filter(line -> sets(line, name)).findFirst();
  }

  /** The table with that assignment, or without one. New ones go to the top: they hold below. */
  Crontab withVariable(String name, Optional<String> assignment) {
    List<String> changed = new ArrayList<>(lines);
    if (assignment.isEmpty()) {
      changed.removeIf(line -> sets(line, name));
    } else if (variable(name).isPresent()) {
      changed.set(lines.indexOf(variable(name).get()), assignment.get());
    } else {
      changed.addFirst(assignment.get());
    }
    return new Crontab(changed);
  }

  private static boolean sets(String line, String name) {
    return line.startsWith(name) && line.substring(name.length()).stripLeading().startsWith("=");
  }
}
