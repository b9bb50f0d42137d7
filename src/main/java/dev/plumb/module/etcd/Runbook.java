package dev.plumb.module.etcd;

import dev.plumb.module.etcd.HostState.MemberStatus;
import dev.plumb.value.HostName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a person may do when a quorum is lost. */
final class Runbook {

  private Runbook() {}

  static String text(ClusterView picture) {
    Map<String, List<String>> voters = QuorumRecovery.voters(picture);
    StringBuilder seen = new StringBuilder();
    Map<String, String> found = new TreeMap<>();
    voters.keySet().forEach(name -> found.put(name, "its host was not looked at"));
    for (HostName host : picture.states().keySet()) {
      found.put(picture.spec(host).name(), describe(picture.state(host)));
    }
    found.forEach((name, what) -> seen.append("    %s: %s\n".formatted(name, what)));
    return """
    %d of %d members are needed for a quorum. Found:
    %sNothing was changed, as any change could lose what the cluster holds. What to do:
      1. Bring back a host that is down, or its disk, and apply again: members with their data heal by themselves.
      2. Only when the others are gone for good: choose the member that knows most (the highest raft index above) \
    and rebuild the cluster from it. What the others had and it had not is lost, and the others must never be \
    started again with their old data:
            recover_from: %s
            accept_data_loss: true
      3. Take both out again afterwards."""
        .formatted(ClusterView.quorum(voters.size()), voters.size(), seen, proposedMember(picture));
  }

  private static String describe(HostState state) {
    if (state.status().isPresent()) {
      MemberStatus answer = state.status().get();
      return "runs without the others, at raft index " + Long.toUnsignedString(answer.raftIndex());
    }
    if (QuorumRecovery.damaged(state)) {
      return "has a log that cannot be read, and does not start";
    }
    return state.hasData()
        ? "has its data, and " + (state.isRunning() ? "runs but does not answer" : "does not run")
        : "has no data";
  }

  private static String proposedMember(ClusterView picture) {
    return picture.wanted().stream()
        .filter(
            host -> picture.state(host).hasData() && !QuorumRecovery.damaged(picture.state(host)))
        .max(
            Comparator.comparing(
                host -> picture.state(host).status().map(MemberStatus::raftIndex).orElse(0L)))
        .map(host -> picture.spec(host).name())
        .orElse("NAME");
  }
}
