package dev.plumb.remote.batch;

import java.time.Duration;
import java.util.List;

/** One process of a script: a step, or a question with all the places its answer goes to. */
sealed interface Job {

  /** How long after the end of the job before it this one may end. */
  Duration limit();

  /**
   * One step.
   *
   * @param told the limit to tell a person when it passed on the host
   */
  record OfStep(Duration limit, Duration told) implements Job {}

  /** One question; the places are those in the request, more than one when asked more than once. */
  record OfQuestion(Duration limit, List<Integer> places) implements Job {}

  /** Many questions that differ in the last word, as one process. */
  record OfMany(Duration limit, List<String> arguments, List<List<Integer>> places)
      implements Job {}
}
