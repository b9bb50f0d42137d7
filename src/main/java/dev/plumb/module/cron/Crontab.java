package dev.plumb.module.cron;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines of a crontab. What plumb does not keep there stays as it is. */
record Crontab(List<String> lines) {

  private static final String MARK = "#plumb: ";
  private static final String ANSIBLES_MARK = "#Ansible: ";

  Crontab {
    lines = List.copyOf(lines);
  }

  static Crontab of(String text) {
    return new Crontab(text.lines().toList());
  }

  /** Empty, or ending with the newline that cron wants. */
  String text() {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  /** Whether Ansible keeps a job of this name. */
  boolean isManagedByAnsible(String name) {
    return lines.contains(ANSIBLES_MARK + name);
  }

  /** The line of the job, when it is there. */
  Optional<String> job(String name) {
    int mark = lines.indexOf(MARK + name);
    return mark >= 0 && isJob(mark + 1) ? Optional.of(lines.get(mark + 1)) : Optional.empty();
  }

  Crontab withJob(String name, String line) {
    List<String> changed = new ArrayList<>(lines);
    int mark = lines.indexOf(MARK + name);
    if (mark < 0) {
      changed.add(MARK + name);
      changed.add(line);
    } else if (isJob(mark + 1)) {
      changed.set(mark + 1, line);
    } else {
      changed.add(mark + 1, line);
    }
    return new Crontab(changed);
  }

  Crontab withoutJob(String name) {
    List<String> changed = new ArrayList<>(lines);
    int mark = lines.indexOf(MARK + name);
    if (mark >= 0) {
      if (isJob(mark + 1)) {
        changed.remove(mark + 1);
      }
      changed.remove(mark);
    }
    return new Crontab(changed);
  }

  boolean hasMark(String name) {
    return lines.contains(MARK + name);
  }

  /** Somebody may have taken away the job, and not the mark: the next mark is no job. */
  private boolean isJob(int index) {
    return index < lines.size()
        && !lines.get(index).startsWith(MARK)
        && !lines.get(index).startsWith(ANSIBLES_MARK);
  }

  /** The line that sets a variable, when there is one. */
  Optional<String> variable(String name) {
    return lines.stream().filter(line -> sets(line, name)).findFirst();
  }

  /** Variables go to the top: they hold only for the jobs below. */
  Crontab withVariable(String name, String value) {
    String wanted = assignment(name, value);
    List<String> changed = new ArrayList<>(lines);
    Optional<String> old = variable(name);
    if (old.isPresent()) {
      changed.set(lines.indexOf(old.get()), wanted);
    } else {
      changed.addFirst(wanted);
    }
    return new Crontab(changed);
  }

  Crontab withoutVariable(String name) {
    return new Crontab(lines.stream().filter(line -> !sets(line, name)).toList());
  }

  static String assignment(String name, String value) {
    return name + "=\"" + value + "\"";
  }

  private static boolean sets(String line, String name) {
    return line.startsWith(name) && line.substring(name.length()).stripLeading().startsWith("=");
  }
}
