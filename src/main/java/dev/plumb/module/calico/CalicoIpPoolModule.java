package dev.plumb.module.calico;

import dev.plumb.change.Change;
import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.calico.CalicoIpPoolSpec.State;
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

/** Keeps a pool of addresses that Calico gives to the containers of all hosts. */
public final class CalicoIpPoolModule implements ClusterModule<CalicoIpPoolSpec, PoolsState> {

  @Override
  public String name() {
    return "calico_ip_pool";
  }

  @Override
  public String doc() {
    return "Keeps a pool of addresses that Calico gives to the containers of all hosts.";
  }

  @Override
  public Class<CalicoIpPoolSpec> spec() {
    return CalicoIpPoolSpec.class;
  }

  @Override
  public Probe<PoolsState> probe(CalicoIpPoolSpec spec) {
    return PoolProbe.of(spec);
  }

  /** The pool itself, then each of the others that is to go. */
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

  /** One step at a time: each is decided on what all hosts see after the one before. */
  private record Round(CalicoIpPoolSpec spec, HostName host, Pools found, int unseen) {

    ClusterPlan<PoolsState> plan(Map<HostName, Pools> seen) {
      Optional<Pool> is =
          found.pools().stream().filter(pool -> pool.cidr().equals(spec.cidr())).findFirst();
      if (spec.state() == State.ABSENT) {
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
        // Told before the new pool is made: who changed a cidr by mistake wants neither.
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

    /** One that is to go; one that is used before any other. */
    private Optional<Pool> other(Optional<Pool> mine) {
      return found.pools().stream()
          .filter(pool -> mine.filter(pool::equals).isEmpty())
          .filter(pool -> pool.cidr().v6() == spec.cidr().v6())
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
                The pool %s is to be removed, and is used by:
                %s
                Without it Calico would give these addresses to others. Stop the containers and remove the networks first, then \
                run again.%s"""
                    .formatted(pool.name(), list(users), meanwhile())));
      }
      if (unseen > 0) {
        return new ClusterPlan.Refused<>(
            Diagnostic.error(
                "Not every host could be looked at",
                "The pool %s is to be removed, and %d of the hosts could not be asked who uses it. Run again when they answer."
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
      return spec.state() == State.ABSENT
          ? ""
          : " To have the pool %s beside it until then, say \"only: false\"."
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
        "Calico's pools cannot be seen",
        "calicoctl on %s did not tell them. It said:\n    %s"
            .formatted(host, silent.why().replace("\n", "\n    ")));
  }

  /** Two datastores are two networks that believe to be one: nothing is changed in either. */
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
                    %s sees the pools %s, %s sees %s. They ask different datastores, or one that changes right now. \
                    See that etcd_endpoints name members of one etcd cluster on both, and that no calicoctl.cfg overrides them."""
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
                "Hosts want different pools",
                "A pool is the same for all hosts, but the task asks for %s. Give it the same arguments on each."
                    .formatted(String.join(" and for ", wishes))));
  }

  private static String describe(CalicoIpPoolSpec spec) {
    return "%s (ipip %s, nat_outgoing %s, disabled %s, only %s, %s)"
        .formatted(
            spec.cidr(),
            PoolProbe.modeName(spec.ipip()),
            spec.natOutgoing(),
            spec.disabled(),
            spec.only(),
            spec.state() == State.PRESENT ? "present" : "absent");
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
