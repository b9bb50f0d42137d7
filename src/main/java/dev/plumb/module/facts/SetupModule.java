package dev.plumb.module.facts;

import dev.plumb.module.ModuleInfo;
import dev.plumb.change.Plan;
import dev.plumb.module.ModuleTrait;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gathers facts: variables that say what a host is. Names and values are Ansible's; what differs
 * from one second to the next, such as the time, is left out.
 *
 * <p>No playbook needs to name it: a host's facts are gathered when the first one is used.
 */
public final class SetupModule implements TaskModule<SetupSpec, HostFacts> {

  /** The names of all facts but those of the single interfaces. */
  public static Set<String> names() {
    return HostFacts.NAMES;
  }

  /**
   * Whether a variable of this name comes from gathering facts: one of {@link #names()}, or that of
   * an interface, such as {@code ansible_eth0}.
   */
  public static boolean isFact(String name) {
    return HostFacts.NAMES.contains(name)
        || name.matches(
            "ansible_(lo|(eth|host|wlan|bond|br|docker|vlan|tun|tap|tunl|wg|team|virbr|ib|dummy)\\d\\w*"
                + "|en[ospx]\\w+|wl[ospx]\\w+|br_\\w+|docker_gwbridge|weave|vxlan\\w+)");
  }

  @Override
  public ModuleInfo<SetupSpec> info() {
    return ModuleInfo.of("setup", SetupSpec.class, "Gathers facts: variables that say what the host is.").alias("gather_facts").with(ModuleTrait.GATHERS_FACTS);
  }

  @Override
  public Probe<HostFacts> probe(SetupSpec spec) {
    return Probe.of(
        FactSections.command(),
        ended ->
            ended.succeeded()
                ? Reading.of(HostFacts.of(FactSections.parse(ended.out())))
                : Reading.unreadable("The host did not tell what it is:\n    " + ended.err()));
  }

  @Override
  public Plan<HostFacts> plan(SetupSpec spec, HostFacts state) {
    return Plan.inSync();
  }

  @Override
  public Map<String, Value> result(SetupSpec spec, HostFacts state, List<Exec> ran) {
    return Map.of("ansible_facts", Value.map(kept(spec, state)));
  }

  /** The facts under their own names, and all of them without {@code ansible_} in ansible_facts. */
  @Override
  public Map<String, Value> facts(SetupSpec spec, HostFacts state) {
    Map<String, Value> kept = kept(spec, state);
    Map<String, Value> plain = new LinkedHashMap<>();
    kept.forEach((name, value) -> plain.put(name.substring("ansible_".length()), value));
    Map<String, Value> facts = new LinkedHashMap<>(kept);
    facts.put("ansible_facts", Value.map(plain));
    return facts;
  }

  private static Map<String, Value> kept(SetupSpec spec, HostFacts state) {
    Map<String, Value> kept = new LinkedHashMap<>(state.facts());
    kept.keySet().removeIf(name -> !spec.includes(name));
    return kept;
  }
}
