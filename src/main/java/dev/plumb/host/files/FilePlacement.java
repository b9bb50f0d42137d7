package dev.plumb.host.files;

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
 * @param createFolder whether a missing folder is made; else it blocks
 * @param overwrite whether a file that holds something else is changed
 * @param follow whether a symbolic link at the path is followed; otherwise it is replaced
 */
public record FilePlacement(
    RemotePath path,
    ContentSource source,
    Permissions access,
    Optional<Command> validate,
    boolean backup,
    boolean createFolder,
    boolean overwrite,
    boolean follow) {

  private static final String COPY =
      """
      fill() {
        enter "$source" yes
        opened
        exec cat <&3
      }
      received() { :; }
      """;

  /** Where the content comes from. */
  public sealed interface ContentSource {
    Sha256 digest();
  }

  /**
   * Content that is sent.
   *
   * @param before what the file holds now, when it is known
   */
  public record FromController(Content content, Optional<Content> before) implements ContentSource {
    @Override
    public Sha256 digest() {
      return content.sha256();
    }
  }

  /** A file that is on the host already. */
  public record FromHost(RemotePath source, Sha256 digest) implements ContentSource {}

  public Plan<TargetFile> plan(TargetFile spot) {
    return switch (spot.entry()) {
      case FileEntry.Obstructed _ -> Plan.failed(FileProblems.obstructed(path));
      case FileEntry.Missing _ when spot.folder() instanceof FileEntry.Missing && !createFolder ->
          Plan.blocked(FileProblems.missingFolder(path));
      case FileEntry.Missing _ -> create(spot);
      case FileEntry.Regular found -> {
        Sha256 now = spot.digest().orElse(Content.utf8("").sha256());
        yield !overwrite
            ? Plan.inSync()
            : now.equals(source.digest())
                ? Plan.of(
                    access.changes(path, found),
                    new TargetFile(access.appliedTo(found), spot.folder(), spot.digest()))
                : replace(spot, found, now);
      }
      case FileEntry.Link _ when !overwrite -> Plan.inSync();
      case FileEntry.Link link -> replaceLink(spot, link);
      case FileEntry.Directory found ->
          Plan.failed(
              FileProblems.wrongKind(
                  path, "file", found, "To put the file into it, name it: " + path + "/NAME."));
      case FileEntry.Present found ->
          Plan.failed(
              FileProblems.wrongKind(path, "file", found, "Remove it first, with module file."));
    };
  }

  private Plan<TargetFile> create(TargetFile spot) {
    List<Change> changes = new ArrayList<>();
    FileEntry folder = spot.folder();
    if (!(folder instanceof FileEntry.Present)) {
      changes.add(
          Change.of(
              "folder",
              "absent",
              "directory",
              FileCommands.makeFolder(path.parent(), Permissions.NONE, Optional.empty())));
      folder = new FileEntry.Directory(FileAttributes.ofNewFile(Permissions.NEW_FOLDER));
    }
    changes.add(content("absent", access.modeFor(Permissions.NEW_FILE, false)));
    changes.addAll(access.changesOnCreation(Permissions.NEW_FILE, false));
    return expecting(
        changes, new FileEntry.Regular(FileAttributes.ofNewFile(Permissions.NEW_FILE)), folder);
  }

  private Plan<TargetFile> replace(TargetFile spot, FileEntry.Regular found, Sha256 now) {
    List<Change> changes = new ArrayList<>();
    changes.add(content(shorten(now), access.modeFor(found.attributes().mode(), false)));
    // The write brings mode and owner too; they are told, but need no steps of their own.
    access.changes(path, found).stream()
        .filter(change -> !change.before().equals(change.after()))
        .map(change -> Change.of(change.property(), change.before(), change.after()))
        .forEach(changes::add);
    return expecting(changes, found, spot.folder());
  }

  private Plan<TargetFile> replaceLink(TargetFile spot, FileEntry.Link link) {
    List<Change> changes = new ArrayList<>();
    changes.add(content(link.describe(), access.modeFor(Permissions.NEW_FILE, false)));
    changes.addAll(access.changesOnCreation(Permissions.NEW_FILE, false));
    return expecting(
        changes,
        new FileEntry.Regular(FileAttributes.ofNewFile(Permissions.NEW_FILE)),
        spot.folder());
  }

  private Plan<TargetFile> expecting(
      List<Change> changes, FileEntry.Regular file, FileEntry folder) {
    return new Plan.Needed<>(
        changes, new TargetFile(access.appliedTo(file), folder, Optional.of(source.digest())));
  }

  private Change content(String before, Optional<FileMode> mode) {
    String after = shorten(source.digest());
    return switch (source) {
      case FromController(Content content, Optional<Content> old) ->
          Change.of(
                  "content",
                  before,
                  after,
                  new Step.Write(
                      path,
                      content,
                      mode,
                      access.owner(),
                      access.group(),
                      validate,
                      backup,
                      follow))
              .withFileText(new FileText(path, old, content));
      case FromHost(RemotePath source, Sha256 _) ->
          Change.of(
              "content",
              before,
              after,
              new Step.Run(
                  PlacementScript.of("copy", COPY)
                      .command(
                          List.of(source.value(), path.value()),
                          mode,
                          access,
                          validate,
                          backup,
                          follow)));
    };
  }

  /** Enough of a digest to tell two contents apart. */
  static String shorten(Sha256 digest) {
    return "sha256:" + digest.hex().substring(0, 12);
  }
}
