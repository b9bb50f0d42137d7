package dev.plumb.engine.prepare;

import dev.plumb.change.Plan;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.Effect;
import dev.plumb.module.PlumbModule;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Command;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.Step;
import dev.plumb.remote.StreamSource;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call of a module: its spec on one host, for one item of a loop.
 *
 * @param index the index of the loop's item; 0 without a loop
 * @param item the loop's item
 * @param delegate the host that the task is delegated to
 * @param timeout the limit for each of its commands
 * @param noLog whether its output is hidden
 */
public record ModuleCall<S extends Record, T>(
    TaskInstance instance,
    int index,
    Optional<Value> item,
    PlumbModule<S, T> module,
    S spec,
    Probe<T> probe,
    RunAs runAs,
    Optional<HostName> delegate,
    Map<String, String> environment,
    Optional<Duration> timeout,
    boolean noLog) {

  /** Returns the probe's commands with the task's environment. */
  public List<Command> questions() {
    return usesDefaults()
        ? probe.questions()
        : probe.questions().stream().map(this::withEnvironment).toList();
  }

  public List<Step> withEnvironment(List<Step> steps) {
    return usesDefaults()
        ? steps
        : steps.stream()
            .<Step>map(
                step ->
                    switch (step) {
                      case Step.Run(Command command) -> new Step.Run(withEnvironment(command));
                      case Step.Await(Command until, var atMost, var every) ->
                          new Step.Await(withEnvironment(until), atMost, every);
                      case Step.Pipe(Command command, var supply) ->
                          new Step.Pipe(withEnvironment(command), withEnvironment(supply));
                      case Step.Reconnect(Command command, var pause, var atMost) ->
                          new Step.Reconnect(withEnvironment(command), pause, atMost);
                      case Step.Write write -> write;
                    })
            .toList();
  }

  private StreamSource withEnvironment(StreamSource supply) {
    return switch (supply) {
      case StreamSource.CommandOutput(var host, Command command) ->
          new StreamSource.CommandOutput(host, withEnvironment(command));
      case StreamSource.Archive archive -> archive;
    };
  }

  private Command withEnvironment(Command command) {
    // The module's own environment overrides the task's.
    Command with = command.withEnvironment(environment).withEnvironment(command.environment());
    return timeout.map(with::withTimeout).orElse(with);
  }

  private boolean usesDefaults() {
    return environment.isEmpty() && timeout.isEmpty();
  }

  /** Returns whether a cached probe of the other call is valid for this one. */
  @SuppressWarnings("ReferenceEquality")
  public // A short cut only; what decides stands behind it.
  boolean hasSameProbeAs(ModuleCall<?, ?> other) {
    // Usually the same object: comparing records for the first time is slow in the JVM.
    if (this == other) {
      return true;
    }
    return instance == other.instance
        && index == other.index
        && runAs.equals(other.runAs)
        && delegate.equals(other.delegate)
        && environment.equals(other.environment)
        && timeout.equals(other.timeout)
        && spec.equals(other.spec);
  }

  /** Returns whether the call always has steps, because it probes nothing. */
  public boolean actsWithoutProbing() {
    return probe.questions().isEmpty()
        && probe.read(List.of()) instanceof Reading.Observed<T>(T state)
        && module instanceof TaskModule<S, T> alone
        && alone.plan(spec, state) instanceof Plan.Action<T>;
  }

  /** Returns whether changes on other hosts may affect its probe. */
  public boolean isClusterCall() {
    return module instanceof ClusterModule<S, T>;
  }

  /** Returns its effects on the run. */
  public List<Effect> effects() {
    return module instanceof TaskModule<S, T> alone ? alone.effects(spec) : List.of();
  }
}
