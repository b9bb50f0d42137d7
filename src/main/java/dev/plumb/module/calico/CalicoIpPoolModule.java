package dev.plumb.module.calico;

import dev.plumb.change.Change;
import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.Presence;
import dev.plumb.module.calico.PoolsState.Pool;
import dev.plumb.module.calico.PoolsState.Pools;
import dev.plumb.module.calico.PoolsState.Unavailable;
import dev.plumb.state.Probe;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Maintains a pool from which Calico assigns addresses to containers on all hosts. */
public final class CalicoIpPoolModule implements ClusterModule<CalicoIpPoolSpec, PoolsState> {

  @Override
  public ModuleInfo<CalicoIpPoolSpec> info() {
    return ModuleInfo.of(
        "calico_ip_pool",
        CalicoIpPoolSpec.class,
        "Maintains a pool from which Calico assigns addresses to containers on all hosts.");
  }

  @Override
  public Probe<PoolsState> probe(CalicoIpPoolSpec spec) {
    return PoolProbe.of(spec);
  }

  /** One for the pool itself, then one for each other pool to remove. */
  @Override
  public int rounds(int hosts) {
    return 8;
  }

  @Override
  public ClusterPlan<PoolsState> plan(
      Map<HostName, CalicoIpPoolSpec> specs, Map<HostName, PoolsState> states) {
    Map<HostName, Pools> seen = new TreeMap<>();
    for (Map.Entry<HostName, PoolsState> entry : new TreeMap<>(states).entrySet()) {
      switch (entry.getValue()) {
        case Unavailable silent -> {
          return new ClusterPlan.Blocked<>(unavailable(entry.getKey(), silent), true);
        }
        case Pools pools -> seen.put(entry.getKey(), pools);
      }
    }
    Optional<Diagnostic> twoClusters = conflictingDatastores(seen);
    if (twoClusters.isPresent()) {
      return new ClusterPlan.Blocked<>(twoClusters.get(), false);
    }
    Map.Entry<HostName, Pools> first = seen.entrySet().iterator().next();
    CalicoIpPoolSpec spec = specs.getOrDefault(first.getKey(), specs.values().iterator().next());
    Optional<Diagnostic> two = conflictingSpecs(specs);
    if (two.isPresent()) {
      return new ClusterPlan.Blocked<>(two.get(), false);
    }
    return new Round(spec, first.getKey(), first.getValue(), specs.size() - seen.size()).plan(seen);
  }

  /** One round: each decides on what all hosts see after the previous one. */
  private record Round(CalicoIpPoolSpec spec, HostName host, Pools found, int unseen) {

    ClusterPlan<PoolsState> plan(Map<HostName, Pools> seen) {
      Optional<Pool> is =
          found.pools().stream().filter(pool -> pool.cidr().equals(spec.cidr())).findFirst();
      if (spec.state() == Presence.ABSENT) {
        return is.isPresent() ? remove(is.get(), seen) : new ClusterPlan.InSync<>();
      }
      Pool wanted =
          new Pool(
              is.map(Pool::name).orElse(spec.cidr().toString()),
              spec.ipip(),
              spec.natOutgoing(),
              spec.disabled());
      Optional<Pool> other = spec.only() ? other(is) : Optional.empty();
      if (other.isPresent() && !(remove(other.get(), seen) instanceof ClusterPlan.Needed)) {
        // Before the new pool is created: after a CIDR typo, neither change is wanted.
        return remove(other.get(), seen);
      }
      if (is.isEmpty() || !is.get().equals(wanted)) {
        return needed(PoolChanges.write(spec, found, is, wanted), with(is, wanted), seen);
      }
      if (other.isPresent()) {
        return remove(other.get(), seen);
      }
      return new ClusterPlan.InSync<>();
    }

    /** Returns a pool to remove, the one with the most users first. */
    private Optional<Pool> other(Optional<Pool> mine) {
      return found.pools().stream()
          .filter(pool -> mine.filter(pool::equals).isEmpty())
          .filter(pool -> pool.cidr().isV6() == spec.cidr().isV6())
          .max(Comparator.comparing(pool -> PoolProbe.users(found, pool.cidr()).size()));
    }

    private Pools with(Optional<Pool> is, Pool wanted) {
      List<Pool> pools = new ArrayList<>(found.pools());
      is.ifPresent(pools::remove);
      pools.add(wanted);
      return new Pools(
          pools,
          found.networks(),
          found.addresses(),
          found.ipip() || wanted.ipip() != CalicoIpPoolSpec.Ipip.NEVER);
    }

