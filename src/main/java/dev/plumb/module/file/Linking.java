package dev.plumb.module.file;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.remote.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans states link and hard of module {@code file}. */
record Linking(FileSpec spec) {

  private boolean hard() {
    return spec.state().filter(s -> s == FileSpec.State.HARD).isPresent();
  }

  Plan<FileFound> plan(FileFound found) {
    Entry source = found.source().orElse(new Entry.Missing());
    if (found.entry() instanceof Entry.Present present && isTheLink(present, source)) {
      return Plan.of(
          spec.access().changes(spec.path(), present),
          found.with(spec.access().appliedTo(present)));
    }
    if (!(source instanceof Entry.Present) && (hard() || !spec.force())) {
      return Plan.blocked(FileModule.noSource(spec));
    }
    return switch (found.entry()) {
      case Entry.Obstructed _ -> Plan.failed(Problems.obstructed(spec.path()));
      case Entry.Missing _ when found.above().getFirst() instanceof Entry.Missing ->
          Plan.blocked(Problems.noFolder(spec.path()));
      case Entry.Missing _ -> make(found, source, Optional.empty());
      case Entry.Link _ -> make(found, source, Optional.empty());
      case Entry.Present inTheWay when !spec.force() ->
          Plan.failed(
              Problems.otherKind(
                  spec.path(),
                  hard() ? "hard link to " + spec.source() : "link",
                  inTheWay,
                  "To replace it, say \"force: true\"; a directory must be empty for that."));
      case Entry.Directory _ ->
          make(found, source, Optional.of(Step.run("rmdir", "--", spec.path().value())));
      case Entry.Present _ -> make(found, source, Optional.empty());
    };
  }

  private boolean isTheLink(Entry.Present present, Entry source) {
    if (!hard()) {
      return present instanceof Entry.Link(String target, Attributes _)
          && target.equals(spec.src().orElseThrow());
    }
    return source instanceof Entry.Present original
        && original.attributes().inode() == present.attributes().inode()
        && original.attributes().device() == present.attributes().device();
  }

  private Plan<FileFound> make(FileFound found, Entry source, Optional<Step> before) {
    String target = hard() ? spec.source() : spec.src().orElseThrow();
    // -T: a link to a folder is replaced, not written into. ln -f renames into place.
    Step link = Step.run("ln", hard() ? "-fT" : "-sfT", "--", target, spec.path().value());
    Entry.Present made =
        hard() && source instanceof Entry.Present original
            ? original
            : new Entry.Link(target, Attributes.fresh(Access.NEW_FILE));
    List<Step> steps = new ArrayList<>();
    before.ifPresent(steps::add);
    steps.add(link);
    String after = (hard() ? "hard link to " : "link to ") + target;
    List<Change> changes = new ArrayList<>();
    changes.add(Change.of("state", found.entry().shown(), after, steps.toArray(Step[]::new)));
    changes.addAll(owning(made));
    return new Plan.Needed<>(changes, found.with(spec.access().appliedTo(made)));
  }

  /** A new link belongs to whoever made it: unlike a file, it cannot be made with its owner. */
  private List<Change> owning(Entry.Present made) {
    if (hard()) {
      return spec.access().changes(spec.path(), made);
    }
    return spec.access()
        .changes(
            spec.path(),
            made.with(
                new Attributes(
                    made.attributes().mode(), -1, -1, "absent", "absent", 1, 0, 0, 0, 0, 0, 0)));
  }
}
