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
final class Round {

  private static final String ASIDE =
      """
      # move aside what is in
      [ ! -e "$1/member" ] || mv -- "$1" "$1.removed-$(date +%Y%m%dT%H%M%S)"
      """;

  /** A log that came since the look is that of a member which got on by itself. */
  private static final String CLEAR =
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

  private final Picture picture;
  private final Foresight foresight;
  private final List<HostChange> changes = new ArrayList<>();

  Round(Picture picture) {
    this.picture = picture;
    this.foresight = new Foresight(picture);
  }

  Optional<ClusterPlan<HostState>> plan() {
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(new ClusterPlan.Needed<>(changes, foresight.states()));
  }

  private void change(
      HostName on, String property, Object before, Object after, List<? extends Step> steps) {
    changes.add(new HostChange(on, Change.of(property, before, after, steps.toArray(Step[]::new))));
  }

  /** Writes what the member is run from, where it is not so, and has it start at boot. */
  Round write(HostName host, String settings) {
    EtcdSpec spec = picture.spec(host);
    HostState state = foresight.state(host);
    String unit = Settings.unit(spec);
    if (!state.unitFile().equals(Optional.of(unit))) {
      file(
          host,
          "unit",
          new Difference(state.unitFile(), unit).told(),
          spec.unitFile(),
          state.unitFile(),
          unit,
          List.of(),
          List.of(Step.run("systemctl", "daemon-reload")));
    }
    if (!state.settings().equals(Optional.of(settings))) {
      file(
          host,
          "settings",
          new Difference(state.settings(), settings).told(),
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
    foresight.set(host, foresight.state(host).written(unit, settings).withEnabled(true));
    return this;
  }

  private void file(
      HostName host,
      String property,
      Difference.Told told,
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
                .showing(new FileText(path, before.map(Content::utf8), Content.utf8(after)))));
  }

  /** Starts a member that has no data yet, without waiting for it. */
  Round begin(HostName host, Ids ids) {
    change(host, "running", running(host), "yes", joining(picture.spec(host)));
    foresight.set(host, foresight.state(host).withData(new Data.Of(ids)));
    foresight.starts(host, ids);
    return this;
  }

  /** As {@link #begin}, for one of those that found a cluster. */
  Round found(HostName host) {
    boolean data = picture.state(host).hasData();
    change(
        host,
        "running",
        running(host),
        "yes",
        data ? List.of(restart(picture.spec(host), false)) : joining(picture.spec(host)));
    return this;
  }

  void foundedAll(List<HostName> hosts) {
    foresight.founded(hosts);
  }

  void revivedAll(List<HostName> able, Map<String, List<String>> voters) {
    foresight.revived(able, voters);
  }

  /** Starts a member with the data it has, or starts it again, without waiting for it. */
  Round revive(HostName host, Ids ids) {
    change(host, "running", running(host), "yes", List.of(restart(picture.spec(host), false)));
    foresight.starts(host, ids);
    return this;
  }

  /** Starts a working member again, and waits until it works again. */
  Round restart(HostName host) {
    EtcdSpec spec = picture.spec(host);
    change(host, "up to date", "no", "yes", List.of(restart(spec, true), Etcdctl.healthy(spec)));
    foresight.starts(host, picture.state(host).answer().orElseThrow().ids());
    return this;
  }

