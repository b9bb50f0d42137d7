package dev.plumb.module.system;

import dev.plumb.value.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a host can have of a user. */
sealed interface UserState {

  /**
   * The user does not exist.
   *
   * @param ownGroup whether a group of that name exists
   */
  record Absent(boolean ownGroup) implements UserState {}

  /**
   * The user exists.
   *
   * @param uid empty only in the expected state, when the host chooses the ID
   * @param primaryGroup its name when memberships were probed, else its number
   * @param groups the other groups, sorted; empty when they were not probed
   */
  record Present(
      Optional<Integer> uid,
      String primaryGroup,
      boolean isInGroup,
      Set<String> groups,
      String comment,
      String home,
      String shell,
      Password password)
      implements UserState {}

  /** Groups that the user must belong to do not exist. */
  record MissingGroups(List<String> missing) implements UserState {}

  /** What is known of a password. */
  sealed interface Password {

    record NotRequested() implements Password {}

    record Hash(Secret hash) implements Password {
      @Override
      public String toString() {
        return Secret.MASK;
      }
    }

    /** Only root may read it. */
    record Hidden() implements Password {}
  }
}
