package dev.plumb.module.etcd;

import dev.plumb.change.Change;
import dev.plumb.change.ClusterPlan;
import dev.plumb.change.FileText;
import dev.plumb.change.HostChange;
import dev.plumb.module.etcd.HostState.Data;
import dev.plumb.module.etcd.HostState.Ids;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.value.Content;
import dev.plumb.value.FileMode;
import dev.plumb.value.HostName;
import dev.plumb.value.RemotePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Collects the changes of one round and the states they lead to. Used for one plan. */
final class RoundBuilder {

  private static final String MOVE_ASIDE =
      """
      # move aside what is in
      [ ! -e "$1/member" ] || mv -- "$1" "$1.removed-$(date +%Y%m%dT%H%M%S)"
      """;

  /** Keeps a log written since the probe: its member started by itself. */
  private static final String CLEAR_UNLESS_STARTED =
      """
      # make room for a member in
      for log in "$1"/member/wal/*.wal; do
        [ ! -e "$log" ] || exit 0
      done
      [ ! -e "$1/member" ] || mv -- "$1" "$1.removed-$(date +%Y%m%dT%H%M%S)"
      """;

  private static final String COPY =
      """
      # copy what is in
      cp -a -- "$1" "$1.saved-$(date +%Y%m%dT%H%M%S)"
      """;

  private final ClusterView view;
  private final ExpectedStates expected;
  private final List<HostChange> changes = new ArrayList<>();

  RoundBuilder(ClusterView view) {
    this.view = view;
    this.expected = new ExpectedStates(view);
  }

  /** Returns the plan, or nothing if there is no change. */
  Optional<ClusterPlan<HostState>> plan() {
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(new ClusterPlan.Needed<>(changes, expected.states()));
  }

  private void change(HostName on, String property, Object before, Object after, Step... steps) {
    changes.add(new HostChange(on, Change.of(property, before, after, steps)));
  }

  private Step systemctl(String verb, HostName host) {
    return Step.run("systemctl", verb, "--", view.spec(host).service());
  }

  /** Restarts without waiting: a member is up only once it has a quorum. */
  private Step restartStep(HostName host) {
    return Step.run("systemctl", "restart", "--no-block", "--", view.spec(host).service());
  }

  private Step dataStep(String script, HostName host) {
    return new Step.Run(Command.shell(script, view.spec(host).dataDir().value()));
  }

  /** Writes the files of a member where they differ, and enables its unit. */
  RoundBuilder write(HostName host, String settings) {
    EtcdSpec spec = view.spec(host);
    HostState state = expected.state(host);
    String unit = MemberConfig.unit(spec);
    RemotePath file = spec.settingsFile();
    writeFile(
        host,
        "unit",
        spec.unitFile(),
        state.unitFile(),
        unit,
        write -> List.of(write, Step.run("systemctl", "daemon-reload")));
    writeFile(
        host,
        "settings",
        file,
        state.settings(),
        settings,
        write -> List.of(Step.run("mkdir", "-p", "--", file.parent().value()), write));
    if (!state.enabled()) {
      change(host, "enabled", "no", "yes", systemctl("enable", host));
    }
    expected.set(host, state.withFiles(unit, settings).withEnabled(true));
    return this;
  }

  /** Writes a file if it differs; the change shows the lines that differ. */
  private void writeFile(
      HostName host,
      String property,
      RemotePath path,
      Optional<String> before,
      String after,
      Function<Step, List<Step>> steps) {
    if (before.equals(Optional.of(after))) {
      return;
    }
    String removed = before.map(text -> linesOnlyIn(text, after)).orElse("");
    String added = before.map(text -> linesOnlyIn(after, text)).orElse("written");
    Step write = Step.Write.of(path, Content.utf8(after), Optional.of(new FileMode(0644)));
    changes.add(
        new HostChange(
            host,
            Change.of(
                    property,
                    removed.isEmpty() ? "absent" : removed,
                    added.isEmpty() ? "removed" : added,
                    steps.apply(write).toArray(Step[]::new))
                .withFileText(new FileText(path, before.map(Content::utf8), Content.utf8(after)))));
  }

  private static String linesOnlyIn(String text, String other) {
    List<String> others = other.lines().toList();
    return text.lines()
        .filter(line -> !line.isBlank() && !others.contains(line))
        .collect(Collectors.joining("; "));
  }

  private void start(HostName host, Step... steps) {
    HostState state = view.state(host);
    boolean runs = state.isRunning() || state.active();
    change(host, "running", runs ? "yes" : "no", runs ? "restarted" : "yes", steps);
  }

  /** Starts a member that has no data yet, without waiting for it. */
  RoundBuilder startNew(HostName host, Ids ids) {
    start(host, joinSteps(host));
    expected.set(host, expected.state(host).withData(new Data.Known(ids)));
    expected.started(host, ids);
    return this;
  }

