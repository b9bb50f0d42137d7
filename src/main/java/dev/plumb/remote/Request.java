package dev.plumb.remote;

import java.util.List;

/**
 * A request to one user's shell on a host: steps in order, up to the first that fails, and then, if
 * all succeeded, questions, each asked regardless of the others.
 *
 * @param steps a {@link RemoteHost} takes no {@link Step.Pipe} among them; {@link
 *     RemoteHost#stream} is for those
 */
public record Request(RunAs runAs, List<Step> steps, List<Command> questions) {

  public Request {
    steps = List.copyOf(steps);
    questions = List.copyOf(questions);
  }

  public static Request ask(RunAs as, List<Command> questions) {
    return new Request(as, List.of(), questions);
  }
}
