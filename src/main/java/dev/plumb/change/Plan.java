package dev.plumb.change;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.remote.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The plan from the current state to the specified state. */
public sealed interface Plan<T> {

  /** The current state is as specified. */
  record InSync<T>() implements Plan<T> {}

  /**
   * Changes to make, in order, and the state after all of them.
   *
   * @param expected the engine compares it with the state after the changes, by asking the module
   *     to plan again: that plan must be {@link InSync}
   */
  record Needed<T>(List<Change> changes, T expected) implements Plan<T> {
    public Needed {
      changes = List.copyOf(changes);
      if (changes.isEmpty()) {
        throw new IllegalArgumentException("must have a change");
      }
    }
  }

  /**
   * Steps that always run, because no probe can tell whether they are needed: an unguarded command,
   * an explicit restart.
   */
  record Action<T>(List<Change> changes, CheckVerdict checkVerdict) implements Plan<T> {
    public Action {
      changes = List.copyOf(changes);
      if (changes.isEmpty()) {
        throw new IllegalArgumentException("must have a change");
      }
    }
  }

  /** What a check reports for an {@link Action}. */
  enum CheckVerdict {
    /** The action changes the host. */
    CHANGES,
    /** Only running it shows whether it changes the host. */
    UNKNOWN
  }

  /**
   * Nothing for us to change, but time may bring what was asked for. Counts as no change.
   *
   * @param timeoutReason the problem to report on a timeout
   */
  record Waiting<T>(Step.Await condition, Diagnostic timeoutReason) implements Plan<T> {}

  /**
   * No change of plumb's can reach the specified state.
   *
   * @param fixableByEarlierTask whether an earlier task could provide what is missing (a directory,
   *     a user, a package). After a pending change on the same host, a check then reports "known
   *     after apply" instead of "failed".
   */
  record Blocked<T>(Diagnostic reason, boolean fixableByEarlierTask) implements Plan<T> {}

  /**
   * The state is known, but a change would risk data or quorum.
   *
   * @param reason what was found, why plumb stops, and what a person can do
   * @param fixableByEarlierTask whether an earlier task could make it safe; as in {@link Blocked}
   */
  record Refused<T>(Diagnostic reason, boolean fixableByEarlierTask) implements Plan<T> {
    public Refused(Diagnostic reason) {
      this(reason, false);
    }
  }

  /** Returns the same plan for a wider state. */
  default <U> Plan<U> map(Function<T, U> wider) {
    return switch (this) {
      case InSync<T> _ -> new InSync<>();
      case Needed<T>(List<Change> changes, T expected) ->
          new Needed<>(changes, wider.apply(expected));
      case Action<T>(List<Change> changes, CheckVerdict foresight) ->
          new Action<>(changes, foresight);
      case Waiting<T>(Step.Await until, Diagnostic otherwise) -> new Waiting<>(until, otherwise);
      case Blocked<T>(Diagnostic reason, boolean curable) -> new Blocked<>(reason, curable);
      case Refused<T>(Diagnostic reason, boolean curable) -> new Refused<>(reason, curable);
    };
  }

  static <T> Plan<T> inSync() {
    return new InSync<>();
  }

  /** {@link Needed} when there are changes, else {@link InSync}. */
  static <T> Plan<T> of(List<Change> changes, T expected) {
    return changes.isEmpty() ? new InSync<>() : new Needed<>(changes, expected);
  }

  /**
   * Moves a state that is a single value: in sync when {@code now} equals {@code wanted}, else the
   * steps.
   */
  static <T> Plan<T> converge(String property, T now, T wanted, Step... steps) {
    return converge(now, wanted, Property.of(property, state -> state, steps));
  }

  /** Changes each property in which the two states differ, in the given order. */
  @SafeVarargs
  static <T> Plan<T> converge(T now, T wanted, Property<T>... properties) {
    List<Change> changes = new ArrayList<>();
    for (Property<T> property : properties) {
      property.change(now, wanted).ifPresent(changes::add);
    }
    return of(changes, wanted);
  }

  /** Returns a plan that is blocked by something that an earlier task may provide. */
  static <T> Plan<T> blocked(Diagnostic reason) {
    return new Blocked<>(reason, true);
  }

  /** Returns a plan that is blocked regardless of earlier tasks. */
  static <T> Plan<T> failed(Diagnostic reason) {
    return new Blocked<>(reason, false);
  }
}
