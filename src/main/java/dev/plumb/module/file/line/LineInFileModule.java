package dev.plumb.module.file.line;

import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.files.FileEntry;
import dev.plumb.host.files.FilePlacement;
import dev.plumb.host.files.FileProblems;
import dev.plumb.host.files.TargetFile;
import dev.plumb.host.files.TextFile;
import dev.plumb.host.files.ValidationCommand;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.Presence;
import dev.plumb.module.TaskModule;
import dev.plumb.state.Probe;
import dev.plumb.value.Bytes;
import dev.plumb.value.Content;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Keeps a line in a text file, or out of it. */
public final class LineInFileModule implements TaskModule<LineInFileSpec, LineInFileModule.Found> {

  /**
   * What is found: the file's text, and what stands at its path.
   *
   * @param spot its digest is left out: the text tells it
   */
  record Found(TextFile text, TargetFile spot) {}

  @Override
  public ModuleInfo<LineInFileSpec> info() {
    return ModuleInfo.of(
        "lineinfile", LineInFileSpec.class, "Keeps a line in a text file, or out of it.");
  }

  @Override
  public Probe<Found> probe(LineInFileSpec spec) {
    return TextFile.probe(spec.path())
        .and(FileEntry.probeFollowingLinks(spec.path().value()), Seen::new)
        .and(
            FileEntry.probeFollowingLinks(spec.path().parent().value()),
            (seen, folder) ->
                new Found(seen.text, new TargetFile(seen.entry, folder, Optional.empty())));
  }

  private record Seen(TextFile text, FileEntry entry) {}

  @Override
  public Plan<Found> plan(LineInFileSpec spec, Found found) {
    return switch (found.text()) {
      case TextFile.Missing _ when spec.state() == Presence.ABSENT -> Plan.inSync();
      case TextFile.Missing _ when !spec.create() ->
          Plan.blocked(
              FileProblems.missingFile(spec.path(), "To have it made, say:\n    create: true"));
      case TextFile.Missing _ -> edit(spec, found, Bytes.EMPTY);
      case TextFile.Present(Bytes bytes) -> edit(spec, found, bytes);
    };
  }

  private static Plan<Found> edit(LineInFileSpec spec, Found found, Bytes before) {
    Bytes after = edited(spec, before);
    if (!edited(spec, after).equals(after)) {
      return Plan.failed(
          Diagnostic.error(
              "Line never settles",
              """
              The line that replaces what regexp finds in %s is found by regexp again, and would \
              be replaced by yet another one in each run. Change regexp so that it finds nothing \
              in the new line, or so that the line stays the same when it does.\
              """
                  .formatted(spec.path())));
    }
    boolean missing = found.text() instanceof TextFile.Missing;
    FilePlacement placing =
        new FilePlacement(
            spec.path(),
            new FilePlacement.FromController(
                new Content.Inline(after),
                missing ? Optional.empty() : Optional.of(new Content.Inline(before))),
            spec.access(),
            spec.validate().map(ValidationCommand::command),
            spec.backup(),
            spec.create(),
            true,
            true);
    TargetFile spot =
        new TargetFile(
            found.spot().entry(),
            found.spot().folder(),
            missing ? Optional.empty() : Optional.of(before.sha256()));
    return placing
        .plan(spot)
        .map(
            expected ->
                new Found(
                    new TextFile.Present(after),
                    new TargetFile(expected.entry(), expected.folder(), Optional.empty())));
  }

  /** A file need not be UTF-8; then its bytes pass through one by one. */
  private static Bytes edited(LineInFileSpec spec, Bytes before) {
    Charset charset = charset(before);
    String text = new String(before.toArray(), charset);
    return Bytes.of(new LineEdit(spec.withCharset(charset)).apply(text).getBytes(charset));
  }

  private static Charset charset(Bytes bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toArray()));
      return StandardCharsets.UTF_8;
    } catch (CharacterCodingException e) {
      return StandardCharsets.ISO_8859_1;
    }
  }
}
