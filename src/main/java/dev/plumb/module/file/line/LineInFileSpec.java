package dev.plumb.module.file.line;

import dev.plumb.host.files.Permissions;
import dev.plumb.host.files.ValidationCommand;
import dev.plumb.module.Arg;
import dev.plumb.module.Presence;
import dev.plumb.value.ModeChange;
import dev.plumb.value.RemotePath;
import dev.plumb.value.UserName;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What module {@code lineinfile} is asked for. */
record LineInFileSpec(
    @Arg(
            doc = "The file to edit.",
            example = "/etc/default/etcd",
            aliases = {"dest", "destfile", "name"})
        RemotePath path,
    @Arg(
            doc = "The line, without its end. Needed for state present.",
            example = "ETCD_ENABLE_V2=true",
            aliases = "value")
        Optional<String> line,
    @Arg(
            doc =
                "A regular expression (of Java; Python's named groups are understood). For state"
                    + " present the last line that it finds is replaced; for state absent every"
                    + " line that it finds is removed.",
            example = "'^ETCD_ENABLE_V2='",
            aliases = "regex")
        Optional<LinePattern> regexp,
    @Arg(doc = "A text in place of regexp, found as it is.", example = "ETCD_ENABLE_V2=")
        Optional<String> searchString,
    @Arg(doc = "Whether the line must exist.", example = "absent", defaultValue = "present")
        Presence state,
    @Arg(
            doc =
                "A new line goes after the last line that this expression finds, or to the end of"
                    + " the file: EOF.",
            example = "'^# etcd'")
        Optional<LinePattern> insertafter,
    @Arg(
            doc =
                "A new line goes before the last line that this expression finds, or to the"
                    + " beginning of the file: BOF.",
            example = "BOF")
        Optional<LinePattern> insertbefore,
    @Arg(
            doc =
                "Whether \\1 and \\g<name> in the line stand for groups of regexp. Nothing is"
                    + " inserted when regexp finds no line.",
            example = "true",
            defaultValue = "false")
        boolean backrefs,
    @Arg(
            doc = "Whether the first line found counts, and not the last.",
            example = "true",
            defaultValue = "false")
        boolean firstmatch,
    @Arg(
            doc = "Whether to create a missing file and its directory.",
            example = "true",
            defaultValue = "false")
        boolean create,
    @Arg(doc = "Permissions of the file, in octal digits or in words of chmod.", example = "'0644'")
        Optional<ModeChange> mode,
    @Arg(doc = "The user that owns it.", example = "root") Optional<UserName> owner,
    @Arg(doc = "The group it belongs to.", example = "root") Optional<UserName> group,
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

  LineInFileSpec {
    if (state == Presence.PRESENT && line.isEmpty()) {
      throw new IllegalArgumentException("needs \"line\" for state present");
    }
    if (line.isEmpty() && regexp.isEmpty() && searchString.isEmpty()) {
      throw new IllegalArgumentException("needs \"line\", \"regexp\" or \"search_string\"");
    }
    if (regexp.isPresent() && searchString.isPresent()) {
      throw new IllegalArgumentException("takes only one of \"regexp\" and \"search_string\"");
    }
    if (insertafter.isPresent() && insertbefore.isPresent()) {
      throw new IllegalArgumentException("takes only one of \"insertafter\" and \"insertbefore\"");
    }
    if (backrefs && regexp.isEmpty()) {
      throw new IllegalArgumentException("needs \"regexp\" when backrefs is true");
    }
    if (line.filter(text -> text.contains("\n")).isPresent()) {
      throw new IllegalArgumentException("takes one line in \"line\", but was given several");
    }
  }

  Permissions access() {
    return new Permissions(mode, owner, group);
  }

  /** The same, for a text whose bytes were read as letters of another character set. */
  LineInFileSpec withCharset(Charset charset) {
    return charset.equals(StandardCharsets.UTF_8)
        ? this
        : new LineInFileSpec(
            path,
            line.map(text -> new String(text.getBytes(StandardCharsets.UTF_8), charset)),
            regexp,
            searchString.map(text -> new String(text.getBytes(StandardCharsets.UTF_8), charset)),
            state,
            insertafter,
            insertbefore,
            backrefs,
            firstmatch,
            create,
            mode,
            owner,
            group,
            backup,
            validate);
  }

  boolean matches(String text) {
    return regexp.isPresent()
        ? regexp.get().matches(text)
        : searchString.filter(text::contains).isPresent();
  }
}
