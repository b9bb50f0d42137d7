package dev.plumb.host.files;

import dev.plumb.change.Change;
import dev.plumb.value.FileMode;
import dev.plumb.value.ModeChange;
import dev.plumb.value.RemotePath;
import dev.plumb.value.UserName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who may do what with a file: the mode, owner and group that were asked for, if any. */
public record Permissions(
    Optional<ModeChange> mode, Optional<UserName> owner, Optional<UserName> group) {

  /** Nothing was asked for. */
  public static final Permissions NONE =
      new Permissions(Optional.empty(), Optional.empty(), Optional.empty());

  /** What a new file gets when nothing was asked for. */
  public static final FileMode NEW_FILE = new FileMode(0644);

  /** What a new folder gets when nothing was asked for. */
  public static final FileMode NEW_FOLDER = new FileMode(0755);

  public boolean isUnspecified() {
    return mode.isEmpty() && owner.isEmpty() && group.isEmpty();
  }

  /** The mode in octal digits for what is there or will be, when one was asked for. */
  public Optional<FileMode> modeFor(FileMode before, boolean directory) {
    return mode.map(change -> change.applyTo(before, directory));
  }

  /** What it takes to give them to something that is there. A link's own mode means nothing. */
  public List<Change> changes(RemotePath path, FileEntry.Present found) {
    FileAttributes now = found.attributes();
    boolean link = found instanceof FileEntry.Link;
    List<Change> changes = new ArrayList<>();
    owner
        .filter(user -> !now.ownedBy(user))
        .ifPresent(
            user ->
                changes.add(
                    Change.of(
                        "owner",
                        now.ownerName(),
                        user,
                        FileCommands.attribute("chown", !link, user, path))));
    group
        .filter(name -> !now.hasGroup(name))
        .ifPresent(
            name ->
                changes.add(
                    Change.of(
                        "group",
                        now.groupName(),
                        name,
                        FileCommands.attribute("chgrp", !link, name, path))));
    Optional<FileMode> wanted =
        link ? Optional.empty() : modeFor(now.mode(), found instanceof FileEntry.Directory);
    // The mode comes last: a new owner or group takes the set-id bits away.
    boolean bitsLost =
        !changes.isEmpty() && wanted.filter(to -> (to.bits() & 06000) != 0).isPresent();
    wanted
        .filter(to -> bitsLost || !to.equals(now.mode()))
        .ifPresent(
            to ->
                changes.add(
                    Change.of(
                        "mode",
                        now.mode(),
                        to,
                        FileCommands.attribute(
                            "chmod",
                            true,
                            chmodDigits(to, found instanceof FileEntry.Directory),
                            path))));
    return changes;
  }

  /** The same thing once the changes are made. */
  public FileEntry.Present appliedTo(FileEntry.Present found) {
    FileAttributes now = found.attributes();
    FileAttributes then = owner.isPresent() ? now.withOwner(owner.get().value()) : now;
    then = group.isPresent() ? then.withGroup(group.get().value()) : then;
    Optional<FileMode> wanted =
        found instanceof FileEntry.Link
            ? Optional.empty()
            : modeFor(now.mode(), found instanceof FileEntry.Directory);
    return found.with(wanted.isPresent() ? then.withMode(wanted.get()) : then);
  }

  /** The changes that come with making something new: to be shown, without steps of their own. */
  public List<Change> changesOnCreation(FileMode before, boolean directory) {
    List<Change> changes = new ArrayList<>();
    owner.ifPresent(user -> changes.add(Change.of("owner", "absent", user)));
    group.ifPresent(name -> changes.add(Change.of("group", "absent", name)));
    modeFor(before, directory).ifPresent(to -> changes.add(Change.of("mode", "absent", to)));
    return changes;
  }

  /** With four digits chmod leaves a folder's set-id bits as they are; with five it does not. */
  static String chmodDigits(FileMode mode, boolean directory) {
    return directory ? "0" + mode : mode.toString();
  }
}