  /** What is left of a start that came to nothing must not be in the way. */
  private static List<Step> joining(EtcdSpec spec) {
    return List.of(
        Step.run("systemctl", "stop", "--", spec.service()),
        new Step.Run(Command.shell(CLEAR, spec.dataDir().value())),
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

  private String running(HostName host) {
    HostState state = picture.state(host);
    return state.runs() || state.active() ? "without success" : "no";
  }

  private static Step restart(EtcdSpec spec, boolean waiting) {
    return waiting
        ? Step.run("systemctl", "restart", "--", spec.service())
        : Step.run("systemctl", "restart", "--no-block", "--", spec.service());
  }

  /** Waits until a member does its work. Has no line of its own for people. */
  Round await(HostName host, boolean learner) {
    EtcdSpec spec = picture.spec(host);
    Step step = learner ? Etcdctl.answers(spec) : Etcdctl.healthy(spec);
    change(host, "healthy", "no", "yes", List.of(step));
    return this;
  }

  Round add(HostName helper, HostName host, boolean learner) {
    EtcdSpec added = picture.spec(host);
    change(
        helper,
        "member " + added.name(),
        "absent",
        learner ? "learner" : "present",
        List.of(Etcdctl.addMember(picture.spec(helper), added, learner)));
    foresight.added(Settings.urls(added.peerUrls()), learner);
    return this;
  }

  Round promote(HostName helper, Member member) {
    change(
        helper,
        "member " + member.told(),
        "learner",
        "present",
        List.of(Etcdctl.promoted(picture.spec(helper), member.id())));
    foresight.promoted(member.id());
    return this;
  }

  Round update(HostName helper, Member member, HostName host) {
    EtcdSpec updated = picture.spec(host);
    change(
        helper,
        "peer URLs of " + member.told(),
        String.join(",", member.peerUrls()),
        String.join(",", Settings.urls(updated.peerUrls())),
        List.of(Etcdctl.updateMember(picture.spec(helper), member.id(), updated)));
    foresight.updated(member.id(), Settings.urls(updated.peerUrls()));
    return this;
  }

  /** Takes a member out of the cluster, after what it holds was backed up. */
  Round remove(HostName helper, Member member) {
    EtcdSpec at = picture.spec(helper);
    change(helper, "backup", "older", "in " + at.backupDir(), List.of(Etcdctl.backup(at)));
    change(
        helper,
        "member " + member.told(),
        member.started() ? "present" : "unstarted",
        "absent",
        List.of(Etcdctl.removeMember(at, member.id())));
    foresight.removed(member.id());
    return this;
  }

  Round moveLeader(HostName from, Member to) {
    change(
        from,
        "leader",
        picture.spec(from).name(),
        "another",
        List.of(Etcdctl.moveLeader(picture.spec(from), to.id())));
    foresight.led(to.id());
    return this;
  }

  Round stop(HostName host) {
    HostState state = foresight.state(host);
    if (state.active() || state.runs()) {
      change(
          host,
          "running",
          "yes",
          "no",
          List.of(Step.run("systemctl", "stop", "--", picture.spec(host).service())));
      foresight.stops(host);
    }
    return this;
  }

  Round disable(HostName host) {
    if (foresight.state(host).enabled()) {
      change(
          host,
          "enabled",
          "yes",
          "no",
          List.of(Step.run("systemctl", "disable", "--", picture.spec(host).service())));
      foresight.set(host, foresight.state(host).withEnabled(false));
    }
    return this;
  }

  Round moveDataAside(HostName host) {
    if (foresight.state(host).hasData()) {
      change(host, "data", "present", "moved aside", List.of(aside(picture.spec(host))));
      foresight.set(host, foresight.state(host).withData(new Data.None()));
    }
    return this;
  }

  /** Makes a copy of the data of a member that does not run. */
  Round copyData(HostName host) {
    change(
        host,
        "copy of data",
        "absent",
        "beside it",
        List.of(new Step.Run(Command.shell(COPY, picture.spec(host).dataDir().value()))));
    return this;
  }

  /** The one that runs by itself from now on, in a cluster of its own. */
  Round alone(HostName host, Ids ids) {
    change(
        host,
        "running",
        "without the others",
        "yes",
        List.of(restart(picture.spec(host), false), Etcdctl.healthy(picture.spec(host))));
    foresight.alone(host, ids);
    return this;
  }

  private static Step aside(EtcdSpec spec) {
    return new Step.Run(Command.shell(ASIDE, spec.dataDir().value()));
  }
}
