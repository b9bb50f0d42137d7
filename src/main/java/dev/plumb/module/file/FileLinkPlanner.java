package dev.plumb.module.file;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.host.files.FileAttributes;
import dev.plumb.host.files.FileCommands;
import dev.plumb.host.files.FileEntry;
import dev.plumb.host.files.FileProblems;
import dev.plumb.host.files.Permissions;
import dev.plumb.remote.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans states link and hard of module {@code file}. */
record FileLinkPlanner(FileSpec spec) {

  private boolean hard() {
    return spec.state().filter(s -> s == FileSpec.State.HARD).isPresent();
  }

  Plan<FileFound> plan(FileFound found) {
    FileEntry source = found.source().orElse(new FileEntry.Missing());
    if (found.entry() instanceof FileEntry.Present present && isWantedLink(present, source)) {
      return Plan.of(
          spec.access().changes(spec.path(), present),
          found.with(spec.access().appliedTo(present)));
    }
    if (!(source instanceof FileEntry.Present) && (hard() || !spec.force())) {
      return Plan.blocked(FileModule.missingLinkTarget(spec));
    }
    return switch (found.entry()) {
      case FileEntry.Obstructed _ -> Plan.failed(FileProblems.obstructed(spec.path()));
      case FileEntry.Missing _ when found.above().getFirst() instanceof FileEntry.Missing ->
          Plan.blocked(FileProblems.missingFolder(spec.path()));
      case FileEntry.Missing _ -> make(found, source, Optional.empty());
      case FileEntry.Link _ -> make(found, source, Optional.empty());
      case FileEntry.Present inTheWay when !spec.force() ->
          Plan.failed(
              FileProblems.wrongKind(
                  spec.path(),
                  hard() ? "hard link to " + spec.linkTarget() : "link",
                  inTheWay,
                  "To replace it, say \"force: true\"; a directory must be empty for that."));
      case FileEntry.Directory _ ->
          make(found, source, Optional.of(FileCommands.removeEmptyFolder(spec.path())));
      case FileEntry.Present _ -> make(found, source, Optional.empty());
    };
  }

  private boolean isWantedLink(FileEntry.Present present, FileEntry source) {
    if (!hard()) {
      return present instanceof FileEntry.Link(String target, FileAttributes _)
          && target.equals(spec.src().orElseThrow());
    }
    return source instanceof FileEntry.Present original
        && original.attributes().inode() == present.attributes().inode()
        && original.attributes().device() == present.attributes().device();
  }

  private Plan<FileFound> make(FileFound found, FileEntry source, Optional<Step> before) {
    String target = hard() ? spec.linkTarget() : spec.src().orElseThrow();
    Step link = FileCommands.link(target, spec.path(), hard());
    FileEntry.Present made =
        hard() && source instanceof FileEntry.Present original
            ? original
            : new FileEntry.Link(target, FileAttributes.ofNewFile(Permissions.NEW_FILE));
    List<Step> steps = new ArrayList<>();
    before.ifPresent(steps::add);
    steps.add(link);
    String after = (hard() ? "hard link to " : "link to ") + target;
    List<Change> changes = new ArrayList<>();
    changes.add(Change.of("state", found.entry().describe(), after, steps.toArray(Step[]::new)));
    changes.addAll(ownershipChanges(made));
    return new Plan.Needed<>(changes, found.with(spec.access().appliedTo(made)));
  }

  /** A new link belongs to whoever made it: unlike a file, it cannot be made with its owner. */
  private List<Change> ownershipChanges(FileEntry.Present made) {
    if (hard()) {
      return spec.access().changes(spec.path(), made);
    }
    return spec.access()
        .changes(
            spec.path(),
            made.with(
                new FileAttributes(
                    made.attributes().mode(), -1, -1, "absent", "absent", 1, 0, 0, 0, 0, 0, 0)));
  }
}
