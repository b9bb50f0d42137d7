package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.ModuleInfo;
import dev.plumb.state.Probe;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** Manages the membership of an etcd cluster and keeps its members healthy. */
public final class EtcdMemberModule implements ClusterModule<EtcdSpec, HostState> {

  @Override
  public ModuleInfo<EtcdSpec> info() {
    return ModuleInfo.of(
        "etcd_member",
        EtcdSpec.class,
        "Manages hosts as members of one etcd cluster: bootstraps and repairs it,"
            + " adds, moves and removes members one at a time, and refuses changes that"
            + " would risk quorum or data.");
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
    // The worst case is a wiped host that must also move: repair, reset, remove, add, start,
    // promote, and the final rewrite on all hosts. Each host may also leave a member to prune.
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
