package dev.plumb.module.user;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.TaskModule;
import dev.plumb.module.user.UserSpec.UpdatePassword;
import dev.plumb.module.user.UserState.Password;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Secret;
import dev.plumb.value.UserName;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Keeps a user. A property that the task does not name is left as found. */
public final class UserModule implements TaskModule<UserSpec, UserState> {

  @Override
  public String name() {
    return "user";
  }

  @Override
  public String doc() {
    return "Keeps a user.";
  }

  @Override
  public Class<UserSpec> spec() {
    return UserSpec.class;
  }

  @Override
  public Probe<UserState> probe(UserSpec spec) {
    return UserProbe.of(spec);
  }

  @Override
  public Plan<UserState> plan(UserSpec spec, UserState state) {
    return switch (state) {
      case UserState.MissingGroups groups ->
          Plan.blocked(
              Diagnostic.error(
                  "No such group",
                  "The user %s shall be in a group that is not there: %s."
                      .formatted(spec.name(), String.join(", ", groups.missing()))));
      case UserState.Absent absent ->
          spec.state() == Presence.ABSENT
              ? Plan.inSync()
              : Plan.of(
                  List.of(Change.of("user", "absent", "present", UserSteps.add(spec, absent))),
                  added(spec));
      case UserState.Present found ->
          spec.state() == Presence.ABSENT
              ? Plan.of(
                  List.of(Change.of("user", "present", "absent", UserSteps.delete(spec))),
                  new UserState.Absent(false))
              : planPresent(spec, found);
    };
  }

  private static UserState added(UserSpec spec) {
    String primary = spec.group().orElse(spec.name()).value();
    Set<String> others = new TreeSet<>(spec.otherGroups().orElse(Set.of()));
    others.remove(primary);
    return new UserState.Present(
        spec.uid(),
        primary,
        true,
        others,
        spec.comment().orElse(""),
        spec.home().map(RemotePath::value).orElse(""),
        spec.shell().map(RemotePath::value).orElse(""),
        spec.password().<Password>map(Password.Hash::new).orElse(new Password.NotRequested()));
  }

  private static Plan<UserState> planPresent(UserSpec spec, UserState.Present found) {
    boolean setsPassword =
        spec.password().isPresent() && spec.updatePassword() == UpdatePassword.ALWAYS;
    if (setsPassword && found.password() instanceof Password.Hidden) {
      return Plan.failed(
          Diagnostic.error(
              "Password cannot be read",
              "Only root may see the password of "
                  + spec.name()
                  + ". Give the task \"become: true\"."));
    }
    List<Change> changes = new ArrayList<>();
    if (spec.uid().isPresent() && !spec.uid().equals(found.uid())) {
      int uid = spec.uid().get();
      changes.add(
          Change.of(
              "uid",
              found.uid().map(String::valueOf).orElse("any"),
              uid,
              UserSteps.modify(spec, "-u", String.valueOf(uid))));
    }
    if (!found.isInGroup()) {
      String group = spec.group().orElseThrow().value();
      changes.add(
          Change.of("group", found.primaryGroup(), group, UserSteps.modify(spec, "-g", group)));
    }
    Set<String> groups = wantedGroups(spec, found);
    if (!groups.equals(found.groups())) {
      changes.add(
          Change.of(
              "groups",
              describe(found.groups()),
              describe(groups),
              UserSteps.modify(spec, "-G", String.join(",", groups))));
    }
    if (spec.comment().isPresent() && !spec.comment().get().equals(found.comment())) {
      String comment = spec.comment().get();
      changes.add(
          Change.of("comment", found.comment(), comment, UserSteps.modify(spec, "-c", comment)));
    }
    if (spec.home().isPresent() && !spec.home().get().value().equals(found.home())) {
      String home = spec.home().get().value();
      Step move =
          spec.moveHome()
              ? UserSteps.modify(spec, "-d", home, "-m")
              : UserSteps.modify(spec, "-d", home);
      changes.add(Change.of("home", found.home(), home, move));
    }
    if (spec.shell().isPresent() && !spec.shell().get().value().equals(found.shell())) {
      String shell = spec.shell().get().value();
      changes.add(Change.of("shell", found.shell(), shell, UserSteps.modify(spec, "-s", shell)));
    }
    Password password = found.password();
    if (setsPassword) {
      password = new Password.Hash(spec.password().orElseThrow());
      if (!password.equals(found.password())) {
        changes.add(Change.of("password", "another", Secret.MASK, UserSteps.password(spec)));
      }
    }
    UserState expected =
        new UserState.Present(
            spec.uid().or(found::uid),
            spec.group().map(UserName::value).orElse(found.primaryGroup()),
            true,
            groups,
            spec.comment().orElse(found.comment()),
            spec.home().map(RemotePath::value).orElse(found.home()),
            spec.shell().map(RemotePath::value).orElse(found.shell()),
            password);
    return Plan.of(changes, expected);
  }

  private static Set<String> wantedGroups(UserSpec spec, UserState.Present found) {
    if (spec.otherGroups().isEmpty()) {
      return found.groups();
    }
    Set<String> wanted = new TreeSet<>(spec.otherGroups().get());
    if (spec.append()) {
      wanted.addAll(found.groups());
    }
    // The primary group is listed once, as the primary one.
    wanted.remove(found.isInGroup() ? found.primaryGroup() : spec.group().orElseThrow().value());
    return wanted;
  }

  private static String describe(Set<String> groups) {
    return groups.isEmpty() ? "none" : String.join(",", groups);
  }

  @Override
  public Map<String, Value> result(UserSpec spec, UserState state, List<Exec> ran) {
    Map<String, Value> result = new LinkedHashMap<>();
    result.put("name", Value.text(spec.name().value()));
    result.put("state", Value.text(state instanceof UserState.Present ? "present" : "absent"));
    if (state instanceof UserState.Present found) {
      found.uid().ifPresent(uid -> result.put("uid", Value.number(uid)));
      result.put("home", Value.text(found.home()));
      result.put("shell", Value.text(found.shell()));
      result.put("comment", Value.text(found.comment()));
    }
    return result;
  }
}
