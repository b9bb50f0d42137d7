package dev.plumb.module.preflight;

import dev.plumb.change.ClusterPlan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.ClusterModule;
import dev.plumb.state.Probe;
import dev.plumb.value.HostName;
import java.util.List;
import java.util.Map;

/** Looks whether hosts can be what they are to be, before anything is changed on any of them. */
public final class PreflightModule implements ClusterModule<PreflightSpec, ObservedHost> {

  @Override
  public String name() {
    return "preflight";
  }

  @Override
  public String doc() {
    return "Fails, on all hosts together and with everything that is found, when a host cannot be"
        + " what it is to be. Changes nothing.";
  }

  @Override
  public Class<PreflightSpec> spec() {
    return PreflightSpec.class;
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
                "Nothing was changed. This has to be put right first:\n    - "
                    + String.join("\n    - ", objections)),
            false);
  }

  @Override
  public int rounds(int hosts) {
    return 1;
  }
}
