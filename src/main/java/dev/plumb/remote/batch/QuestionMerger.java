package dev.plumb.remote.batch;

import dev.plumb.remote.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Merges questions that can share a process. */
final class QuestionMerger {

  /** Kernels accept far more, but at least 128 KiB per word, which old ones share. */
  private static final int MOST_ARGUMENT_BYTES = 96 * 1024;

  /**
   * One process for several questions.
   *
   * @param command the first of its questions
   * @param arguments the last words of all of its questions
   * @param places the positions of each answer
   */
  record MergedQuestion(Command command, List<String> arguments, List<List<Integer>> places) {

    /** Returns the words to run. */
    List<String> words() {
      if (arguments.size() == 1) {
        return command.words();
      }
      List<String> words = new ArrayList<>(prefix(command));
      words.addAll(arguments);
      return words;
    }

    private boolean accepts(String argument) {
      int bytes = argument.length() * 3;
      for (String other : arguments) {
        // Answers are identified by their endings, so no argument may be a suffix of another.
        if (other.endsWith(argument) || argument.endsWith(other)) {
          return false;
        }
        bytes += other.length() * 3 + 1;
      }
      return bytes < MOST_ARGUMENT_BYTES;
    }
  }

  private QuestionMerger() {}

  static List<MergedQuestion> merge(List<Command> questions) {
    Map<Command, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < questions.size(); i++) {
      places.computeIfAbsent(questions.get(i), _ -> new ArrayList<>()).add(i);
    }
    List<MergedQuestion> processes = new ArrayList<>();
    Map<Command, List<MergedQuestion>> open = new LinkedHashMap<>();
    places.forEach(
        (command, where) -> {
          if (!isMergeable(command)) {
            processes.add(single(command, where));
            return;
          }
          String argument = command.words().getLast();
          List<MergedQuestion> alike =
              open.computeIfAbsent(withoutLast(command), _ -> new ArrayList<>());
          for (MergedQuestion process : alike) {
            if (process.accepts(argument)) {
              process.arguments().add(argument);
              process.places().add(where);
              return;
            }
          }
          MergedQuestion process = single(command, where);
          alike.add(process);
          processes.add(process);
        });
    return processes;
  }

  private static boolean isMergeable(Command command) {
    String last = command.words().getLast();
    return command.mergeable()
        && command.words().size() > 1
        && command.input().size() == 0
        && !last.isEmpty()
        && last.indexOf('\0') < 0;
  }

  private static MergedQuestion single(Command command, List<Integer> where) {
    return new MergedQuestion(
        command,
        new ArrayList<>(List.of(command.words().getLast())),
        new ArrayList<>(List.of(where)));
  }

  private static List<String> prefix(Command command) {
    return command.words().subList(0, command.words().size() - 1);
  }

  private static Command withoutLast(Command command) {
    return new Command(
        prefix(command),
        command.mergeable(),
        command.environment(),
        command.folder(),
        command.input(),
        command.timeout());
  }
}
