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

/** Gathers the changes of one round, and what they lead to. Made for one plan. */
final class RoundBuilder {

  private static final String MOVE_ASIDE =
      """
      # move aside what is in
      [ ! -e "$1/member" ] || mv -- "$1" "$1.removed-$(date +%Y%m%dT%H%M%S)"
      """;

  /** A log that came since the look is that of a member which got on by itself. */
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

  RoundBuilder(ClusterView picture) {
    this.view = picture;
    this.expected = new ExpectedStates(picture);
  }

  Optional<ClusterPlan<HostState>> plan() {
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(new ClusterPlan.Needed<>(changes, expected.states()));
  }

  private void change(
      HostName on, String property, Object before, Object after, List<? extends Step> steps) {
    changes.add(new HostChange(on, Change.of(property, before, after, steps.toArray(Step[]::new))));
  }

  /** Writes what the member is run from, where it is not so, and has it start at boot. */
  RoundBuilder write(HostName host, String settings) {
    EtcdSpec spec = view.spec(host);
    HostState state = expected.state(host);
    String unit = MemberConfig.unit(spec);
    if (!state.unitFile().equals(Optional.of(unit))) {
      writeFile(
          host,
          "unit",
          new Difference(state.unitFile(), unit).describe(),
          spec.unitFile(),
          state.unitFile(),
          unit,
          List.of(),
          List.of(Step.run("systemctl", "daemon-reload")));
    }
    if (!state.settings().equals(Optional.of(settings))) {
      writeFile(
          host,
          "settings",
          new Difference(state.settings(), settings).describe(),
          spec.settingsFile(),
          state.settings(),
          settings,
          List.of(Step.run("mkdir", "-p", "--", spec.settingsFile().parent().value())),
          List.of());
    }
    if (!state.enabled()) {
      change(
          host,
          "enabled",
          "no",
          "yes",
          List.of(Step.run("systemctl", "enable", "--", spec.service())));
    }
    expected.set(host, expected.state(host).withFiles(unit, settings).withEnabled(true));
    return this;
  }

  private void writeFile(
      HostName host,
      String property,
      Difference.Description told,
      RemotePath path,
      Optional<String> before,
      String after,
      List<Step> first,
      List<Step> then) {
    List<Step> steps = new ArrayList<>(first);
    steps.add(Step.Write.of(path, Content.utf8(after), Optional.of(new FileMode(0644))));
    steps.addAll(then);
    changes.add(
        new HostChange(
            host,
            Change.of(property, told.before(), told.after(), steps.toArray(Step[]::new))
                .withFileText(new FileText(path, before.map(Content::utf8), Content.utf8(after)))));
  }

  /** Starts a member that has no data yet, without waiting for it. */
  RoundBuilder startNew(HostName host, Ids ids) {
    change(host, "running", runningBefore(host), "yes", joinSteps(view.spec(host)));
    expected.set(host, expected.state(host).withData(new Data.Known(ids)));
    expected.started(host, ids);
    return this;
  }

  /** As {@link #startNew}, for one of those that found a cluster. */
  RoundBuilder startBootstrap(HostName host) {
    boolean data = view.state(host).hasData();
    change(
        host,
        "running",
        runningBefore(host),
        "yes",
        data ? List.of(restart(view.spec(host), false)) : joinSteps(view.spec(host)));
    return this;
  }

  void bootstrapped(List<HostName> hosts) {
    expected.bootstrapped(hosts);
  }

  void recovered(List<HostName> able, Map<String, List<String>> voters) {
    expected.recovered(able, voters);
  }

  /** Starts a member with the data it has, or starts it again, without waiting for it. */
  RoundBuilder startExisting(HostName host, Ids ids) {
    change(host, "running", runningBefore(host), "yes", List.of(restart(view.spec(host), false)));
    expected.started(host, ids);
    return this;
  }

  /** Starts a working member again, and waits until it works again. */
  RoundBuilder restart(HostName host) {
    EtcdSpec spec = view.spec(host);
    change(host, "up to date", "no", "yes", List.of(restart(spec, true), Etcdctl.healthy(spec)));
    expected.started(host, view.state(host).status().orElseThrow().ids());
    return this;
  }

  /** What is left of a start that came to nothing must not be in the way. */
  private static List<Step> joinSteps(EtcdSpec spec) {
    return List.of(
        Step.run("systemctl", "stop", "--", spec.service()),
        new Step.Run(Command.shell(CLEAR_UNLESS_STARTED, spec.dataDir().value())),
        Step.run(
            "install",
            "-d",
            "-o",
            spec.user(),
            "-g",
            spec.user(),
            "-m",
            "0700",
            "--",
            spec.dataDir().value()),
        restart(spec, false));
  }

