package dev.plumb.module.user;

import dev.plumb.module.user.UserState.Password;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Secret;
import dev.plumb.value.UserName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Asks about a user: only of what the spec names, as each question is a process on the host. */
final class UserProbe {

  /** What getent ends with when it did not find one of the keys. */
  private static final int NOT_FOUND = 2;

  private UserProbe() {}

  /** A line of passwd, split; empty when there is none. */
  private record Account(List<String> fields) {}

  /** Groups that were found among those asked for: names and numbers. */
  private record Groups(Set<String> names, Set<String> numbers) {
    boolean has(String key) {
      return names.contains(key) || numbers.contains(key);
    }
  }

  static Probe<UserState> of(UserSpec spec) {
    String name = spec.name().value();
    Probe<Account> account =
        Probe.of(Command.of("getent", "passwd", name), ended -> account(name, ended));
    Probe<Optional<List<String>>> membership =
        spec.groups().isPresent()
            ? Probe.of(Command.of("id", "-nG", "--", name), UserProbe::membership)
            : Probe.constant(Optional.empty());
    Probe<Password> password =
        spec.password().isPresent()
            ? Probe.of(Command.of("getent", "shadow", name), UserProbe::password)
            : Probe.constant(new Password.NotRequested());
    return account
        .combine(membership, Found::new)
        .combine(password, Found::with)
        .combine(groups(spec), (found, groups) -> found.state(spec, groups));
  }

  private static Probe<Groups> groups(UserSpec spec) {
    List<String> words = new ArrayList<>(List.of("getent", "group", spec.name().value()));
    spec.group().ifPresent(group -> words.add(group.value()));
    spec.otherGroups().ifPresent(words::addAll);
    return Probe.of(
        Command.of(words),
        ended -> {
          if (ended.status() != 0 && ended.status() != NOT_FOUND) {
            return unreadable("the groups", ended);
          }
          Groups groups = new Groups(new TreeSet<>(), new TreeSet<>());
          ended
              .out()
              .lines()
              .map(line -> line.split(":", -1))
              .filter(fields -> fields.length > 2)
              .forEach(
                  fields -> {
                    groups.names().add(fields[0]);
                    groups.numbers().add(fields[2]);
                    groups.numbers().add(fields[0] + ":" + fields[2]);
                  });
          return Reading.of(groups);
        });
  }

  private static Reading<Account> account(String name, Exec.Exited ended) {
    if (ended.status() == NOT_FOUND) {
      return Reading.of(new Account(List.of()));
    }
    List<String> fields = List.of(ended.out().strip().split(":", -1));
    return ended.status() == 0 && fields.size() == 7 && fields.get(2).matches("\\d+")
        ? Reading.of(new Account(fields))
        : unreadable("the user " + name, ended);
  }

  private static Reading<Optional<List<String>>> membership(Exec.Exited ended) {
    // id ends with status 1 for a user who is not there, which getent tells too.
    return Reading.of(
        ended.status() == 0
            ? Optional.of(List.of(ended.out().strip().split("\\s+")))
            : Optional.empty());
  }

  private static Reading<Password> password(Exec.Exited ended) {
    String[] fields = ended.out().strip().split(":", -1);
    return Reading.of(
        ended.status() == 0 && fields.length > 1
            ? new Password.Hash(Secret.of(fields[1]))
            : new Password.Hidden());
  }

  private static <T> Reading<T> unreadable(String what, Exec.Exited ended) {
    return Reading.unreadable(
        "getent did not tell about %s; it ended with status %d: %s%s"
            .formatted(what, ended.status(), ended.out(), ended.err()));
  }

  private record Found(Account account, Optional<List<String>> membership, Password password) {

    Found(Account account, Optional<List<String>> membership) {
      this(account, membership, new Password.NotRequested());
    }

    Found with(Password found) {
      return new Found(account, membership, found);
    }

    UserState state(UserSpec spec, Groups groups) {
      if (spec.state() == Presence.PRESENT) {
        List<String> missing = new ArrayList<>();
        spec.group().map(UserName::value).filter(g -> !groups.has(g)).ifPresent(missing::add);
        spec.otherGroups()
            .ifPresent(names -> names.stream().filter(g -> !groups.has(g)).forEach(missing::add));
        if (!missing.isEmpty()) {
          return new UserState.MissingGroups(missing);
        }
      }
      if (account.fields().isEmpty()) {
        return new UserState.Absent(groups.names().contains(spec.name().value()));
      }
      List<String> fields = account.fields();
      String gid = fields.get(3);
      boolean isInGroup =
          spec.group()
              .map(g -> g.value().equals(gid) || groups.numbers().contains(g + ":" + gid))
              .orElse(true);
      // id prints the primary group first.
      List<String> all = membership.orElse(List.of());
      return new UserState.Present(
          Optional.of(Integer.valueOf(fields.get(2))),
          all.isEmpty() ? gid : all.getFirst(),
          isInGroup,
          all.isEmpty() ? Set.of() : new TreeSet<>(all.subList(1, all.size())),
          fields.get(4),
          fields.get(5),
          fields.get(6),
          password);
    }
  }
}
