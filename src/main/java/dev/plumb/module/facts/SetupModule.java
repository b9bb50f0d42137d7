package dev.plumb.module.facts;

import dev.plumb.change.Plan;
import dev.plumb.module.Arg;
import dev.plumb.module.ModuleInfo;
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
 * Gathers facts: variables that describe a host, with Ansible's names and values. Values that
 * change from one second to the next, such as the time, are omitted.
 *
 * <p>No playbook needs to call it: the facts of a host are gathered when the first one is used.
 */
public final class SetupModule implements TaskModule<SetupModule.Spec, HostFacts> {

  record Spec(
      @Arg(
              doc = "The facts to keep: names with the wildcards * and ?. Default: all.",
              example = "[\"ansible_distribution*\"]")
          List<String> filter,
      @Arg(
              doc = "Accepted for Ansible compatibility; ignored: one probe gathers all facts.",
              example = "[network]")
          List<String> gatherSubset) {

    boolean includes(String fact) {
      return filter.isEmpty()
          || filter.stream()
              .map(
                  text ->
                      text.startsWith("ansible_") || text.startsWith("*")
                          ? text
                          : "ansible_" + text)
              .anyMatch(pattern -> matches(pattern, fact));
    }

    private static boolean matches(String pattern, String text) {
      if (pattern.isEmpty()) {
        return text.isEmpty();
      }
      String rest = pattern.substring(1);
      char c = pattern.charAt(0);
      if (c == '*') {
        return matches(rest, text) || (!text.isEmpty() && matches(pattern, text.substring(1)));
      }
      return !text.isEmpty()
          && (c == '?' || c == text.charAt(0))
          && matches(rest, text.substring(1));
    }
  }

  /** The names of all facts except those of single interfaces. */
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
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of("setup", Spec.class, "Gathers facts: variables that describe the host.")
        .alias("gather_facts")
        .with(ModuleTrait.GATHERS_FACTS);
  }

  @Override
  public Probe<HostFacts> probe(Spec spec) {
    return Probe.of(
        FactSections.command(),
        ended ->
            ended.succeeded()
                ? Reading.of(HostFacts.of(FactSections.parse(ended.out())))
                : Reading.unreadable("The facts could not be gathered:\n    " + ended.err()));
  }

  @Override
  public Plan<HostFacts> plan(Spec spec, HostFacts state) {
    return Plan.inSync();
  }

  @Override
  public Map<String, Value> result(Spec spec, HostFacts state, List<Exec> ran) {
    return Map.of("ansible_facts", Value.map(kept(spec, state)));
  }

  /** The facts under their own names, and all of them without {@code ansible_} in ansible_facts. */
  @Override
  public Map<String, Value> facts(Spec spec, HostFacts state) {
    Map<String, Value> kept = kept(spec, state);
    Map<String, Value> plain = new LinkedHashMap<>();
    kept.forEach((name, value) -> plain.put(name.substring("ansible_".length()), value));
    Map<String, Value> facts = new LinkedHashMap<>(kept);
    facts.put("ansible_facts", Value.map(plain));
    return facts;
  }

  private static Map<String, Value> kept(Spec spec, HostFacts state) {
    Map<String, Value> kept = new LinkedHashMap<>(state.facts());
    kept.keySet().removeIf(name -> !spec.includes(name));
    return kept;
  }
}
