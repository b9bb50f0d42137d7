package dev.plumb.module.file;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.value.FileMode;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps a file that the host downloads. */
public final class GetUrlModule implements TaskModule<GetUrlSpec, GetUrlModule.Found> {

  /** What is found: at the destination, and below it should that be a directory. */
  record Found(Place at, Place inside, Downloader downloader) {}

  /**
   * @param digest of the kind that the checksum is of, when there is one
   */
  record Place(Entry entry, Entry folder, Optional<String> digest) {}

  @Override
  public String name() {
    return "get_url";
  }

  @Override
  public String doc() {
    return "Keeps a file that the host downloads with curl or wget.";
  }

  @Override
  public Class<GetUrlSpec> spec() {
    return GetUrlSpec.class;
  }

  @Override
  public Probe<Found> probe(GetUrlSpec spec) {
    return look(spec, spec.dest().path())
        .zip(look(spec, inside(spec)), (at, inside) -> new Found(at, inside, Downloader.NONE))
        .zip(Downloader.probe(), (found, program) -> new Found(found.at, found.inside, program));
  }

  private static Probe<Place> look(GetUrlSpec spec, RemotePath path) {
    Probe<Optional<String>> digest =
        spec.checksum().isPresent()
            ? spec.checksum().get().kind().probe(path)
            : Probe.known(Optional.empty());
    return Entry.behind(path.value())
        .zip(
            Entry.behind(path.parent().value()),
            (entry, folder) -> new Place(entry, folder, Optional.empty()))
        .zip(digest, (place, digits) -> new Place(place.entry, place.folder, digits));
  }

  @Override
  public Plan<Found> plan(GetUrlSpec spec, Found found) {
    return intoFolder(spec, found)
        ? plan(spec, inside(spec), found.inside, found.downloader)
            .map(inside -> new Found(found.at, inside, found.downloader))
        : plan(spec, spec.dest().path(), found.at, found.downloader)
            .map(at -> new Found(at, found.inside, found.downloader));
  }

  private static boolean intoFolder(GetUrlSpec spec, Found found) {
    return spec.dest().folder() || found.at.entry instanceof Entry.Directory;
  }

  private static RemotePath inside(GetUrlSpec spec) {
    return spec.dest().path().child(spec.url().fileName());
  }

  private static Plan<Place> plan(
      GetUrlSpec spec, RemotePath path, Place place, Downloader downloader) {
    return switch (place.entry) {
      case Entry.Obstructed _ -> Plan.failed(Problems.obstructed(path));
      case Entry.Missing _ when place.folder instanceof Entry.Missing ->
          Plan.blocked(Problems.noFolder(path));
      case Entry.Missing _ -> download(spec, path, place, downloader);
      case Entry.Regular found -> {
        boolean right =
            spec.checksum().isPresent()
                ? place.digest.equals(spec.checksum().map(Checksum::digits))
                : !spec.force();
        yield right
            ? Plan.of(
                spec.access().changes(path, found),
                new Place(spec.access().appliedTo(found), place.folder, place.digest))
            : download(spec, path, place, downloader);
      }
      case Entry.Present other ->
          Plan.failed(
              Problems.otherKind(path, "file", other, "Remove it first, with module file."));
    };
  }

  private static Plan<Place> download(
      GetUrlSpec spec, RemotePath path, Place place, Downloader downloader) {
    if (downloader == Downloader.NONE) {
      return Plan.blocked(
          Diagnostic.error(
              "No program to download with",
              """
              Neither curl nor wget is on the host. A task before this one can install one:
                  apt: name=curl"""));
    }
    Entry.Regular old =
        place.entry instanceof Entry.Regular regular
            ? regular
            : new Entry.Regular(Attributes.fresh(Access.NEW_FILE));
    boolean missing = old != place.entry;
    Optional<FileMode> mode = spec.access().modeFor(old.attributes().mode(), false);
    List<Change> changes = new ArrayList<>();
    changes.add(
        Change.of(
            "content",
            missing ? "absent" : before(spec, place),
            spec.checksum().map(Checksum::toString).orElse("what " + spec.url() + " holds"),
            new Step.Run(downloader.download(spec, path, mode))));
    // The download brings mode and owner too; they are told, but need no steps of their own.
    (missing
            ? spec.access().broughtAlong(Access.NEW_FILE, false)
            : spec.access().changes(path, old))
        .stream()
            .filter(change -> !change.before().equals(change.after()))
            .map(change -> Change.of(change.property(), change.before(), change.after()))
            .forEach(changes::add);
    if (spec.force() && spec.checksum().isEmpty()) {
      // Only the download will tell whether there is anything new, in this run and in the next.
      return new Plan.Action<>(changes, missing ? Plan.Foresight.CHANGES : Plan.Foresight.UNKNOWN);
    }
    return new Plan.Needed<>(
        changes,
        new Place(
            spec.access().appliedTo(old), place.folder, spec.checksum().map(Checksum::digits)));
  }

  private static String before(GetUrlSpec spec, Place place) {
    return spec.checksum()
        .flatMap(sum -> place.digest.map(digits -> Checksum.shown(sum.kind(), digits)))
        .orElse("an earlier download");
  }

  @Override
  public Map<String, Value> result(GetUrlSpec spec, Found found, List<Exec> ran) {
    RemotePath path = intoFolder(spec, found) ? inside(spec) : spec.dest().path();
    return Map.of("dest", Value.text(path.value()), "url", Value.text(spec.url().text()));
  }
}
