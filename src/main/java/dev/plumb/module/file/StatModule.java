package dev.plumb.module.file;

import dev.plumb.change.Plan;
import dev.plumb.host.files.FileEntry;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells what stands at a path; changes nothing. */
public final class StatModule implements TaskModule<StatSpec, StatFound> {

  @Override
  public ModuleInfo<StatSpec> info() {
    return ModuleInfo.of(
        "stat",
        StatSpec.class,
        "Reports the state of a path as the registered variable's \"stat\".");
  }

  @Override
  public Probe<StatFound> probe(StatSpec spec) {
    String path = spec.path().value();
    Probe<FileEntry> entry =
        spec.follow() ? FileEntry.probeFollowingLinks(path) : FileEntry.probe(path);
    return spec.getChecksum()
        ? entry.and(spec.checksumAlgorithm().probeIfReadable(spec.path()), StatFound::new)
        : entry.map(found -> new StatFound(found, Optional.empty()));
  }

  @Override
  public Plan<StatFound> plan(StatSpec spec, StatFound found) {
    return Plan.inSync();
  }

  @Override
  public Map<String, Value> result(StatSpec spec, StatFound found, List<Exec> ran) {
    return Map.of("stat", found.toValue(spec.path().value()));
  }
}
