package dev.plumb.change;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.remote.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What stands between the state found and the state asked for. */
public sealed interface Plan<T> {

  /** The state found is the state asked for. */
  record InSync<T>() implements Plan<T> {}

  /**
   * Changes to make, in order, and the state to be found once all of them are made.
   *
   * @param expected the engine compares it with what it finds after the changes, by asking the
   *     module to plan again: that plan must be {@link InSync}
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
   * Something to do whenever its turn comes, because no look can tell whether it is needed: a bare
   * command, a restart that was asked for in so many words.
   */
  record Action<T>(List<Change> changes, CheckVerdict checkVerdict) implements Plan<T> {
    public Action {
      changes = List.copyOf(changes);
      if (changes.isEmpty()) {
        throw new IllegalArgumentException("must have a change");
      }
    }
  }

  /** What a check can say of an {@link Action} without doing it. */
  enum CheckVerdict {
    /** It will change the host. */
    CHANGES,
    /** Only doing it will tell. */
    UNKNOWN
  }

  /**
   * Nothing for us to change, but time may bring what was asked for. Counts as no change.
   *
   * @param timeoutReason what to say when it did not come about in time
   */
  record Waiting<T>(Step.Await condition, Diagnostic timeoutReason) implements Plan<T> {}

  /**
   * No change of ours leads there from here.
   *
   * @param fixableByEarlierTask whether an earlier task could bring what is missing (a folder, a
   *     user, a package). After a pending change on the same host, check then says "known after
   *     apply" instead of "failed".
   */
  record Blocked<T>(Diagnostic reason, boolean fixableByEarlierTask) implements Plan<T> {}

  /**
   * The state is known, and acting would risk data or quorum.
   *
   * @param reason what was seen, why plumb stops, and what a person may do
   * @param fixableByEarlierTask whether an earlier task could make it safe; as in {@link Blocked}
   */
  record Refused<T>(Diagnostic reason, boolean fixableByEarlierTask) implements Plan<T> {
    public Refused(Diagnostic reason) {
      this(reason, false);
    }
  }

  /** The same plan for a state that this one's is part of. */
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

  /** Moves each property in which the two states differ, in the order given. */
  @SafeVarargs
  static <T> Plan<T> converge(T now, T wanted, Property<T>... properties) {
    List<Change> changes = new ArrayList<>();
    for (Property<T> property : properties) {
      property.change(now, wanted).ifPresent(changes::add);
    }
    return of(changes, wanted);
  }

  /** Blocked by something that an earlier task might bring. */
  static <T> Plan<T> blocked(Diagnostic reason) {
    return new Blocked<>(reason, true);
  }

  /** Blocked, whatever earlier tasks may do. */
  static <T> Plan<T> failed(Diagnostic reason) {
    return new Blocked<>(reason, false);
  }
}
