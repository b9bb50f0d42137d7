package dev.plumb.cli;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code --start-at-task}: playbooks without what stands before a task. */
final class StartAtTask {

  private StartAtTask() {}

  /**
   * @param name the task's name as written, where {@code *} stands for anything
   * @throws BadInputException when no task has it
   */
  static List<Playbook> dropTasksBefore(String name, List<Playbook> playbooks) {
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
              "No such task",
              "The option --start-at-task names \"%s\", but no task is named so.%s"
                  .formatted(name, DidYouMean.suggestion(name, known))));
    }
    return rest;
  }
}
