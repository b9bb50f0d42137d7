package dev.plumb.engine.host;

import dev.plumb.engine.prepare.ModuleCall;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.RemoteHost;
import dev.plumb.remote.Reply;
import dev.plumb.remote.Request;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The session with one host: sends probes and steps, many in one round trip, and caches the probes
 * of upcoming tasks. Any thread may call it, and waits while another does: tasks of several hosts
 * may be delegated to one.
 */
public final class HostSession {

  private final HostName host;
  private final RemoteHost remote;
  private final Interruption interruption;
  private final StepRunner runner;
  private final AtomicInteger globalStepCount;
  private final ProbeCache<CacheKey> cached = new ProbeCache<>();
  private final Map<RunAs, Probe<?>> pendingPiggybacks = new LinkedHashMap<>();
  private final Map<RunAs, Reading<?>> piggybackReadings = new HashMap<>();

  /** The key of a cached probe: the same call with the same arguments. */
  private record CacheKey(ModuleCall<?, ?> call) {
    @Override
    public boolean equals(Object other) {
      return other instanceof CacheKey that && call.hasSameProbeAs(that.call);
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(call.instance()) * 31 + call.index();
    }
  }

  /** The results of steps, and of the probe after them. */
  public record StepResults<T>(List<Exec> steps, Optional<Reading<T>> reading) {}

  /**
   * @param globalStepCount how often steps ran on any host of the run; a probe of a cluster module
   *     is valid until the next one
   */
  HostSession(
      HostName host,
      RemoteHost remote,
      StepRunner runner,
      Interruption interruption,
      AtomicInteger globalStepCount) {
    this.host = host;
    this.remote = remote;
    this.interruption = interruption;
    this.runner = runner;
    this.globalStepCount = globalStepCount;
  }

  public int roundTrips() {
    return remote.roundTrips();
  }

  public void close() {
    remote.close();
  }

  /** Adds a probe to the next request of its user. */
  public synchronized void piggyback(RunAs as, Probe<?> probe) {
    if (!piggybackReadings.containsKey(as)) {
      pendingPiggybacks.put(as, probe);
    }
  }

  /** Discards the reading of a piggybacked probe. */
  public synchronized void discardPiggybacked(RunAs as) {
    piggybackReadings.remove(as);
  }

  /** Returns the reading of a piggybacked probe; sends it now if it was not sent yet. */
  public synchronized Reading<?> piggybacked(RunAs as, Probe<?> probe) {
    Reading<?> reading = piggybackReadings.get(as);
    if (reading == null) {
      reading =
          probe.read(
              runner
                  .send(remote, List.of(Request.ask(as, probe.questions())))
                  .getFirst()
                  .answers());
      piggybackReadings.put(as, reading);
      pendingPiggybacks.remove(as);
    }
    return reading;
  }

  public synchronized boolean isCached(ModuleCall<?, ?> call) {
    return cached.contains(new CacheKey(call), validSince(call));
  }

  private int validSince(ModuleCall<?, ?> call) {
    return call.isClusterCall() ? globalStepCount.get() : 0;
  }

  /** Invalidates the cache, after a step of a cluster module. */
  public synchronized void invalidate() {
    cached.invalidate();
  }

  /**
   * Returns the state that a call probes, from the cache or together with upcoming calls.
   *
   * @param ahead the calls to probe as well
   */
  @SuppressWarnings("unchecked") // The key holds an equal call, so the reading is of its type.
  public synchronized <S extends Record, T> Reading<T> probe(
      ModuleCall<S, T> call, Upcoming ahead) {
    runner.setStreamUser(host, remote, call.runAs());
    if (call.probe().questions().isEmpty()) {
      return call.probe().read(List.of());
    }
    Optional<Reading<?>> known = cached.take(new CacheKey(call), validSince(call));
    if (known.isPresent()) {
      return (Reading<T>) known.get();
    }
    List<ModuleCall<?, ?>> calls = new ArrayList<>();
    calls.add(call);
    calls.addAll(ahead.calls(cached.window(), Optional.empty()));
    query(calls);
    return (Reading<T>) cached.take(new CacheKey(call), 0).orElseThrow();
  }

