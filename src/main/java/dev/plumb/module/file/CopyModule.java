package dev.plumb.module.file;

import dev.plumb.change.Plan;
import dev.plumb.host.files.FileEntry;
import dev.plumb.host.files.FilePlacement;
import dev.plumb.host.files.FileProblems;
import dev.plumb.host.files.TargetFile;
import dev.plumb.host.files.ValidationCommand;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.ModuleTrait;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.value.Content;
import dev.plumb.value.FileSource;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Sha256;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps a file on the host the same as one beside the playbook, as a text, or as another there. */
public final class CopyModule implements TaskModule<CopySpec, CopyFound> {

  @Override
  public ModuleInfo<CopySpec> info() {
    return ModuleInfo.of(
            "copy",
            CopySpec.class,
            "Keeps a file on the host the same as one beside the playbook, or as a given text.")
        .with(ModuleTrait.CREATES_FILES);
  }

  @Override
  public Probe<CopyFound> probe(CopySpec spec) {
    return CopyFound.probe(spec);
  }

  @Override
  public Plan<CopyFound> plan(CopySpec spec, CopyFound found) {
    Optional<FilePlacement.ContentSource> supply = contentSource(spec, found);
    if (supply.isEmpty()) {
      return missingSource(spec, found);
    }
    RemotePath path = path(spec, found);
    Optional<Command> validate = spec.validate().map(ValidationCommand::command);
    FilePlacement placing =
        new FilePlacement(
            path,
            supply.get(),
            spec.access(),
            validate,
            spec.backup(),
            spec.dest().folder(),
            spec.force(),
            spec.follow());
    return path.equals(spec.dest().path())
        ? placing
            .plan(found.at())
            .map(at -> new CopyFound(at, found.isFolder(), found.inside(), found.source()))
        : placing
            .plan(found.inside().orElseThrow())
            .map(
                inside ->
                    new CopyFound(
                        found.at(), found.isFolder(), Optional.of(inside), found.source()));
  }

  /** Into the directory when the destination is one, else the destination itself. */
  private static RemotePath path(CopySpec spec, CopyFound found) {
    boolean into = spec.dest().folder() || found.isFolder();
    return into && spec.src().isPresent()
        ? spec.dest().path().child(spec.src().get().name())
        : spec.dest().path();
  }

  private static Optional<FilePlacement.ContentSource> contentSource(
      CopySpec spec, CopyFound found) {
    Optional<Content> sent =
        spec.src()
            .flatMap(
                src ->
                    src instanceof FileSource.Upload(String _, Content content)
                        ? Optional.of(content)
                        : Optional.empty())
            .or(spec::content);
    return sent.isPresent()
        ? Optional.of(new FilePlacement.FromController(sent.get(), Optional.empty()))
        : spec.src()
            .flatMap(
                src ->
                    src instanceof FileSource.OnHost(RemotePath path)
                        ? found
                            .source()
                            .flatMap(TargetFile::digest)
                            .map(digest -> new FilePlacement.FromHost(path, digest))
                        : Optional.empty());
  }

  private static Plan<CopyFound> missingSource(CopySpec spec, CopyFound found) {
    RemotePath source = ((FileSource.OnHost) spec.src().orElseThrow()).path();
    return found.source().orElseThrow().entry() instanceof FileEntry.Present present
        ? Plan.failed(FileProblems.wrongKind(source, "file", present, "Only files can be copied."))
        : Plan.blocked(
            FileProblems.missingFile(
                source, "It shall be copied there, because the task says \"remote_src: true\"."));
  }

  @Override
  public Map<String, Value> result(CopySpec spec, CopyFound found, List<Exec> ran) {
    RemotePath path = path(spec, found);
    TargetFile spot =
        path.equals(spec.dest().path()) ? found.at() : found.inside().orElse(found.at());
    return Map.of(
        "dest", Value.text(path.value()),
        "checksum", Value.text(spot.digest().map(Sha256::hex).orElse("")));
  }
}
