package dev.plumb.module.system;

import dev.plumb.module.Presence;
import dev.plumb.module.system.UserState.Password;
import dev.plumb.remote.Command;
import dev.plumb.remote.CommandBuilder;
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

/** Probes a user, and only what the spec mentions: each question is a process on the host. */
final class UserProbe {

  /** getent's status when it did not find one of the keys. */
  private static final int NOT_FOUND = 2;

  private UserProbe() {}

  /** Those of the requested groups that exist: names, IDs, and pairs of both. */
  private record Groups(Set<String> names, Set<String> ids) {
    boolean has(String key) {
      return names.contains(key) || ids.contains(key);
    }
  }

  static Probe<UserState> of(UserModule.Spec spec) {
    String name = spec.name().value();
    return Probe.combine(
        Probe.of(Command.of("getent", "passwd", name), UserProbe::account),
        spec.groups().isPresent()
            ? Probe.of(Command.of("id", "-nG", "--", name), UserProbe::membership)
            : Probe.constant(List.<String>of()),
        spec.password().isPresent()
            ? Probe.of(Command.of("getent", "shadow", name), UserProbe::password)
            : Probe.<Password>constant(new Password.NotRequested()),
        Probe.of(
            new CommandBuilder("getent", "group", name)
                .add(spec.group().stream().map(UserName::value).toArray(String[]::new))
                .add(spec.otherGroups().orElse(Set.of()).toArray(String[]::new))
                .build(),
            UserProbe::groups),
        (account, membership, password, groups) ->
            state(spec, account, membership, password, groups));
  }

  /** The fields of a line of passwd; empty without one. */
  private static Reading<List<String>> account(Exec.Exited getent) {
    if (isNotFound(getent)) {
      return Reading.of(List.of());
    }
    List<String> fields = List.of(getent.out().strip().split(":", -1));
    return getent.succeeded() && fields.size() == 7 && fields.get(2).matches("\\d+")
        ? Reading.of(fields)
        : unreadable("the user", getent);
  }

  private static Reading<List<String>> membership(Exec.Exited id) {
    // getent reports the missing user.
    return id.succeeded() || id.err().contains("no such user")
        ? Reading.of(id.succeeded() ? List.of(id.out().strip().split("\\s+")) : List.<String>of())
        : unreadable("the groups of the user", id);
  }

  private static Reading<Password> password(Exec.Exited getent) {
    String[] fields = getent.out().strip().split(":", -1);
    return getent.succeeded() && fields.length > 1
        ? Reading.of(new Password.Hash(Secret.of(fields[1])))
        : isNotFound(getent)
            ? Reading.of(new Password.Hidden())
            : unreadable("the password", getent);
  }

  private static Reading<Groups> groups(Exec.Exited getent) {
    if (!getent.succeeded() && !isNotFound(getent)) {
      return unreadable("the groups", getent);
    }
    Groups groups = new Groups(new TreeSet<>(), new TreeSet<>());
    for (String line : getent.out().lines().toList()) {
      String[] fields = line.split(":", -1);
      if (fields.length > 2) {
        groups.names().add(fields[0]);
        groups.ids().add(fields[2]);
        groups.ids().add(fields[0] + ":" + fields[2]);
      }
    }
    return Reading.of(groups);
  }

  static boolean isNotFound(Exec.Exited getent) {
    return getent.status() == NOT_FOUND && getent.err().isBlank();
  }

  static <T> Reading<T> unreadable(String what, Exec.Exited getent) {
    return Reading.unreadable(
        "getent could not look up %s; it ended with status %d: %s%s"
            .formatted(what, getent.status(), getent.out(), getent.err()));
  }

  private static UserState state(
      UserModule.Spec spec,
      List<String> account,
      List<String> membership,
      Password password,
      Groups groups) {
    if (spec.state() == Presence.PRESENT) {
      List<String> missing = new ArrayList<>();
      spec.group().map(UserName::value).ifPresent(missing::add);
      missing.addAll(spec.otherGroups().orElse(Set.of()));
      missing.removeIf(groups::has);
      if (!missing.isEmpty()) {
        return new UserState.MissingGroups(missing);
      }
    }
    if (account.isEmpty()) {
      return new UserState.Absent(groups.names().contains(spec.name().value()));
    }
    String gid = account.get(3);
    boolean isInGroup =
        spec.group()
            .map(g -> g.value().equals(gid) || groups.ids().contains(g + ":" + gid))
            .orElse(true);
    // id prints the primary group first.
    return new UserState.Present(
        Optional.of(Integer.valueOf(account.get(2))),
        membership.isEmpty() ? gid : membership.getFirst(),
        isInGroup,
        membership.isEmpty() ? Set.of() : new TreeSet<>(membership.subList(1, membership.size())),
        account.get(4),
        account.get(5),
        account.get(6),
        password);
  }
}
