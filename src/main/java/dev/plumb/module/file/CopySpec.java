package dev.plumb.module.file;

import dev.plumb.host.files.Destination;
import dev.plumb.host.files.Permissions;
import dev.plumb.host.files.ValidationCommand;
import dev.plumb.module.Arg;
import dev.plumb.value.Content;
import dev.plumb.value.FileSource;
import dev.plumb.value.ModeChange;
import dev.plumb.value.UserName;
import java.util.Optional;

/** What module {@code copy} is asked for. */
record CopySpec(
    @Arg(
            doc =
                "Where the file goes. When it ends with a slash or is a directory, the file goes"
                    + " into it under its own name; a missing directory with a slash is made.",
            example = "/etc/etcd/etcd.conf")
        Destination dest,
    @Arg(
            doc = "The file to copy: beside the playbook or in the role's files.",
            example = "etcd.conf",
            from = Arg.Source.FILE,
            onHostWhen = "remote_src")
        Optional<FileSource> src,
    @Arg(doc = "The content of the file, instead of src.", example = "'ok'")
        Optional<Content> content,
    @Arg(
            doc = "Whether src is a path on the host, and not one beside the playbook.",
            example = "true",
            defaultValue = "false")
        boolean remoteSrc,
    @Arg(
            doc =
                "Permissions, in octal digits or in words of chmod. An existing file keeps its own"
                    + " when left out.",
            example = "'0644'")
        Optional<ModeChange> mode,
    @Arg(doc = "The user that owns it.", example = "root") Optional<UserName> owner,
    @Arg(doc = "The group it belongs to.", example = "etcd") Optional<UserName> group,
    @Arg(
            doc = "Whether a file that holds something else is replaced.",
            example = "false",
            defaultValue = "true")
        boolean force,
    @Arg(
            doc =
                "Whether a symbolic link at the destination is followed. By default the file"
                    + " replaces it.",
            example = "true",
            defaultValue = "false")
        boolean follow,
    @Arg(
            doc = "Whether the old content is kept beside the file.",
            example = "true",
            defaultValue = "false")
        boolean backup,
    @Arg(
            doc =
                "A command that must succeed before the new file is put in its place; the word %s"
                    + " in it stands for the new file. No shell runs it.",
            example = "visudo -cf %s")
        Optional<ValidationCommand> validate) {

  CopySpec {
    if (src.isPresent() == content.isPresent()) {
      throw new IllegalArgumentException("needs either \"src\" or \"content\"");
    }
    if (content.isPresent() && dest.folder()) {
      throw new IllegalArgumentException(
          "needs a file name in \"dest\" for \"content\", but was given the folder " + dest);
    }
  }

  Permissions access() {
    return new Permissions(mode, owner, group);
  }
}
