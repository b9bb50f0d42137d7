package dev.plumb.engine.host;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.RemoteHost;
import dev.plumb.remote.Reply;
import dev.plumb.remote.Request;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.Step;
import dev.plumb.remote.StreamSource;
import dev.plumb.remote.StreamedProcess;
import dev.plumb.remote.UnreachableException;
import dev.plumb.value.HostName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs the steps of requests on the hosts of a run. Consecutive steps go in one round trip; a
 * {@link Step.Pipe} and a {@link Step.Reconnect} split the request. Any thread may call it.
 */
final class StepRunner {

  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

  private final Map<HostName, StreamHost> streamHosts = new ConcurrentHashMap<>();
  private final HostExecutor executor;
  private final Interruption interruption;

  /** A host that a stream may come from, and the user that its last task ran as. */
  private record StreamHost(RemoteHost remote, RunAs runAs) {}

  StepRunner(HostExecutor executor, Interruption interruption) {
    this.executor = executor;
    this.interruption = interruption;
  }

  /** Sets the user that produces streams on a host: the user of its last task. */
  void setStreamUser(HostName host, RemoteHost remote, RunAs runAs) {
    streamHosts.put(host, new StreamHost(remote, runAs));
  }

  /** Sends requests that the host can take as they are, in one round trip. */
  List<Reply> send(RemoteHost remote, List<Request> requests) {
    executor.beforeBlocking();
    interruption.register(remote);
    try {
      return remote.send(requests);
    } finally {
      interruption.unregister(remote);
    }
  }

  /** Runs a request with any steps, up to the first that fails. */
  Reply run(RemoteHost remote, Request request) {
    List<Exec> done = new ArrayList<>();
    List<Step> batch = new ArrayList<>();
    Optional<Step.Reconnect> reconnect = Optional.empty();
    for (Step step : request.steps()) {
      if (!(step instanceof Step.Pipe) && !(step instanceof Step.Reconnect)) {
        batch.add(step);
        continue;
      }
      Request first = new Request(request.runAs(), batch, List.of());
      done.addAll(sendBatch(remote, first, reconnect).steps());
      if (!failed(done) && step instanceof Step.Pipe pipe) {
        done.add(pipe(remote, request.runAs(), pipe));
      }
      if (failed(done)) {
        return new Reply(done, List.of());
      }
      batch.clear();
      reconnect = Optional.empty();
      if (step instanceof Step.Reconnect next) {
        reconnect = Optional.of(next);
        batch.add(new Step.Run(next.command()));
      }
    }
    Reply last =
        sendBatch(remote, new Request(request.runAs(), batch, request.questions()), reconnect);
    done.addAll(last.steps());
    return new Reply(done, last.answers());
  }

  private static boolean failed(List<Exec> done) {
    return !done.isEmpty() && !(done.getLast() instanceof Exec.Exited exited && exited.succeeded());
  }

  private Reply sendBatch(RemoteHost remote, Request request, Optional<Step.Reconnect> reconnect) {
    if (reconnect.isPresent()) {
      return sendOverNewConnection(remote, request, reconnect.get());
    }
    return request.steps().isEmpty() && request.questions().isEmpty()
        ? new Reply(List.of(), List.of())
        : send(remote, List.of(request)).getFirst();
  }

  private Reply sendOverNewConnection(
      RemoteHost remote, Request request, Step.Reconnect reconnect) {
    executor.pause(reconnect.delay());
    long deadline = System.nanoTime() + reconnect.timeout().toNanos();
    while (true) {
      // Closing the old connection properly would wait for a host that may be unreachable.
      remote.abort();
      try {
        return send(remote, List.of(request)).getFirst();
      } catch (UnreachableException e) {
        if (System.nanoTime() > deadline || interruption.isRequested()) {
          return new Reply(List.of(new Exec.Lost(e.reason().summary())), List.of());
        }
        executor.pause(RETRY_INTERVAL);
      }
    }
  }

  /**
   * Runs a program on a host with a stream as its input.
   *
   * @throws UnreachableException when that host cannot be connected to
   */
  private Exec pipe(RemoteHost remote, RunAs runAs, Step.Pipe pipe) {
    executor.beforeBlocking();
    return switch (pipe.source()) {
      case StreamSource.Archive(var files) ->
          copy(remote, runAs, pipe.command(), StreamCopier.from(files));
      case StreamSource.CommandOutput(HostName host, Command command) -> {
        StreamHost source = streamHosts.get(host);
        if (source == null) {
          throw new IllegalStateException(
              "A step reads a stream from " + host + ", which the task does not run on.");
        }
        StreamedProcess output;
        try {
          output = source.remote().stream(source.runAs(), command);
        } catch (UnreachableException e) {
          // Not the host that the step runs on: that one stays reachable.
          yield new Exec.Lost(e.reason().detail());
        }
        try (output) {
          yield copy(
              remote, runAs, pipe.command(), StreamCopier.from(output, command + " on " + host));
        }
      }
    };
  }

  private Exec copy(RemoteHost remote, RunAs runAs, Command command, StreamCopier.Source source) {
    interruption.register(remote);
    try (StreamedProcess program = remote.stream(runAs, command)) {
      return StreamCopier.copy(program, source);
    } finally {
      interruption.unregister(remote);
    }
  }
}