  /** The upcoming calls. */
  @FunctionalInterface
  public interface Upcoming {
    /**
     * @param most the maximum number
     * @param only restricts them to one user
     */
    List<ModuleCall<?, ?>> calls(int most, Optional<RunAs> only);
  }

  private void query(List<ModuleCall<?, ?>> calls) {
    Map<RunAs, List<ModuleCall<?, ?>>> byUser = new LinkedHashMap<>();
    calls.forEach(call -> byUser.computeIfAbsent(call.runAs(), _ -> new ArrayList<>()).add(call));
    Map<RunAs, Probe<?>> riding = new HashMap<>();
    List<Request> requests = new ArrayList<>();
    byUser.forEach(
        (as, asked) -> {
          List<Command> questions = new ArrayList<>();
          asked.forEach(call -> questions.addAll(call.questions()));
          Probe<?> rider = pendingPiggybacks.remove(as);
          if (rider != null) {
            riding.put(as, rider);
            questions.addAll(rider.questions());
          }
          requests.add(Request.ask(as, questions));
        });
    int asOf = globalStepCount.get();
    List<Reply> replies = sendWithRetry(requests);
    int next = 0;
    for (Map.Entry<RunAs, List<ModuleCall<?, ?>>> entry : byUser.entrySet()) {
      List<Exec> endings = replies.get(next++).answers();
      int used = cache(entry.getValue(), endings, 0, asOf);
      Probe<?> rider = riding.get(entry.getKey());
      if (rider != null) {
        piggybackReadings.put(entry.getKey(), rider.read(endings.subList(used, endings.size())));
      }
    }
  }

  private int cache(List<ModuleCall<?, ?>> calls, List<Exec> endings, int from, int asOf) {
    int used = from;
    for (ModuleCall<?, ?> call : calls) {
      int count = call.probe().questions().size();
      cached.put(new CacheKey(call), call.probe().read(endings.subList(used, used + count)), asOf);
      used += count;
    }
    return used;
  }

  /**
   * Runs steps and, in the same round trip, probes the call again and the upcoming calls.
   *
   * @param lookAfter whether to probe the call again
   */
  public synchronized <S extends Record, T> StepResults<T> execute(
      ModuleCall<S, T> call, List<Step> steps, boolean lookAfter, Upcoming ahead) {
    cached.invalidate();
    List<ModuleCall<?, ?>> next = ahead.calls(cached.window(), Optional.of(call.runAs()));
    List<Command> questions = new ArrayList<>();
    if (lookAfter) {
      questions.addAll(call.questions());
    }
    int own = questions.size();
    next.forEach(other -> questions.addAll(other.questions()));
    // These steps count as run before the probes that follow them; steps of others that end
    // meanwhile do not.
    int asOf = globalStepCount.get() + 1;
    runner.setStreamUser(host, remote, call.runAs());
    Reply reply;
    try {
      reply = runner.run(remote, new Request(call.runAs(), steps, questions));
    } finally {
      globalStepCount.incrementAndGet();
    }
    if (reply.answers().isEmpty()) {
      return new StepResults<>(
          reply.steps(),
          lookAfter && questions.isEmpty()
              ? Optional.of(call.probe().read(List.of()))
              : Optional.empty());
    }
    cache(next, reply.answers(), own, asOf);
    return new StepResults<>(
        reply.steps(),
        lookAfter
            ? Optional.of(call.probe().read(reply.answers().subList(0, own)))
            : Optional.empty());
  }

  /** Runs steps of plumb's own bookkeeping, which leave the cache valid. */
  public synchronized List<Exec> executeBookkeeping(RunAs as, List<Step> steps) {
    return runner.send(remote, List.of(new Request(as, steps, List.of()))).getFirst().steps();
  }

  /** Probes without caching. */
  public synchronized <T> Reading<T> query(RunAs as, Probe<T> probe) {
    return probe.read(
        sendWithRetry(List.of(Request.ask(as, probe.questions()))).getFirst().answers());
  }

  /** Probes are safe to repeat: retries once over a new connection. */
  private List<Reply> sendWithRetry(List<Request> questions) {
    List<Reply> replies = runner.send(remote, questions);
    boolean lost =
        replies.stream()
            .flatMap(reply -> reply.answers().stream())
            .anyMatch(Exec.Lost.class::isInstance);
    return lost && !interruption.isRequested() ? runner.send(remote, questions) : replies;
  }
}
