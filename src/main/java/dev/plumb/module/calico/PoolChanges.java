package dev.plumb.module.calico;

import static dev.plumb.change.Change.addDifference;

import dev.plumb.change.Change;
import dev.plumb.json.JsonWriter;
import dev.plumb.module.calico.CalicoIpPoolSpec.Ipip;
import dev.plumb.module.calico.PoolsState.Pool;
import dev.plumb.module.calico.PoolsState.Pools;
import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.value.Bytes;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The changes of a pool. */
final class PoolChanges {

  private PoolChanges() {}

  /** Returns the changes to a pool: {@code apply} replaces all of its properties at once. */
  static List<Change> write(CalicoIpPoolSpec spec, Pools found, Optional<Pool> is, Pool wanted) {
    List<Change> changes = new ArrayList<>();
    if (is.isEmpty()) {
      changes.add(Change.of("pool " + wanted.name(), "absent", "present"));
    }
    Pool before = is.orElse(new Pool(wanted.name(), Ipip.NEVER, false, false));
    String of = " of " + wanted.name();
    addDifference(
        changes, "ipip" + of, PoolProbe.modeName(before.ipip()), PoolProbe.modeName(wanted.ipip()));
    addDifference(
        changes, "nat_outgoing" + of, yesNo(before.natOutgoing()), yesNo(wanted.natOutgoing()));
    addDifference(changes, "disabled" + of, yesNo(before.disabled()), yesNo(wanted.disabled()));
    if (wanted.ipip() != Ipip.NEVER && !found.ipip()) {
      changes.add(Change.of("ipip of the whole cluster", "off", "on"));
    }
    return Change.withSteps(changes, List.of(apply(spec, wanted)));
  }

  private static Step apply(CalicoIpPoolSpec spec, Pool pool) {
    return new Step.Run(
        Command.of(spec.calicoctl().value(), "apply", "--filename=-", "--config=" + spec.config())
            .withEnvironment(PoolProbe.environment(spec))
            .withInput(Bytes.utf8(JsonWriter.write(resource(pool)))));
  }

  private static Value resource(Pool pool) {
    Map<String, Value> spec = new LinkedHashMap<>();
    if (pool.ipip() != Ipip.NEVER) {
      spec.put(
          "ipip",
          Value.map(
              Map.of(
                  "enabled",
                  Value.bool(true),
                  "mode",
                  Value.text(PoolProbe.modeName(pool.ipip())))));
    }
    spec.put("nat-outgoing", Value.bool(pool.natOutgoing()));
    spec.put("disabled", Value.bool(pool.disabled()));
    Map<String, Value> resource = new LinkedHashMap<>();
    resource.put("apiVersion", Value.text("v1"));
    resource.put("kind", Value.text("ipPool"));
    resource.put("metadata", Value.map(Map.of("cidr", Value.text(pool.name()))));
    resource.put("spec", Value.map(spec));
    return Value.map(resource);
  }

  static Change delete(CalicoIpPoolSpec spec, Pool pool) {
    return Change.of(
        "pool " + pool.name(),
        "present",
        "absent",
        new Step.Run(
            Command.of(
                    spec.calicoctl().value(),
                    "delete",
                    "ipPool",
                    pool.name(),
                    "--config=" + spec.config())
                .withEnvironment(PoolProbe.environment(spec))));
  }

  private static String yesNo(boolean truth) {
    return truth ? "yes" : "no";
  }
}
