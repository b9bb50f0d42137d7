package dev.plumb.module.user;

import dev.plumb.value.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be found of a user. */
sealed interface UserState {

  /**
   * There is no such user.
   *
   * @param ownGroup whether there is a group of that name
   */
  record Absent(boolean ownGroup) implements UserState {}

  /**
   * The user is there.
   *
   * @param uid empty only in what a plan expects, when the host is to choose the number
   * @param primaryGroup its name when memberships were asked for, else its number
   * @param isInGroup whether the primary group is the one asked for; true when none was
   * @param groups the other groups, sorted; empty when they were not asked for
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

  /** Groups that the user shall be in are not there. */
  record MissingGroups(List<String> missing) implements UserState {}

  /** What can be found of a password. */
  sealed interface Password {

    /** It was not asked for. */
    record NotRequested() implements Password {}

    record Hash(Secret hash) implements Password {}

    /** Only root may see it. */
    record Hidden() implements Password {}
  }
}