    private ClusterPlan<PoolsState> remove(Pool pool, Map<HostName, Pools> seen) {
      List<String> users = PoolProbe.users(found, pool.cidr());
      if (!users.isEmpty()) {
        return new ClusterPlan.Refused<>(
            Diagnostic.error(
                "Pool is in use",
                """
                The pool %s cannot be removed, because it is used by:
                %s
                Without the pool, Calico would assign these addresses to other containers. Stop the containers and remove the networks first, then \
                run again.%s\
                """
                    .formatted(pool.name(), list(users), meanwhile())));
      }
      if (unseen > 0) {
        return new ClusterPlan.Refused<>(
            Diagnostic.error(
                "Not every host could be probed",
                "The pool %s cannot be removed while %d of the hosts cannot be asked for its users. Run again when they answer."
                    .formatted(pool.name(), unseen)));
      }
      List<Pool> rest = new ArrayList<>(found.pools());
      rest.remove(pool);
      return needed(
          List.of(PoolChanges.delete(spec, pool)),
          new Pools(rest, found.networks(), found.addresses(), found.ipip()),
          seen);
    }

    private String meanwhile() {
      return spec.state() == Presence.ABSENT
          ? ""
          : " To add the pool %s now and keep the other one, set \"only: false\"."
              .formatted(spec.cidr());
    }

    private ClusterPlan<PoolsState> needed(
        List<Change> changes, Pools expected, Map<HostName, Pools> seen) {
      Map<HostName, PoolsState> everywhere = new TreeMap<>();
      seen.keySet().forEach(name -> everywhere.put(name, expected));
      return new ClusterPlan.Needed<>(
          changes.stream().map(change -> new HostChange(host, change)).toList(), everywhere);
    }
  }

  private static String list(List<String> users) {
    int shown = Math.min(users.size(), 5);
    String text = "    " + String.join("\n    ", users.subList(0, shown));
    return users.size() > shown ? text + "\n    and " + (users.size() - shown) + " more" : text;
  }

  private static Diagnostic unavailable(HostName host, Unavailable silent) {
    return Diagnostic.error(
        "Calico's pools cannot be read",
        "calicoctl on %s did not list them. It reported:\n    %s"
            .formatted(host, silent.why().replace("\n", "\n    ")));
  }

  /** Two datastores are two networks that look like one: neither is changed. */
  private static Optional<Diagnostic> conflictingDatastores(Map<HostName, Pools> seen) {
    Map.Entry<HostName, Pools> first = seen.entrySet().iterator().next();
    return seen.entrySet().stream()
        .filter(other -> !names(other.getValue()).equals(names(first.getValue())))
        .findFirst()
        .map(
            other ->
                Diagnostic.error(
                    "Hosts see different pools",
                    """
                    %s sees the pools %s, %s sees %s. They use different datastores, or the pools are changing right now. \
                    Check that etcd_endpoints name members of the same etcd cluster on both, and that no calicoctl.cfg overrides them.\
                    """
                        .formatted(
                            first.getKey(),
                            names(first.getValue()),
                            other.getKey(),
                            names(other.getValue()))));
  }

  private static List<String> names(Pools pools) {
    return pools.pools().stream().map(Pool::name).sorted().toList();
  }

  private static Optional<Diagnostic> conflictingSpecs(Map<HostName, CalicoIpPoolSpec> specs) {
    List<String> wishes =
        specs.values().stream().map(CalicoIpPoolModule::describe).distinct().sorted().toList();
    return wishes.size() < 2
        ? Optional.empty()
        : Optional.of(
            Diagnostic.error(
                "Hosts declare different pools",
                "A pool is shared by all hosts, but the task declares %s. Use the same arguments on each host."
                    .formatted(String.join(" and ", wishes))));
  }

  private static String describe(CalicoIpPoolSpec spec) {
    return "%s (ipip %s, nat_outgoing %s, disabled %s, only %s, %s)"
        .formatted(
            spec.cidr(),
            PoolProbe.modeName(spec.ipip()),
            spec.natOutgoing(),
            spec.disabled(),
            spec.only(),
            spec.state() == Presence.PRESENT ? "present" : "absent");
  }

  @Override
  public Map<String, Value> result(HostName host, CalicoIpPoolSpec spec, PoolsState state) {
    Map<String, Value> result = new LinkedHashMap<>();
    result.put("cidr", Value.text(spec.cidr().toString()));
    if (state instanceof Pools pools) {
      result.put(
          "pools",
          Value.list(pools.pools().stream().map(Pool::name).<Value>map(Value::text).toList()));
      result.put("ipip_of_cluster", Value.bool(pools.ipip()));
    }
    return result;
  }
}
