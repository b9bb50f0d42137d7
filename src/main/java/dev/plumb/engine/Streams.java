package dev.plumb.engine;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.RemoteHost;
import dev.plumb.remote.Reply;
import dev.plumb.remote.Request;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.Running;
import dev.plumb.remote.Step;
import dev.plumb.remote.Supply;
import dev.plumb.remote.UnreachableException;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Carries out {@link Step.Feed}: knows every host of the run. Any thread may call it. */
final class Streams {

  private final Map<HostName, Source> sources = new ConcurrentHashMap<>();
  private final Interruption interruption;

  /** A host, and as whom it was asked last: for a task of many hosts, as whom it asks there. */
  private record Source(RemoteHost remote, RunAs as) {}

  Streams(Interruption interruption) {
    this.interruption = interruption;
  }

  /** Told whenever a host is asked for a task. */
  void asked(HostName host, RemoteHost remote, RunAs as) {
    sources.put(host, new Source(remote, as));
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
      if (steps.get(i) instanceof Step.Feed feed) {
        List<Exec> endings = new ArrayList<>();
        if (i > 0) {
          endings.addAll(
              plain.apply(new Request(request.as(), steps.subList(0, i), List.of())).steps());
        }
        if (StepFailure.allDone(steps.subList(0, i), endings)) {
          endings.add(feed(remote, request.as(), feed));
        }
        if (!StepFailure.allDone(steps.subList(0, i + 1), endings)) {
          return new Reply(endings, List.of());
        }
        List<Step> rest = steps.subList(i + 1, steps.size());
        Reply behind = send(new Request(request.as(), rest, request.questions()), plain, remote);
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
  private Exec feed(RemoteHost remote, RunAs as, Step.Feed feed) {
    return switch (feed.supply()) {
      case Supply.Archive(var files) -> carry(remote, as, feed.command(), Carrier.from(files));
      case Supply.Output(HostName host, Command command) -> {
        Source source = sources.get(host);
        if (source == null) {
          throw new IllegalStateException(
              "A step takes a stream from " + host + ", which no task was for. This is a bug.");
        }
        try (Running from = started(source, command)) {
          yield carry(remote, as, feed.command(), Carrier.from(from, command + " on " + host));
        } catch (SourceLostException e) {
          yield new Exec.Lost(String.valueOf(e.getMessage()));
        }
      }
    };
  }

  private Exec carry(RemoteHost remote, RunAs as, Command command, Carrier.Flow flow) {
    interruption.begins(remote);
    try (Running program = remote.stream(as, command)) {
      return Carrier.carry(program, flow);
    } finally {
      interruption.ended(remote);
    }
  }

  /** The host that a stream comes from is not the one that the change is made on. */
  private static final class SourceLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private SourceLostException(String message) {
      super(message, null, false, false);
    }
  }

  private static Running started(Source source, Command command) {
    try {
      return source.remote().stream(source.as(), command);
    } catch (UnreachableException e) {
      throw new SourceLostException(e.reason().detail());
    }
  }
}
