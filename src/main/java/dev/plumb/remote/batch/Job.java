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
   * @param reportedTimeout the limit to tell a person when it passed on the host
   */
  record StepJob(Duration limit, Duration reportedTimeout) implements Job {}

  /** One question; the places are those in the request, more than one when asked more than once. */
  record QuestionJob(Duration limit, List<Integer> places) implements Job {}

  /** Many questions that differ in the last word, as one process. */
  record MergedJob(Duration limit, List<String> arguments, List<List<Integer>> places)
      implements Job {}
}
