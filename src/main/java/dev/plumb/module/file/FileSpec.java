package dev.plumb.module.file;

import dev.plumb.host.files.Permissions;
import dev.plumb.module.Arg;
import dev.plumb.value.ModeChange;
import dev.plumb.value.RemotePath;
import dev.plumb.value.UserName;
import java.util.Optional;

/** What module {@code file} is asked for. */
record FileSpec(
    @Arg(
            doc = "The path to keep.",
            example = "/etc/etcd",
            aliases = {"dest", "name"})
        RemotePath path,
    @Arg(
            doc =
                "What shall stand there. A missing directory is made with the folders above it."
                    + " When left out, whatever is there keeps its kind, and must be there.",
            example = "directory")
        Optional<State> state,
    @Arg(
            doc =
                "Permissions, in octal digits or in words of chmod. Also given to folders that are"
                    + " made on the way. A link has none of its own.",
            example = "'0755'")
        Optional<ModeChange> mode,
    @Arg(doc = "The user that owns it.", example = "etcd") Optional<UserName> owner,
    @Arg(doc = "The group it belongs to.", example = "etcd") Optional<UserName> group,
    @Arg(
            doc =
                "For state link and hard: what the link leads to. For state link it may be relative"
                    + " to the link's folder.",
            example = "/opt/etcd/bin/etcd")
        Optional<String> src,
    @Arg(
            doc = "For directories: give mode, owner and group to everything below, too.",
            example = "true",
            defaultValue = "false")
        boolean recurse,
    @Arg(
            doc =
                "For links: make the link though what it leads to is missing, or though a file or"
                    + " an empty directory is in its place.",
            example = "true",
            defaultValue = "false")
        boolean force,
    @Arg(
            doc = "When the path is a link, keep what it leads to, and not the link itself.",
            example = "false",
            defaultValue = "true")
        boolean follow,
    @Arg(
            doc = "For state touch: set the time of the last modification, or leave it.",
            example = "preserve",
            defaultValue = "now")
        Time modificationTime,
    @Arg(
            doc = "For state touch: set the time of the last access, or leave it.",
            example = "preserve",
            defaultValue = "now")
        Time accessTime) {

  /** What shall stand at a path. */
  enum State {
    FILE,
    DIRECTORY,
    LINK,
    HARD,
    TOUCH,
    ABSENT
  }

  /** What touch does to a time. */
  enum Time {
    NOW,
    PRESERVE
  }

  FileSpec {
    boolean link = state.filter(s -> s == State.LINK || s == State.HARD).isPresent();
    if (link && src.isEmpty()) {
      throw new IllegalArgumentException("needs \"src\" for a link: what it leads to");
    }
    if (!link && src.isPresent()) {
      throw new IllegalArgumentException(
          "takes \"src\" only with state link or hard; to bring a file's content there is copy");
    }
    if (recurse && state.filter(s -> s != State.DIRECTORY).isPresent()) {
      throw new IllegalArgumentException("takes \"recurse\" only with state directory");
    }
    if (recurse && state.isEmpty()) {
      state = Optional.of(State.DIRECTORY);
    }
  }

  Permissions access() {
    return new Permissions(mode, owner, group);
  }

  /** Where the link leads, from the root; {@code ..} is taken by name, not through other links. */
  String linkTarget() {
    String text = src.orElseThrow();
    StringBuilder path = new StringBuilder();
    for (String part : (text.startsWith("/") ? text : path().parent() + "/" + text).split("/")) {
      if (part.equals("..")) {
        path.setLength(Math.max(0, path.lastIndexOf("/")));
      } else if (!part.isEmpty() && !part.equals(".")) {
        path.append('/').append(part);
      }
    }
    return path.isEmpty() ? "/" : path.toString();
  }
}
