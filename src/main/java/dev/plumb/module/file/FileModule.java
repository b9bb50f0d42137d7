package dev.plumb.module.file;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.value.Content;
import dev.plumb.value.FileMode;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps a path a file, a directory, a link or absent, with its mode and owner. */
public final class FileModule implements TaskModule<FileSpec, FileFound> {

  @Override
  public String name() {
    return "file";
  }

  @Override
  public String doc() {
    return "Keeps a path a file, a directory, a link or absent, with its mode and owner.";
  }

  @Override
  public Class<FileSpec> spec() {
    return FileSpec.class;
  }

  @Override
  public Probe<FileFound> probe(FileSpec spec) {
    return FileFound.probe(spec);
  }

  @Override
  public Plan<FileFound> plan(FileSpec spec, FileFound found) {
    if (spec.state().isEmpty()) {
      return keep(spec, found, found.entry() instanceof Entry.Present);
    }
    return switch (spec.state().get()) {
      case FILE -> keep(spec, found, found.entry() instanceof Entry.Regular);
      case DIRECTORY -> directory(spec, found);
      case LINK, HARD -> new Linking(spec).plan(found);
      case TOUCH -> touch(spec, found);
      case ABSENT -> Removal.plan(spec.path(), found);
    };
  }

  private static Plan<FileFound> keep(FileSpec spec, FileFound found, boolean asWanted) {
    return switch (found.entry()) {
      case Entry.Present present when asWanted ->
          Plan.of(
              spec.access().changes(spec.path(), present),
              found.with(spec.access().appliedTo(present)));
      case Entry.Present present ->
          Plan.failed(
              Problems.otherKind(
                  spec.path(), "file", present, "Remove it first, with state absent."));
      case Entry.Missing _, Entry.Obstructed _ ->
          Plan.blocked(
              Problems.noFile(
                  spec.path(),
                  "To make one, use state touch or directory, or the modules copy and template."));
    };
  }

  private static Plan<FileFound> directory(FileSpec spec, FileFound found) {
    return switch (found.entry()) {
      case Entry.Directory directory -> {
        List<Change> changes = new ArrayList<>(spec.access().changes(spec.path(), directory));
        changes.addAll(Below.changes(found.below(), spec.access()));
        yield Plan.of(
            changes,
            new FileFound(
                spec.access().appliedTo(directory),
                found.above(),
                found.source(),
                Below.appliedTo(found.below(), spec.access())));
      }
      case Entry.Present other ->
          Plan.failed(
              Problems.otherKind(
                  spec.path(), "directory", other, "Remove it first, with state absent."));
      case Entry.Obstructed _ -> Plan.failed(Problems.obstructed(spec.path()));
      case Entry.Missing _ -> newDirectory(spec, found);
    };
  }

  private static Plan<FileFound> newDirectory(FileSpec spec, FileFound found) {
    FileMode mode = spec.access().modeFor(Access.NEW_FOLDER, true).orElse(Access.NEW_FOLDER);
    List<Change> changes = new ArrayList<>();
    changes.add(Change.of("state", "absent", "directory", makeDirectory(spec, found, mode)));
    changes.addAll(spec.access().broughtAlong(Access.NEW_FOLDER, true));
    Entry made = spec.access().appliedTo(new Entry.Directory(Attributes.fresh(mode)));
    List<Entry> above =
        found.above().stream().map(e -> e instanceof Entry.Missing ? made : e).toList();
    return new Plan.Needed<>(changes, new FileFound(made, above, found.source(), List.of()));
  }

  private static Step makeDirectory(FileSpec spec, FileFound found, FileMode mode) {
    if (spec.access().asksNothing()) {
      return Step.run("mkdir", "-p", "--", spec.path().value());
    }
    // install gives mode and owner to each folder it is told of; what is above would get its own
    // defaults. So it is told of each that is missing.
    List<String> words = new ArrayList<>(List.of("install", "-d", "-m", mode.toString()));
    spec.owner().ifPresent(user -> words.addAll(List.of("-o", user.value())));
    spec.group().ifPresent(group -> words.addAll(List.of("-g", group.value())));
    words.add("--");
    List<RemotePath> ancestors = FileFound.ancestors(spec.path());
    for (int i = 0; i < ancestors.size(); i++) {
      if (found.above().get(i) instanceof Entry.Missing) {
        words.add(ancestors.get(i).value());
      }
    }
    words.add(spec.path().value());
    return new Step.Run(Command.of(words));
  }

  private static Plan<FileFound> touch(FileSpec spec, FileFound found) {
    return switch (found.entry()) {
      case Entry.Obstructed _ -> Plan.failed(Problems.obstructed(spec.path()));
      case Entry.Missing _ when found.above().getFirst() instanceof Entry.Missing ->
          Plan.blocked(Problems.noFolder(spec.path()));
      case Entry.Missing _ -> newFile(spec, found);
      case Entry.Present present -> {
        List<Change> changes = new ArrayList<>(spec.access().changes(spec.path(), present));
        if (spec.modificationTime() == FileSpec.Time.PRESERVE
            && spec.accessTime() == FileSpec.Time.PRESERVE) {
          yield Plan.of(changes, found.with(spec.access().appliedTo(present)));
        }
        changes.add(Change.of("times", "earlier", "now", new Step.Run(touching(spec))));
        yield new Plan.Action<>(changes, Plan.Foresight.CHANGES);
      }
    };
  }

  private static Plan<FileFound> newFile(FileSpec spec, FileFound found) {
    FileMode mode = spec.access().modeFor(Access.NEW_FILE, false).orElse(Access.NEW_FILE);
    List<Change> changes = new ArrayList<>();
    Step write =
        new Step.Write(
            spec.path(),
            Content.utf8(""),
            spec.access().modeFor(Access.NEW_FILE, false),
            spec.owner(),
            spec.group(),
            Optional.empty(),
            false);
    changes.add(Change.of("state", "absent", "file", write));
    changes.addAll(spec.access().broughtAlong(Access.NEW_FILE, false));
    Entry made = spec.access().appliedTo(new Entry.Regular(Attributes.fresh(mode)));
    // The times of a file just made are as good as touched, so nothing more is expected of it; but
    // a later look cannot know that, so touching stays an action unless the times are preserved.
    return spec.modificationTime() == FileSpec.Time.PRESERVE
            && spec.accessTime() == FileSpec.Time.PRESERVE
        ? new Plan.Needed<>(changes, found.with(made))
        : new Plan.Action<>(changes, Plan.Foresight.CHANGES);
  }

  private static Command touching(FileSpec spec) {
    List<String> words = new ArrayList<>(List.of("touch", "-c"));
    if (!spec.follow()) {
      words.add("-h");
    }
    if (spec.modificationTime() == FileSpec.Time.PRESERVE) {
      words.add("-a");
    }
    if (spec.accessTime() == FileSpec.Time.PRESERVE) {
      words.add("-m");
    }
    words.addAll(List.of("--", spec.path().value()));
    return Command.of(words);
  }

  @Override
  public Map<String, Value> result(FileSpec spec, FileFound found, List<Exec> ran) {
    return Map.of(
        "path", Value.text(spec.path().value()),
        "dest", Value.text(spec.path().value()),
        "state", Value.text(found.entry().shown().split(" ", 2)[0]));
  }

  /** What a person is told of a link that cannot be made. */
  static Diagnostic noSource(FileSpec spec) {
    return Diagnostic.error(
        "Link leads nowhere",
        """
        There is no %s on the host for %s to lead to. A task before this one can make it; to make \
        the link all the same, say:
            force: true"""
            .formatted(spec.source(), spec.path()));
  }
}
