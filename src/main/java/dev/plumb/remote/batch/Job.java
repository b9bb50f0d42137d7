package dev.plumb.remote.batch;

import java.time.Duration;
import java.util.List;

/** One process of a script: a step, or a question with the positions that its answer goes to. */
sealed interface Job {

  /** The limit from the end of the previous job. */
  Duration limit();

  /**
   * One step.
   *
   * @param reportedTimeout the limit in messages, when it passed on the host
   */
  record StepJob(Duration limit, Duration reportedTimeout) implements Job {}

  /** One question, with its positions in the request. */
  record QuestionJob(Duration limit, List<Integer> places) implements Job {}

  /** Merged questions that differ in the last word, as one process. */
  record MergedJob(Duration limit, List<String> arguments, List<List<Integer>> places)
      implements Job {}
}
