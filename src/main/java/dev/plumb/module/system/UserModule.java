package dev.plumb.module.system;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.change.Property;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.Arg;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.Presence;
import dev.plumb.module.TaskModule;
import dev.plumb.module.system.UserState.Password;
import dev.plumb.module.system.UserState.Present;
import dev.plumb.remote.Command;
import dev.plumb.remote.CommandBuilder;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.value.Bytes;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Secret;
import dev.plumb.value.UserName;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Manages users. A property that the task does not mention is left unchanged. */
public final class UserModule implements TaskModule<UserModule.Spec, UserState> {

  /** When a password is set. */
  enum UpdatePassword {
    ALWAYS,
    ON_CREATE
  }

  record Spec(
      @Arg(doc = "The login name.", example = "etcd", aliases = "user") UserName name,
      @Arg(doc = "Whether the user must exist.", example = "absent", defaultValue = "present")
          Presence state,
      @Arg(doc = "The user ID.", example = "900") Optional<Integer> uid,
      @Arg(doc = "The primary group: a name or an ID.", example = "etcd") Optional<UserName> group,
      @Arg(
              doc =
                  "The other groups, as a list or separated by commas. An empty list removes the"
                      + " user from all of them. Left unchanged by default.",
              example = "[docker, adm]")
          Optional<List<String>> groups,
      @Arg(
              doc = "Whether the user stays in groups that are not listed.",
              example = "true",
              defaultValue = "false")
          boolean append,
      @Arg(doc = "The login shell.", example = "/usr/sbin/nologin") Optional<RemotePath> shell,
      @Arg(doc = "The home directory.", example = "/var/lib/etcd") Optional<RemotePath> home,
      @Arg(
              doc = "Whether the home directory of a new user is created.",
              example = "false",
              aliases = "createhome",
              defaultValue = "true")
          boolean createHome,
      @Arg(
              doc = "Whether the content moves when the home directory changes.",
              example = "true",
              defaultValue = "false")
          boolean moveHome,
      @Arg(
              doc = "Whether a new user gets an ID from the range of system users.",
              example = "true",
              defaultValue = "false")
          boolean system,
      @Arg(doc = "The full name or the purpose of the user.", example = "etcd daemon")
          Optional<String> comment,
      @Arg(
              doc = "The hash of the password, as printed by mkpasswd; \"!\" locks the password.",
              example = "\"!\"")
          Optional<Secret> password,
      @Arg(
              doc = "When to set the password: always, or on_create for new users only.",
              example = "on_create",
              defaultValue = "always")
          UpdatePassword updatePassword,
      @Arg(
              doc = "With state absent: whether to delete the home directory and the mail spool.",
              example = "true",
              defaultValue = "false")
          boolean remove,
      @Arg(
              doc = "With state absent: whether to delete a user who is logged in.",
              example = "true",
              defaultValue = "false")
          boolean force) {

    Spec {
      if (append && groups.isEmpty()) {
        throw new IllegalArgumentException("must have \"groups\" when it has \"append\"");
      }
      if (comment.isPresent() && comment.get().matches("(?s).*[:\\n].*")) {
        throw new IllegalArgumentException("must have a \"comment\" without \":\" and line ends");
      }
      if (password.isPresent() && password.get().reveal().matches("(?s).*[:\\n].*")) {
        throw new IllegalArgumentException(
            "must have a hash as \"password\", which has no \":\" and no line ends");
      }
      groups.ifPresent(list -> names(list).forEach(UserName::of));
    }

    /** The other groups asked for, sorted. */
    Optional<Set<String>> otherGroups() {
      return groups.map(Spec::names);
    }

    private static Set<String> names(List<String> list) {
      Set<String> names = new TreeSet<>(List.of(String.join(",", list).split("\\s*,\\s*")));
      names.remove("");
      return names;
    }
  }

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of("user", Spec.class, "Manages users.");
  }

  @Override
  public Probe<UserState> probe(Spec spec) {
    return UserProbe.of(spec);
  }

  @Override
  public Plan<UserState> plan(Spec spec, UserState state) {
    boolean absent = spec.state() == Presence.ABSENT;
    return switch (state) {
      case UserState.MissingGroups groups ->
          Plan.blocked(
              Diagnostic.error(
                  "No such group",
                  "The user %s must belong to groups that do not exist: %s."
                      .formatted(spec.name(), String.join(", ", groups.missing()))));
      case UserState.Absent _ when absent -> Plan.inSync();
      case UserState.Absent found ->
          Plan.of(
              List.of(Change.of("user", "absent", "present", add(spec, found))), expected(spec));
      case Present _ when absent ->
          Plan.of(
              List.of(Change.of("user", "present", "absent", delete(spec))),
              new UserState.Absent(false));
      case Present found -> converge(spec, found);
    };
  }

  private static UserState expected(Spec spec) {
    String primary = spec.group().orElse(spec.name()).value();
    Set<String> others = new TreeSet<>(spec.otherGroups().orElse(Set.of()));
    others.remove(primary);
    return new Present(
        spec.uid(),
        primary,
        true,
        others,
        spec.comment().orElse(""),
        spec.home().map(RemotePath::value).orElse(""),
        spec.shell().map(RemotePath::value).orElse(""),
        spec.password().<Password>map(Password.Hash::new).orElse(new Password.NotRequested()));
  }

  private static Plan<UserState> converge(Spec spec, Present found) {
    boolean setsPassword =
        spec.password().isPresent() && spec.updatePassword() == UpdatePassword.ALWAYS;
    if (setsPassword && found.password() instanceof Password.Hidden) {
      return Plan.failed(
          Diagnostic.error(
              "Password is unreadable",
              "Only root may read the password of %s. Add \"become: true\" to the task."
                  .formatted(spec.name())));
    }
    String group = found.isInGroup() ? found.primaryGroup() : spec.group().orElseThrow().value();
    Set<String> groups = new TreeSet<>(spec.otherGroups().orElse(found.groups()));
    if (spec.append()) {
      groups.addAll(found.groups());
    }
    // The primary group is listed once, as the primary one.
    groups.remove(group);
    Present wanted =
        new Present(
            spec.uid().or(found::uid),
            group,
            true,
            groups,
            spec.comment().orElse(found.comment()),
            spec.home().map(RemotePath::value).orElse(found.home()),
            spec.shell().map(RemotePath::value).orElse(found.shell()),
            setsPassword ? new Password.Hash(spec.password().orElseThrow()) : found.password());
    return Plan.converge(
            found,
            wanted,
            Property.of(
                "uid",
                Present::uid,
                modify(spec, "-u", spec.uid().map(String::valueOf).orElse(""))),
            Property.of("group", Present::primaryGroup, modify(spec, "-g", group)),
            Property.of("groups", Present::groups, modify(spec, "-G", String.join(",", groups))),
            Property.of("comment", Present::comment, modify(spec, "-c", wanted.comment())),
            Property.of("home", Present::home, home(spec, wanted.home())),
            Property.of("shell", Present::shell, modify(spec, "-s", wanted.shell())),
            Property.of("password", Present::password, password(spec)))
        .map(state -> state);
  }

  private static Step[] add(Spec spec, UserState.Absent found) {
    Step add =
        new CommandBuilder("useradd")
            .option("-u", spec.uid())
            .option("-g", spec.group())
            // useradd would create a group of the user's name, and fail if it exists.
            .addIf(spec.group().isEmpty() && found.ownGroup(), "-N")
            .option(
                "-G", spec.otherGroups().filter(g -> !g.isEmpty()).map(g -> String.join(",", g)))
            .option("-c", spec.comment())
            .option("-d", spec.home())
            .option("-s", spec.shell())
            .addIf(spec.system(), "-r")
            .add(spec.createHome() ? "-m" : "-M", "--", spec.name().value())
            .step();
    return spec.password().isPresent() ? new Step[] {add, password(spec)} : new Step[] {add};
  }

  private static Step modify(Spec spec, String... options) {
    return new CommandBuilder("usermod").add(options).add("--", spec.name().value()).step();
  }

  private static Step home(Spec spec, String home) {
    return spec.moveHome() ? modify(spec, "-d", home, "-m") : modify(spec, "-d", home);
  }

  /** By standard input: a list of processes must not show the hash. */
  private static Step password(Spec spec) {
    String line = spec.name() + ":" + spec.password().map(Secret::reveal).orElse("") + "\n";
    return new Step.Run(Command.of("chpasswd", "-e").withInput(Bytes.utf8(line)));
  }

  private static Step delete(Spec spec) {
    return new CommandBuilder("userdel")
        .addIf(spec.force(), "-f")
        .addIf(spec.remove(), "-r")
        .add("--", spec.name().value())
        .step();
  }

  @Override
  public Map<String, Value> result(Spec spec, UserState state, List<Exec> ran) {
    Map<String, Value> result = new LinkedHashMap<>();
    result.put("name", Value.text(spec.name().value()));
    result.put("state", Value.text(state instanceof Present ? "present" : "absent"));
    if (state instanceof Present found) {
      found.uid().ifPresent(uid -> result.put("uid", Value.number(uid)));
      result.put("home", Value.text(found.home()));
      result.put("shell", Value.text(found.shell()));
      result.put("comment", Value.text(found.comment()));
    }
    return result;
  }
}
