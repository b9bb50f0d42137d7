package dev.plumb.module.file;

import dev.plumb.change.Change;
import dev.plumb.change.FileText;
import dev.plumb.change.Plan;
import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.value.Content;
import dev.plumb.value.FileMode;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a file comes to hold what it shall, with its mode and owner: what copy, template and
 * lineinfile have in common.
 *
 * @param makeFolder whether a missing folder is made; else it blocks
 * @param overwrite whether a file that holds something else is changed
 */
record Placing(
    RemotePath path,
    Supply supply,
    Access access,
    Optional<Command> validate,
    boolean backup,
    boolean makeFolder,
    boolean overwrite) {

  /** Where the content comes from. */
  sealed interface Supply {
    Sha256 digest();
  }

  /**
   * Content that is sent.
   *
   * @param before what the file holds now, when it is known
   */
  record Sent(Content content, Optional<Content> before) implements Supply {
    @Override
    public Sha256 digest() {
      return content.sha256();
    }
  }

  /** A file that is on the host already. */
  record OnHost(RemotePath source, Sha256 digest) implements Supply {}

  Plan<Spot> plan(Spot spot) {
    return switch (spot.entry()) {
      case Entry.Obstructed _ -> Plan.failed(Problems.obstructed(path));
      case Entry.Missing _ when spot.folder() instanceof Entry.Missing && !makeFolder ->
          Plan.blocked(Problems.noFolder(path));
      case Entry.Missing _ -> create(spot);
      case Entry.Regular found -> {
        Sha256 now = spot.digest().orElse(Content.utf8("").sha256());
        yield !overwrite
            ? Plan.inSync()
            : now.equals(supply.digest())
                ? Plan.of(
                    access.changes(path, found),
                    new Spot(access.appliedTo(found), spot.folder(), spot.digest()))
                : replace(spot, found, now);
      }
      case Entry.Directory found ->
          Plan.failed(
              Problems.otherKind(
                  path, "file", found, "To put the file into it, name it: " + path + "/NAME."));
      case Entry.Present found ->
          Plan.failed(
              Problems.otherKind(path, "file", found, "Remove it first, with module file."));
    };
  }

  private Plan<Spot> create(Spot spot) {
    List<Change> changes = new ArrayList<>();
    Entry folder = spot.folder();
    if (!(folder instanceof Entry.Present)) {
      changes.add(
          Change.of(
              "folder",
              "absent",
              "directory",
              Step.run("mkdir", "-p", "--", path.parent().value())));
      folder = new Entry.Directory(Attributes.fresh(Access.NEW_FOLDER));
    }
    changes.add(content("absent", access.modeFor(Access.NEW_FILE, false)));
    changes.addAll(access.broughtAlong(Access.NEW_FILE, false));
    return expecting(changes, new Entry.Regular(Attributes.fresh(Access.NEW_FILE)), folder);
  }

  private Plan<Spot> replace(Spot spot, Entry.Regular found, Sha256 now) {
    List<Change> changes = new ArrayList<>();
    changes.add(content(shown(now), access.modeFor(found.attributes().mode(), false)));
    // The write brings mode and owner too; they are told, but need no steps of their own.
    access.changes(path, found).stream()
        .filter(change -> !change.before().equals(change.after()))
        .map(change -> Change.of(change.property(), change.before(), change.after()))
        .forEach(changes::add);
    return expecting(changes, found, spot.folder());
  }

  private Plan<Spot> expecting(List<Change> changes, Entry.Regular file, Entry folder) {
    return new Plan.Needed<>(
        changes, new Spot(access.appliedTo(file), folder, Optional.of(supply.digest())));
  }

  private Change content(String before, Optional<FileMode> mode) {
    String after = shown(supply.digest());
    return switch (supply) {
      case Sent(Content content, Optional<Content> old) ->
          Change.of(
                  "content",
                  before,
                  after,
                  new Step.Write(
                      path, content, mode, access.owner(), access.group(), validate, backup))
              .showing(new FileText(path, old, content));
      case OnHost(RemotePath source, Sha256 _) ->
          Change.of(
              "content",
              before,
              after,
              new Step.Run(
                  Arrival.of("copy", "cat -- \"$1\" > \"$new\"")
                      .command(
                          List.of(source.value(), path.value()), mode, access, validate, backup)));
    };
  }

  /** Enough of a digest to tell two contents apart. */
  static String shown(Sha256 digest) {
    return "sha256:" + digest.hex().substring(0, 12);
  }
}
