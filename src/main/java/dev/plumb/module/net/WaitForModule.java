package dev.plumb.module.net;

import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Waits until a port of a host takes connections or a path exists. Changes nothing; when the first
 * look finds things as asked, it costs no time at all.
 */
public final class WaitForModule implements TaskModule<WaitForSpec, WaitForState> {

  @Override
  public ModuleInfo<WaitForSpec> info() {
    return ModuleInfo.of(
        "wait_for",
        WaitForSpec.class,
        "Waits until a port takes connections, or a file exists, as seen from the host.");
  }

  @Override
  public Probe<WaitForState> probe(WaitForSpec spec) {
    return Probe.of(
        WaitForProbe.question(spec),
        answer ->
            switch (answer.status()) {
              case 0 -> Reading.of(WaitForState.MET);
              case WaitForProbe.NO_TOOL -> Reading.of(WaitForState.NO_PROGRAM);
              default ->
                  answer.status() == 1 && answer.err().isBlank()
                      ? Reading.of(WaitForState.NOT_MET)
                      : Reading.unreadable("The probe failed: " + answer.err());
            });
  }

  @Override
  public Plan<WaitForState> plan(WaitForSpec spec, WaitForState state) {
    return switch (state) {
      case MET -> Plan.inSync();
      case NOT_MET -> {
        Command question = WaitForProbe.question(spec);
        yield new Plan.Waiting<>(
            new Step.Await(question, spec.timeout(), spec.sleep()),
            Diagnostic.error(
                "Waited in vain",
                spec.msg().map(text -> text + "\n").orElse("")
                    + "Waited "
                    + spec.timeout().toSeconds()
                    + " s for "
                    + spec.describe()
                    + "."));
      }
      case NO_PROGRAM ->
          Plan.blocked(
              Diagnostic.error(
                  "No program to connect with",
                  "To try a connection, one of bash, python3 and nc must be on the host."
                      + " It has none of them."));
    };
  }

  @Override
  public Map<String, Value> result(WaitForSpec spec, WaitForState state, List<Exec> ran) {
    Map<String, Value> result = new LinkedHashMap<>();
    spec.port().ifPresent(port -> result.put("port", Value.number(port)));
    spec.path().ifPresent(path -> result.put("path", Value.text(path.value())));
    return result;
  }
}
