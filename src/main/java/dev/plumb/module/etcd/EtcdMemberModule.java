package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.module.ClusterModule;
import dev.plumb.state.Probe;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps who belongs to an etcd cluster, and that all of them work. */
public final class EtcdMemberModule implements ClusterModule<EtcdSpec, HostState> {

  @Override
  public String name() {
    return "etcd_member";
  }

  @Override
  public String doc() {
    return "Keeps hosts members of one etcd cluster: founds it, heals it, adds, moves and removes"
        + " members one at a time, and refuses what would risk quorum or data.";
  }

  @Override
  public Class<EtcdSpec> spec() {
    return EtcdSpec.class;
  }

  @Override
  public Probe<HostState> probe(EtcdSpec spec) {
    return MemberProbe.of(spec);
  }

  @Override
  public ClusterPlan<HostState> plan(
      Map<HostName, EtcdSpec> specs, Map<HostName, HostState> states) {
    return DecisionTable.on(new ClusterView(specs, states));
  }

  @Override
  public int rounds(int hosts) {
    // The most is a host that is wiped and has to be moved: heal, reset, remove, add, start,
    // promote, and what goes for all at the end. Each host may leave a member to be pruned.
    return 8 + 8 * hosts;
  }

  @Override
  public Map<String, Value> result(HostName host, EtcdSpec spec, HostState state) {
    Map<String, Value> result = new LinkedHashMap<>();
    result.put("name", Value.text(spec.name()));
    result.put("endpoint", Value.text(spec.endpoint().value()));
    state
        .status()
        .ifPresent(
            answer -> {
              result.put("cluster_id", Value.text(Etcdctl.hex(answer.ids().cluster())));
              result.put("member_id", Value.text(Etcdctl.hex(answer.ids().member())));
              result.put("leader", Value.bool(answer.leader() == answer.ids().member()));
              result.put(
                  "members",
                  Value.texts(
                      answer.members().stream()
                          .map(HostState.Member::displayName)
                          .sorted()
                          .toList()));
            });
    return result;
  }
}
