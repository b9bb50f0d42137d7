package dev.plumb.engine.host;

import dev.plumb.remote.Exec;
import dev.plumb.remote.RemoteHost;
import dev.plumb.remote.Reply;
import dev.plumb.remote.Request;
import dev.plumb.remote.Step;
import dev.plumb.remote.UnreachableException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Carries out {@link Step.Afresh}: lets the connection go and sends the rest over a new one. */
final class Reconnector {

  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

  private Reconnector() {}

  /**
   * @param send what sends a request over the connection that is there, or a new one
   */
  static Reply send(
      Request request,
      Function<Request, Reply> send,
      RemoteHost remote,
      Interruption interruption) {
    List<Step> steps = request.steps();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Step.Reconnect afresh) {
        Request before = new Request(request.runAs(), steps.subList(0, i), List.of());
        Reply head = send.apply(before);
        if (!StepFailure.allSucceeded(before.steps(), head.steps())) {
          return head;
        }
        List<Step> rest =
            Stream.concat(
                    Stream.of(new Step.Run(afresh.command())),
                    steps.subList(i + 1, steps.size()).stream())
                .toList();
        interruption.pause(afresh.delay());
        Reply tail =
            retryUntilConnected(
                () ->
                    send(
                        new Request(request.runAs(), rest, request.questions()),
                        send,
                        remote,
                        interruption),
                afresh.timeout(),
                remote,
                interruption);
        return new Reply(
            Stream.concat(head.steps().stream(), tail.steps().stream()).toList(), tail.answers());
      }
    }
    return send.apply(request);
  }

  private static Reply retryUntilConnected(
      Supplier<Reply> sending, Duration atMost, RemoteHost remote, Interruption interruption) {
    long end = System.nanoTime() + atMost.toNanos();
    while (true) {
      // A word of goodbye would wait for a host that may not hear it.
      remote.abort();
      try {
        return sending.get();
      } catch (UnreachableException e) {
        if (System.nanoTime() > end || interruption.isRequested()) {
          return new Reply(List.of(new Exec.Lost(e.reason().summary())), List.of());
        }
        interruption.pause(RETRY_INTERVAL);
      }
    }
  }
}