  /** Starts one of the members that bootstrap the cluster. */
  RoundBuilder startBootstrap(HostName host) {
    boolean data = view.state(host).hasData();
    start(host, data ? new Step[] {restartStep(host)} : joinSteps(host));
    return this;
  }

  void bootstrapped(List<HostName> hosts) {
    expected.bootstrapped(hosts);
  }

  void recovered(List<HostName> able, Map<String, List<String>> voters) {
    expected.recovered(able, voters);
  }

  /** Starts or restarts a member with the data it has, without waiting for it. */
  RoundBuilder startExisting(HostName host, Ids ids) {
    start(host, restartStep(host));
    expected.started(host, ids);
    return this;
  }

  /** Restarts a working member and waits until it works again. */
  RoundBuilder restart(HostName host) {
    Step healthy = Etcdctl.healthy(view.spec(host));
    change(host, "up to date", "no", "yes", systemctl("restart", host), healthy);
    expected.started(host, view.state(host).status().orElseThrow().ids());
    return this;
  }

  /** Clears the remains of a failed start, then starts with an empty data directory. */
  private Step[] joinSteps(HostName host) {
    String user = view.spec(host).user();
    String directory = view.spec(host).dataDir().value();
    return new Step[] {
      systemctl("stop", host),
      dataStep(CLEAR_UNLESS_STARTED, host),
      Step.run("install", "-d", "-o", user, "-g", user, "-m", "0700", "--", directory),
      restartStep(host)
    };
  }

  /** Waits until a member works. */
  RoundBuilder await(HostName host, boolean learner) {
    EtcdSpec spec = view.spec(host);
    change(
        host, "healthy", "no", "yes", learner ? Etcdctl.responding(spec) : Etcdctl.healthy(spec));
    return this;
  }

  RoundBuilder add(HostName helper, HostName host, boolean learner) {
    EtcdSpec added = view.spec(host);
    change(
        helper,
        "member " + added.name(),
        "absent",
        learner ? "learner" : "present",
        Etcdctl.addMember(view.spec(helper), added, learner));
    expected.added(MemberConfig.urls(added.peerUrls()), learner);
    return this;
  }

  RoundBuilder promote(HostName helper, Member member) {
    Step promote = Etcdctl.promoted(view.spec(helper), member.id());
    change(helper, "member " + member.displayName(), "learner", "present", promote);
    expected.promoted(member.id());
    return this;
  }

  RoundBuilder update(HostName helper, Member member, HostName host) {
    EtcdSpec updated = view.spec(host);
    List<String> urls = MemberConfig.urls(updated.peerUrls());
    change(
        helper,
        "peer URLs of " + member.displayName(),
        String.join(",", member.peerUrls()),
        String.join(",", urls),
        Etcdctl.updateMember(view.spec(helper), member.id(), updated));
    expected.updated(member.id(), urls);
    return this;
  }

  /** Removes a member from the cluster after a backup. */
  RoundBuilder remove(HostName helper, Member member) {
    EtcdSpec at = view.spec(helper);
    change(helper, "backup", "older", "in " + at.backupDir(), Etcdctl.backup(at));
    change(
        helper,
        "member " + member.displayName(),
        member.started() ? "present" : "unstarted",
        "absent",
        Etcdctl.removeMember(at, member.id()));
    expected.removed(member.id());
    return this;
  }

  RoundBuilder moveLeader(HostName from, Member to) {
    EtcdSpec leader = view.spec(from);
    change(from, "leader", leader.name(), "another", Etcdctl.moveLeader(leader, to.id()));
    expected.leaderMovedTo(to.id());
    return this;
  }

  RoundBuilder stop(HostName host) {
    HostState state = expected.state(host);
    if (state.active() || state.isRunning()) {
      change(host, "running", "yes", "no", systemctl("stop", host));
      expected.stopped(host);
    }
    return this;
  }

  RoundBuilder disable(HostName host) {
    if (expected.state(host).enabled()) {
      change(host, "enabled", "yes", "no", systemctl("disable", host));
      expected.set(host, expected.state(host).withEnabled(false));
    }
    return this;
  }

  RoundBuilder moveDataAside(HostName host) {
    if (expected.state(host).hasData()) {
      change(host, "data", "present", "moved aside", dataStep(MOVE_ASIDE, host));
      expected.set(host, expected.state(host).withData(new Data.None()));
    }
    return this;
  }

  /** Copies the data of a stopped member. */
  RoundBuilder copyData(HostName host) {
    change(host, "copy of data", "absent", "beside it", dataStep(COPY, host));
    return this;
  }

  /** Starts a member as a cluster of one. */
  RoundBuilder startAlone(HostName host, Ids ids) {
    Step healthy = Etcdctl.healthy(view.spec(host));
    change(host, "running", "without a quorum", "as a single member", restartStep(host), healthy);
    expected.startedAlone(host, ids);
    return this;
  }
}
