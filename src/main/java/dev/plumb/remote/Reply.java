package dev.plumb.remote;

import java.util.List;

/**
 * The reply to a {@link Request}.
 *
 * @param steps the results of the steps that were started: fewer than requested when one failed,
 *     the failed one last. A {@link Step.Await} ends with its question's last ending, as {@link
 *     Exec.TimedOut} when it never held. A {@link Step.Write} ends as {@link Exec.Exited}, its
 *     status not 0 and the reason in {@code stderr} when nothing was put in place.
 * @param answers one ending for each question in the order asked; empty when a step failed
 */
public record Reply(List<Exec> steps, List<Exec> answers) {

  public Reply {
    steps = List.copyOf(steps);
    answers = List.copyOf(answers);
  }
}
