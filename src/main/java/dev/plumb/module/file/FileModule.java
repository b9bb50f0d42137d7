package dev.plumb.module.file;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.files.FileAttributes;
import dev.plumb.host.files.FileCommands;
import dev.plumb.host.files.FileEntry;
import dev.plumb.host.files.FileProblems;
import dev.plumb.host.files.Permissions;
import dev.plumb.host.files.TreeEntry;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.ModuleTrait;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.value.Content;
import dev.plumb.value.FileMode;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps a path a file, a directory, a link or absent, with its mode and owner. */
public final class FileModule implements TaskModule<FileSpec, FileFound> {

  @Override
  public ModuleInfo<FileSpec> info() {
    return ModuleInfo.of(
        "file",
        FileSpec.class,
        "Keeps a path a file, a directory, a link or absent, with its mode and owner.");
  }

  @Override
  public Set<ModuleTrait> traits(Value args) {
    boolean creates =
        args instanceof Value.Entries entries
            && entries
                .get("state")
                .filter(state -> List.of("directory", "touch").contains(state.toString()))
                .isPresent();
    return creates ? Set.of(ModuleTrait.CREATES_FILES) : Set.of();
  }

  @Override
  public Probe<FileFound> probe(FileSpec spec) {
    return FileFound.probe(spec);
  }

  @Override
  public Plan<FileFound> plan(FileSpec spec, FileFound found) {
    if (spec.state().isEmpty()) {
      return planExisting(spec, found, found.entry() instanceof FileEntry.Present);
    }
    return switch (spec.state().get()) {
      case FILE -> planExisting(spec, found, found.entry() instanceof FileEntry.Regular);
      case DIRECTORY -> planDirectory(spec, found);
      case LINK, HARD -> new FileLinkPlanner(spec).plan(found);
      case TOUCH -> planTouch(spec, found);
      case ABSENT -> FileRemoval.plan(spec.path(), found);
    };
  }

  private static Plan<FileFound> planExisting(FileSpec spec, FileFound found, boolean asWanted) {
    return switch (found.entry()) {
      case FileEntry.Present present when asWanted ->
          Plan.of(
              spec.access().changes(spec.path(), present),
              found.with(spec.access().appliedTo(present)));
      case FileEntry.Present present ->
          Plan.failed(
              FileProblems.wrongKind(
                  spec.path(), "file", present, "Remove it first, with state absent."));
      case FileEntry.Missing _, FileEntry.Obstructed _ ->
          Plan.blocked(
              FileProblems.missingFile(
                  spec.path(),
                  "To make one, use state touch or directory, or the modules copy and template."));
    };
  }

  private static Plan<FileFound> planDirectory(FileSpec spec, FileFound found) {
    return switch (found.entry()) {
      case FileEntry.Directory directory -> {
        List<Change> changes = new ArrayList<>(spec.access().changes(spec.path(), directory));
        changes.addAll(TreeEntry.changes(found.below(), spec.access()));
        yield Plan.of(
            changes,
            new FileFound(
                spec.access().appliedTo(directory),
                found.above(),
                found.source(),
                TreeEntry.appliedTo(found.below(), spec.access())));
      }
      case FileEntry.Present other ->
          Plan.failed(
              FileProblems.wrongKind(
                  spec.path(), "directory", other, "Remove it first, with state absent."));
      case FileEntry.Obstructed _ -> Plan.failed(FileProblems.obstructed(spec.path()));
      case FileEntry.Missing _ -> planNewDirectory(spec, found);
    };
  }

  private static Plan<FileFound> planNewDirectory(FileSpec spec, FileFound found) {
    FileMode mode =
        spec.access().modeFor(Permissions.NEW_FOLDER, true).orElse(Permissions.NEW_FOLDER);
    List<Change> changes = new ArrayList<>();
    changes.add(
        Change.of(
            "state",
            "absent",
            "directory",
            FileCommands.makeFolder(
                spec.path(),
                spec.access(),
                spec.access().isUnspecified() ? Optional.empty() : Optional.of(mode))));
    changes.addAll(spec.access().changesOnCreation(Permissions.NEW_FOLDER, true));
    FileEntry made =
        spec.access().appliedTo(new FileEntry.Directory(FileAttributes.ofNewFile(mode)));
    List<FileEntry> above =
        found.above().stream().map(e -> e instanceof FileEntry.Missing ? made : e).toList();
    return new Plan.Needed<>(changes, new FileFound(made, above, found.source(), List.of()));
  }

  private static Plan<FileFound> planTouch(FileSpec spec, FileFound found) {
    return switch (found.entry()) {
      case FileEntry.Obstructed _ -> Plan.failed(FileProblems.obstructed(spec.path()));
      case FileEntry.Missing _ when found.above().getFirst() instanceof FileEntry.Missing ->
          Plan.blocked(FileProblems.missingFolder(spec.path()));
      case FileEntry.Missing _ -> planNewFile(spec, found);
      case FileEntry.Present present -> {
        List<Change> changes = new ArrayList<>(spec.access().changes(spec.path(), present));
        if (spec.modificationTime() == FileSpec.Time.PRESERVE
            && spec.accessTime() == FileSpec.Time.PRESERVE) {
          yield Plan.of(changes, found.with(spec.access().appliedTo(present)));
        }
        changes.add(Change.of("times", "earlier", "now", touch(spec)));
        yield new Plan.Action<>(changes, Plan.CheckVerdict.CHANGES);
      }
    };
  }

  private static Plan<FileFound> planNewFile(FileSpec spec, FileFound found) {
    FileMode mode = spec.access().modeFor(Permissions.NEW_FILE, false).orElse(Permissions.NEW_FILE);
    List<Change> changes = new ArrayList<>();
    Step write =
        new Step.Write(
            spec.path(),
            Content.utf8(""),
            spec.access().modeFor(Permissions.NEW_FILE, false),
            spec.owner(),
            spec.group(),
            Optional.empty(),
            false,
            spec.follow());
    changes.add(Change.of("state", "absent", "file", write));
    changes.addAll(spec.access().changesOnCreation(Permissions.NEW_FILE, false));
    FileEntry made = spec.access().appliedTo(new FileEntry.Regular(FileAttributes.ofNewFile(mode)));
    // The times of a file just made are as good as touched, so nothing more is expected of it; but
    // a later look cannot know that, so touching stays an action unless the times are preserved.
    return spec.modificationTime() == FileSpec.Time.PRESERVE
            && spec.accessTime() == FileSpec.Time.PRESERVE
        ? new Plan.Needed<>(changes, found.with(made))
        : new Plan.Action<>(changes, Plan.CheckVerdict.CHANGES);
  }

  private static Step touch(FileSpec spec) {
    String options =
        spec.modificationTime() == FileSpec.Time.PRESERVE
            ? "-a"
            : spec.accessTime() == FileSpec.Time.PRESERVE ? "-m" : "";
    return FileCommands.touch(spec.path(), spec.follow(), options);
  }

  @Override
  public Map<String, Value> result(FileSpec spec, FileFound found, List<Exec> ran) {
    return Map.of(
        "path", Value.text(spec.path().value()),
        "dest", Value.text(spec.path().value()),
        "state", Value.text(found.entry().describe().split(" ", 2)[0]));
  }

  /** What a person is told of a link that cannot be made. */
  static Diagnostic missingLinkTarget(FileSpec spec) {
    return Diagnostic.error(
        "Link leads nowhere",
        """
        There is no %s on the host for %s to lead to. A task before this one can make it; to make \
        the link all the same, set:
            force: true\
        """
            .formatted(spec.linkTarget(), spec.path()));
  }
}
