package dev.plumb.module.file;

import dev.plumb.host.files.Destination;
import dev.plumb.host.files.ValidationCommand;
import dev.plumb.module.Arg;
import dev.plumb.value.FileSource;
import dev.plumb.value.ModeChange;
import dev.plumb.value.UserName;
import java.util.Optional;
import java.util.regex.Pattern;

/** What module {@code template} is asked for. */
record TemplateSpec(
    @Arg(
            doc = "The template: beside the playbook or in the role's templates.",
            example = "etcd.service.ftl",
            from = Arg.Source.TEMPLATE)
        FileSource src,
    @Arg(
            doc =
                "Where the text goes. When it ends with a slash or is a directory, it goes into it"
                    + " under the template's name without .ftl.",
            example = "/etc/systemd/system/etcd.service")
        Destination dest,
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

  private static final Pattern ENDING = Pattern.compile("\\.ftlh?$");

  /** A template is copied as the text it renders to. */
  CopySpec asCopy() {
    FileSource rendered =
        switch (src) {
          case FileSource.Upload(String name, var content) ->
              FileSource.upload(ENDING.matcher(name).replaceFirst(""), content);
          case FileSource.OnHost onHost -> onHost;
        };
    return new CopySpec(
        dest,
        Optional.of(rendered),
        Optional.empty(),
        false,
        mode,
        owner,
        group,
        force,
        follow,
        backup,
        validate);
  }
}
