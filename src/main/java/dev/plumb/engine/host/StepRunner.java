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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Carries out {@link Step.Pipe}: knows every host of the run. Any thread may call it. */
final class StepRunner {

  private final Map<HostName, StreamHost> sources = new ConcurrentHashMap<>();
  private final Interruption interruption;

  /** A host, and as whom it was asked last: for a task of many hosts, as whom it asks there. */
  private record StreamHost(RemoteHost remote, RunAs as) {}

  StepRunner(Interruption interruption) {
    this.interruption = interruption;
  }

  /** Told whenever a host is asked for a task. */
  void setSourceUser(HostName host, RemoteHost remote, RunAs as) {
    sources.put(host, new StreamHost(remote, as));
  }

  /**
   * Sends a request that may have streams among its steps. They cannot ride in it: what stands
   * before one goes first, the rest behind.
   *
   * @param plain sends a request without any
   */
  Reply send(Request request, Function<Request, Reply> plain, RemoteHost remote) {
    List<Step> steps = request.steps();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Step.Pipe feed) {
        List<Exec> endings = new ArrayList<>();
        if (i > 0) {
          endings.addAll(
              plain.apply(new Request(request.runAs(), steps.subList(0, i), List.of())).steps());
        }
        if (StepFailure.allSucceeded(steps.subList(0, i), endings)) {
          endings.add(pipe(remote, request.runAs(), feed));
        }
        if (!StepFailure.allSucceeded(steps.subList(0, i + 1), endings)) {
          return new Reply(endings, List.of());
        }
        List<Step> rest = steps.subList(i + 1, steps.size());
        Reply behind = send(new Request(request.runAs(), rest, request.questions()), plain, remote);
        endings.addAll(behind.steps());
        return new Reply(endings, behind.answers());
      }
    }
    return plain.apply(request);
  }

  /**
   * Feeds a program on a host.
   *
   * @throws UnreachableException when that host has no connection and none can be made
   */
  private Exec pipe(RemoteHost remote, RunAs as, Step.Pipe feed) {
    return switch (feed.source()) {
      case StreamSource.Archive(var files) ->
          copy(remote, as, feed.command(), StreamCopier.from(files));
      case StreamSource.CommandOutput(HostName host, Command command) -> {
        StreamHost source = sources.get(host);
        if (source == null) {
          throw new IllegalStateException(
              "A step takes a stream from " + host + ", which no task was for. This is a bug.");
        }
        try (StreamedProcess from = start(source, command)) {
          yield copy(remote, as, feed.command(), StreamCopier.from(from, command + " on " + host));
        } catch (SourceLostException e) {
          yield new Exec.Lost(String.valueOf(e.getMessage()));
        }
      }
    };
  }

  private Exec copy(RemoteHost remote, RunAs as, Command command, StreamCopier.Source flow) {
    interruption.register(remote);
    try (StreamedProcess program = remote.stream(as, command)) {
      return StreamCopier.copy(program, flow);
    } finally {
      interruption.unregister(remote);
    }
  }

  /** The host that a stream comes from is not the one that the change is made on. */
  private static final class SourceLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private SourceLostException(String message) {
      super(message, null, false, false);
    }
  }

  private static StreamedProcess start(StreamHost source, Command command) {
    try {
      return source.remote().stream(source.as(), command);
    } catch (UnreachableException e) {
      throw new SourceLostException(e.reason().detail());
    }
  }
}
