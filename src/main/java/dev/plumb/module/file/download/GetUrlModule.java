package dev.plumb.module.file.download;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.files.FileAttributes;
import dev.plumb.host.files.FileEntry;
import dev.plumb.host.files.FileProblems;
import dev.plumb.host.files.Permissions;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.ModuleTrait;
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
  record Found(DownloadTarget at, DownloadTarget inside, Downloader downloader) {}

  /**
   * @param digest of the kind that the checksum is of, when there is one
   */
  record DownloadTarget(FileEntry entry, FileEntry folder, Optional<String> digest) {}

  @Override
  public ModuleInfo<GetUrlSpec> info() {
    return ModuleInfo.of(
            "get_url", GetUrlSpec.class, "Keeps a file that the host downloads with curl or wget.")
        .with(ModuleTrait.CREATES_FILES);
  }

  @Override
  public Probe<Found> probe(GetUrlSpec spec) {
    return probeTarget(spec, spec.dest().path())
        .and(
            probeTarget(spec, inside(spec)), (at, inside) -> new Found(at, inside, Downloader.NONE))
        .and(Downloader.probe(), (found, program) -> new Found(found.at, found.inside, program));
  }

  private static Probe<DownloadTarget> probeTarget(GetUrlSpec spec, RemotePath path) {
    Probe<Optional<String>> digest =
        spec.checksum().isPresent()
            ? spec.checksum().get().kind().probe(path)
            : Probe.constant(Optional.empty());
    return FileEntry.probeFollowingLinks(path.value())
        .and(
            FileEntry.probeFollowingLinks(path.parent().value()),
            (entry, folder) -> new DownloadTarget(entry, folder, Optional.empty()))
        .and(digest, (place, digits) -> new DownloadTarget(place.entry, place.folder, digits));
  }

  @Override
  public Plan<Found> plan(GetUrlSpec spec, Found found) {
    return goesIntoFolder(spec, found)
        ? plan(spec, inside(spec), found.inside, found.downloader)
            .map(inside -> new Found(found.at, inside, found.downloader))
        : plan(spec, spec.dest().path(), found.at, found.downloader)
            .map(at -> new Found(at, found.inside, found.downloader));
  }

  private static boolean goesIntoFolder(GetUrlSpec spec, Found found) {
    return spec.dest().folder() || found.at.entry instanceof FileEntry.Directory;
  }

  private static RemotePath inside(GetUrlSpec spec) {
    return spec.dest().path().child(spec.url().fileName());
  }

  private static Plan<DownloadTarget> plan(
      GetUrlSpec spec, RemotePath path, DownloadTarget place, Downloader downloader) {
    return switch (place.entry) {
      case FileEntry.Obstructed _ -> Plan.failed(FileProblems.obstructed(path));
      case FileEntry.Missing _ when place.folder instanceof FileEntry.Missing ->
          Plan.blocked(FileProblems.missingFolder(path));
      case FileEntry.Missing _ -> download(spec, path, place, downloader);
      case FileEntry.Regular found -> {
        boolean right =
            spec.checksum().isPresent()
                ? place.digest.equals(spec.checksum().map(Checksum::digits))
                : !spec.force();
        yield right
            ? Plan.of(
                spec.access().changes(path, found),
                new DownloadTarget(spec.access().appliedTo(found), place.folder, place.digest))
            : download(spec, path, place, downloader);
      }
      case FileEntry.Present other ->
          Plan.failed(
              FileProblems.wrongKind(path, "file", other, "Remove it first, with module file."));
    };
  }

  private static Plan<DownloadTarget> download(
      GetUrlSpec spec, RemotePath path, DownloadTarget place, Downloader downloader) {
    if (downloader == Downloader.NONE) {
      return Plan.blocked(
          Diagnostic.error(
              "No program to download with",
              """
              Neither curl nor wget is on the host. A task before this one can install one:
                  apt: name=curl\
              """));
    }
    FileEntry.Regular old =
        place.entry instanceof FileEntry.Regular regular
            ? regular
            : new FileEntry.Regular(FileAttributes.ofNewFile(Permissions.NEW_FILE));
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
            ? spec.access().changesOnCreation(Permissions.NEW_FILE, false)
            : spec.access().changes(path, old))
        .stream()
            .filter(change -> !change.before().equals(change.after()))
            .map(change -> Change.of(change.property(), change.before(), change.after()))
            .forEach(changes::add);
    if (spec.force() && spec.checksum().isEmpty()) {
      // Only the download will tell whether there is anything new, in this run and in the next.
      return new Plan.Action<>(
          changes, missing ? Plan.CheckVerdict.CHANGES : Plan.CheckVerdict.UNKNOWN);
    }
    return new Plan.Needed<>(
        changes,
        new DownloadTarget(
            spec.access().appliedTo(old), place.folder, spec.checksum().map(Checksum::digits)));
  }

  private static String before(GetUrlSpec spec, DownloadTarget place) {
    return spec.checksum()
        .flatMap(sum -> place.digest.map(digits -> Checksum.shorten(sum.kind(), digits)))
        .orElse("an earlier download");
  }

  @Override
  public Map<String, Value> result(GetUrlSpec spec, Found found, List<Exec> ran) {
    RemotePath path = goesIntoFolder(spec, found) ? inside(spec) : spec.dest().path();
    return Map.of("dest", Value.text(path.value()), "url", Value.text(spec.url().text()));
  }
}
