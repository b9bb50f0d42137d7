package dev.plumb.module.user;

import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import java.util.Optional;

/** What can be found of a group. */
sealed interface GroupState {

  record Absent() implements GroupState {}

  /**
   * The group is there.
   *
   * @param gid empty only in what a plan expects, when the host is to choose the number
   */
  record Present(Optional<Integer> gid) implements GroupState {}

  /** Reads an answer of {@code getent group NAME}. */
  static Reading<GroupState> parse(Exec.Exited ended) {
    if (ended.status() == 2) {
      return Reading.of(new Absent());
    }
    String[] fields = ended.out().strip().split(":", -1);
    if (ended.status() != 0 || fields.length < 3 || !fields[2].matches("\\d+")) {
      return Reading.unreadable(
          "getent did not tell about the group; it ended with status "
              + ended.status()
              + ": "
              + ended.out()
              + ended.err());
    }
    return Reading.of(new Present(Optional.of(Integer.valueOf(fields[2]))));
  }
}
