package dev.plumb.module.preflight;

import dev.plumb.change.ClusterPlan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.ModuleInfo;
import dev.plumb.state.Probe;
import dev.plumb.value.HostName;
import java.util.List;
import java.util.Map;

/** Checks that hosts are ready for their roles before anything is changed. */
public final class PreflightModule implements ClusterModule<PreflightSpec, ObservedHost> {

  @Override
  public ModuleInfo<PreflightSpec> info() {
    return ModuleInfo.of(
        "preflight",
        PreflightSpec.class,
        "Checks that hosts are ready for their roles, and fails with all problems of"
            + " all hosts. Changes nothing.");
  }

  @Override
  public Probe<ObservedHost> probe(PreflightSpec spec) {
    return PreflightProbe.of(spec);
  }

  @Override
  public ClusterPlan<ObservedHost> plan(
      Map<HostName, PreflightSpec> specs, Map<HostName, ObservedHost> found) {
    List<String> objections = PreflightChecks.findProblems(specs, found);
    return objections.isEmpty()
        ? new ClusterPlan.InSync<>()
        : new ClusterPlan.Blocked<>(
            Diagnostic.error(
                "Hosts are not ready",
                "Nothing was changed. Fix these problems first:\n    - "
                    + String.join("\n    - ", objections)),
            false);
  }

  @Override
  public int rounds(int hosts) {
    return 1;
  }
}
