package dev.plumb.module.user;

import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Secret;
import dev.plumb.value.UserName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

record UserSpec(
    @Arg(doc = "The login.", example = "etcd", aliases = "user") UserName name,
    @Arg(doc = "Whether the user shall be there.", example = "absent", defaultValue = "present")
        Presence state,
    @Arg(doc = "The user's number.", example = "900") Optional<Integer> uid,
    @Arg(doc = "The primary group: a name or a number.", example = "etcd") Optional<UserName> group,
    @Arg(
            doc =
                "The other groups, as a list or with commas between. An empty list means none; left"
                    + " as found when absent.",
            example = "[docker, adm]")
        Optional<List<String>> groups,
    @Arg(
            doc = "Whether the user stays in groups that are not listed.",
            example = "true",
            defaultValue = "false")
        boolean append,
    @Arg(doc = "The login shell.", example = "/usr/sbin/nologin") Optional<RemotePath> shell,
    @Arg(doc = "The home folder.", example = "/var/lib/etcd") Optional<RemotePath> home,
    @Arg(
            doc = "Whether a new user's home folder is made.",
            example = "false",
            aliases = "createhome",
            defaultValue = "true")
        boolean createHome,
    @Arg(
            doc = "Whether the content moves along when the home folder changes.",
            example = "true",
            defaultValue = "false")
        boolean moveHome,
    @Arg(
            doc = "Whether a new user gets a number from those of system users.",
            example = "true",
            defaultValue = "false")
        boolean system,
    @Arg(doc = "The person's name, or what the user is for.", example = "etcd daemon")
        Optional<String> comment,
    @Arg(
            doc = "The hash of the password, as mkpasswd prints it; \"!\" locks it.",
            example = "\"!\"")
        Optional<Secret> password,
    @Arg(
            doc = "When the password is set: always, or on_create for new users only.",
            example = "on_create",
            defaultValue = "always")
        UpdatePassword updatePassword,
    @Arg(
            doc = "With state absent: whether home folder and mail go too.",
            example = "true",
            defaultValue = "false")
        boolean remove,
    @Arg(
            doc = "With state absent: whether also a user who is logged in is deleted.",
            example = "true",
            defaultValue = "false")
        boolean force) {

  /** When a password is set. */
  enum UpdatePassword {
    ALWAYS,
    ON_CREATE
  }

  UserSpec {
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
    return groups.map(UserSpec::names);
  }

  private static Set<String> names(List<String> list) {
    Set<String> names = new TreeSet<>();
    for (String text : list) {
      for (String name : text.split(",")) {
        if (!name.isBlank()) {
          names.add(name.strip());
        }
      }
    }
    return names;
  }
}
