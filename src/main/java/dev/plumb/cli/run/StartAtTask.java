package dev.plumb.cli.run;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code --start-at-task}: skips the tasks before a given one. */
public final class StartAtTask {

  private StartAtTask() {}

  /**
   * Returns the playbooks from the first matching task on.
   *
   * @param name the name of the task as written in the playbook; {@code *} matches any text
   * @throws BadInputException if no task matches
   */
  public static List<Playbook> dropTasksBefore(String name, List<Playbook> playbooks) {
    Pattern wanted =
        Pattern.compile(
            String.join(
                ".*", List.of(name.split("\\*", -1)).stream().map(Pattern::quote).toList()));
    List<Playbook> rest = new ArrayList<>();
    boolean found = false;
    for (Playbook playbook : playbooks) {
      List<Play> plays = new ArrayList<>();
      for (Play play : playbook.plays()) {
        if (found) {
          plays.add(play);
          continue;
        }
        List<Task> tasks = play.tasks();
        for (int i = 0; i < tasks.size() && !found; i++) {
          if (wanted.matcher(tasks.get(i).name().toString()).matches()) {
            found = true;
            plays.add(play.withTasks(tasks.subList(i, tasks.size())));
          }
        }
      }
      rest.add(new Playbook(playbook.file(), plays));
    }
    if (!found) {
      List<String> known =
          playbooks.stream()
              .flatMap(playbook -> playbook.plays().stream())
              .flatMap(play -> play.tasks().stream())
              .map(task -> task.name().toString())
              .toList();
      throw new BadInputException(
          Diagnostic.error(
              "Unknown task",
              "The option --start-at-task names \"%s\", but no task has that name.%s"
                  .formatted(name, DidYouMean.suggestion(name, known))));
    }
    return rest;
  }
}
