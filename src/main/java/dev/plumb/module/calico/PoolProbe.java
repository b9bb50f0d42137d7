package dev.plumb.module.calico;

import dev.plumb.host.text.JsonView;
import dev.plumb.module.calico.CalicoIpPoolSpec.Ipip;
import dev.plumb.module.calico.PoolsState.Pool;
import dev.plumb.module.calico.PoolsState.Pools;
import dev.plumb.module.calico.PoolsState.Unavailable;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.IpNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Queries calicoctl for pools and addresses, and docker for networks. */
final class PoolProbe {

  // A marker line ends each part, so that a failure is attributed to the right one.
  private static final String SCRIPT =
      """
      # ask Calico for its pools
      test -x "$1" || { echo "There is no program $1 on the host."; exit 0; }
      pools=$("$1" get ipPool -o json "--config=$2")
      status=$?
      printf '%s\\n' "$pools"
      test "$status" = 0 || exit 0
      echo '=== ipip'
      "$1" config get ipip "--config=$2" || exit 0
      echo '=== addresses'
      # The users matter only if a pool may be removed.
      if test "$3" = present && test "$(printf '%s\\n' "$pools" | grep -c '"cidr"')" -lt 2; then
        echo '[]'
        echo '=== networks'
      else
        "$1" get workloadEndpoint -o json "--config=$2" || exit 0
        echo '=== networks'
        # Socket activation would start a stopped dockerd.
        if ! systemctl is-active --quiet docker.service; then echo 'dockerd does not run.'; exit 0; fi
        networks=$(docker network ls --filter driver=calico --quiet --no-trunc) || exit 0
        test -z "$networks" || docker network inspect $networks || exit 0
      fi
      echo '=== end'
      """;

  private static final Duration TIMEOUT = Duration.ofSeconds(40);

  private PoolProbe() {}

  static Probe<PoolsState> of(CalicoIpPoolSpec spec) {
    return Probe.of(
        Command.shell(SCRIPT, spec.calicoctl().value(), spec.config().value())
            .withEnvironment(environment(spec))
            .withTimeout(TIMEOUT),
        ended ->
            ended.succeeded()
                ? Reading.of(read(ended))
                : Reading.unreadable("calicoctl could not be run: " + ended.err().strip()));
  }

  static Map<String, String> environment(CalicoIpPoolSpec spec) {
    return Map.of("ETCD_ENDPOINTS", String.join(",", spec.etcdEndpoints()));
  }

  static PoolsState read(Exec.Exited ended) {
    String[] parts = ended.out().split("(?m)^=== \\w+\n", -1);
    Optional<List<JsonView>> pools = JsonView.parseList(parts[0]);
    Optional<List<JsonView>> endpoints =
        parts.length > 2 ? JsonView.parseList(parts[2]) : Optional.empty();
    if (parts.length < 5 || pools.isEmpty() || endpoints.isEmpty()) {
      String last = parts[parts.length - 1].strip();
      return new Unavailable(last.isEmpty() ? ended.err().strip() : last);
    }
    Map<String, String> addresses = new TreeMap<>();
    for (JsonView endpoint : endpoints.get()) {
      JsonView metadata = endpoint.object("metadata");
      for (String network : endpoint.object("spec").texts("ipNetworks")) {
        addresses.put(
            network.replaceFirst("/.*", ""),
            metadata.text("workload") + " on " + metadata.text("node"));
      }
    }
    Map<String, String> networks = new TreeMap<>();
    JsonView.parseList(parts[3])
        .orElse(List.of())
        .forEach(
            network ->
                networks.put(
                    network.text("Name"),
                    network.object("IPAM").objects("Config").stream()
                        .map(config -> config.text("Subnet"))
                        .findFirst()
                        .orElse("")));
    return new Pools(
        pools.get().stream().map(PoolProbe::pool).toList(),
        networks,
        addresses,
        parts[1].strip().equals("on"));
  }

  private static Pool pool(JsonView json) {
    JsonView spec = json.object("spec");
    JsonView ipip = spec.object("ipip");
    return new Pool(
        json.object("metadata").text("cidr"),
        !ipip.isTrue("enabled")
            ? Ipip.NEVER
            : ipip.text("mode").equals("cross-subnet") ? Ipip.CROSS_SUBNET : Ipip.ALWAYS,
        spec.isTrue("nat-outgoing"),
        spec.isTrue("disabled"));
  }

  static String modeName(Ipip ipip) {
    return ipip.name().replace('_', '-').toLowerCase(Locale.ROOT);
  }

  /** Returns what would lose its addresses with this pool. */
  static List<String> users(Pools state, IpNetwork pool) {
    List<String> users = new ArrayList<>();
    new TreeMap<>(state.networks())
        .forEach(
            (name, subnet) -> {
              // A network without a subnet uses any pool: it needs only the last one.
              boolean last = subnet.isEmpty() && state.pools().size() == 1;
              if (last || (!subnet.isEmpty() && IpNetwork.of(subnet).network().equals(pool))) {
                users.add("docker network " + name);
              }
            });
    new TreeMap<>(state.addresses())
        .forEach(
            (address, whose) -> {
              if (pool.contains(IpNetwork.of(address))) {
                users.add("address " + address + " of " + whose);
              }
            });
    return users;
  }
}