  private String runningBefore(HostName host) {
    HostState state = view.state(host);
    return state.isRunning() || state.active() ? "without success" : "no";
  }

  private static Step restart(EtcdSpec spec, boolean waiting) {
    return waiting
        ? Step.run("systemctl", "restart", "--", spec.service())
        : Step.run("systemctl", "restart", "--no-block", "--", spec.service());
  }

  /** Waits until a member does its work. Has no line of its own for people. */
  RoundBuilder await(HostName host, boolean learner) {
    EtcdSpec spec = view.spec(host);
    Step step = learner ? Etcdctl.responding(spec) : Etcdctl.healthy(spec);
    change(host, "healthy", "no", "yes", List.of(step));
    return this;
  }

  RoundBuilder add(HostName helper, HostName host, boolean learner) {
    EtcdSpec added = view.spec(host);
    change(
        helper,
        "member " + added.name(),
        "absent",
        learner ? "learner" : "present",
        List.of(Etcdctl.addMember(view.spec(helper), added, learner)));
    expected.added(MemberConfig.urls(added.peerUrls()), learner);
    return this;
  }

  RoundBuilder promote(HostName helper, Member member) {
    change(
        helper,
        "member " + member.displayName(),
        "learner",
        "present",
        List.of(Etcdctl.promoted(view.spec(helper), member.id())));
    expected.promoted(member.id());
    return this;
  }

  RoundBuilder update(HostName helper, Member member, HostName host) {
    EtcdSpec updated = view.spec(host);
    change(
        helper,
        "peer URLs of " + member.displayName(),
        String.join(",", member.peerUrls()),
        String.join(",", MemberConfig.urls(updated.peerUrls())),
        List.of(Etcdctl.updateMember(view.spec(helper), member.id(), updated)));
    expected.updated(member.id(), MemberConfig.urls(updated.peerUrls()));
    return this;
  }

  /** Takes a member out of the cluster, after what it holds was backed up. */
  RoundBuilder remove(HostName helper, Member member) {
    EtcdSpec at = view.spec(helper);
    change(helper, "backup", "older", "in " + at.backupDir(), List.of(Etcdctl.backup(at)));
    change(
        helper,
        "member " + member.displayName(),
        member.started() ? "present" : "unstarted",
        "absent",
        List.of(Etcdctl.removeMember(at, member.id())));
    expected.removed(member.id());
    return this;
  }

  RoundBuilder moveLeader(HostName from, Member to) {
    change(
        from,
        "leader",
        view.spec(from).name(),
        "another",
        List.of(Etcdctl.moveLeader(view.spec(from), to.id())));
    expected.leaderMovedTo(to.id());
    return this;
  }

  RoundBuilder stop(HostName host) {
    HostState state = expected.state(host);
    if (state.active() || state.isRunning()) {
      change(
          host,
          "running",
          "yes",
          "no",
          List.of(Step.run("systemctl", "stop", "--", view.spec(host).service())));
      expected.stopped(host);
    }
    return this;
  }

  RoundBuilder disable(HostName host) {
    if (expected.state(host).enabled()) {
      change(
          host,
          "enabled",
          "yes",
          "no",
          List.of(Step.run("systemctl", "disable", "--", view.spec(host).service())));
      expected.set(host, expected.state(host).withEnabled(false));
    }
    return this;
  }

  RoundBuilder moveDataAside(HostName host) {
    if (expected.state(host).hasData()) {
      change(host, "data", "present", "moved aside", List.of(moveAsideStep(view.spec(host))));
      expected.set(host, expected.state(host).withData(new Data.None()));
    }
    return this;
  }

  /** Makes a copy of the data of a member that does not run. */
  RoundBuilder copyData(HostName host) {
    change(
        host,
        "copy of data",
        "absent",
        "beside it",
        List.of(new Step.Run(Command.shell(COPY, view.spec(host).dataDir().value()))));
    return this;
  }

  /** The one that runs by itself from now on, in a cluster of its own. */
  RoundBuilder startAlone(HostName host, Ids ids) {
    change(
        host,
        "running",
        "without the others",
        "yes",
        List.of(restart(view.spec(host), false), Etcdctl.healthy(view.spec(host))));
    expected.startedAlone(host, ids);
    return this;
  }

  private static Step moveAsideStep(EtcdSpec spec) {
    return new Step.Run(Command.shell(MOVE_ASIDE, spec.dataDir().value()));
  }
}
