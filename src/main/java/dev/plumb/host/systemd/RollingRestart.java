package dev.plumb.host.systemd;

import dev.plumb.change.Change;
import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.remote.Step;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps daemons of which only one may be away at a time. What is down, or serves nobody, is brought
 * up at once; what serves is restarted alone, in a round of its own, and only while enough others
 * serve. The leader comes last, so that it is elected anew once.
 *
 * @param label for people: {@code ZooKeeper server}
 * @param quorum how many others must serve while one is away; 0 when they need no quorum
 */
public record RollingRestart<T>(
    String label, int quorum, List<RollingMember<T>> members, Map<HostName, T> found) {

  public RollingRestart {
    members = members.stream().sorted(Comparator.comparing(RollingMember::host)).toList();
  }

  /** A round to bring all up, one for each restart, and one for what is only written. */
  public static int rounds(int hosts) {
    return hosts + 2;
  }

  public ClusterPlan<T> plan() {
    List<RollingMember<T>> down =
        members.stream()
            .filter(m -> !m.service().running() || (!m.healthy() && m.restart().isPresent()))
            .toList();
    if (!down.isEmpty()) {
      return bringUp(down);
    }
    List<RollingMember<T>> due =
        members.stream()
            .filter(m -> m.restart().isPresent())
            .sorted(Comparator.comparing(RollingMember::isLeader))
            .toList();
    return due.isEmpty() ? settle() : restart(due.getFirst());
  }

  private ClusterPlan<T> bringUp(List<RollingMember<T>> down) {
    List<HostChange> changes = new ArrayList<>();
    for (RollingMember<T> member : down) {
      addChanges(changes, member, preparations(member));
      boolean running = member.service().running();
      List<Step> steps = new ArrayList<>();
      if (running) {
        steps.add(member.unit().systemctl("stop"));
      }
      steps.addAll(member.whileStopped());
      if (member.service().active().equals("failed")) {
        // A unit that failed too often refuses to start until that is forgotten.
        steps.add(member.unit().systemctl("reset-failed"));
      }
      steps.add(member.unit().systemctl("start"));
      addChanges(
          changes,
          member,
          List.of(running ? restartChange(member, steps) : startChange(member, steps)));
    }
    // After all are started: alone, none of them may be able to serve.
    for (RollingMember<T> member : down) {
      addChanges(changes, member, List.of(Change.of("serving", "no", "yes", member.serving())));
    }
    return new ClusterPlan.Needed<>(changes, expected(down));
  }

  private ClusterPlan<T> restart(RollingMember<T> member) {
    long others =
        members.stream().filter(m -> !m.host().equals(member.host()) && m.healthy()).count();
    if (others < quorum) {
      return new ClusterPlan.Refused<>(
          Diagnostic.error(
              "Restart would end the service",
              """
              The %s on %s must be restarted (%s: %s -> %s), and only %d of the others serve; it takes %d. \
              Repair the others first, or run with all hosts: one that --limit leaves out is not counted.\
              """
                  .formatted(
                      label,
                      member.host(),
                      member.restart().orElseThrow().property(),
                      member.restart().orElseThrow().before(),
                      member.restart().orElseThrow().after(),
                      others,
                      quorum)));
    }
    List<HostChange> changes = new ArrayList<>();
    addChanges(changes, member, preparations(member));
    List<Step> steps = new ArrayList<>();
    if (member.whileStopped().isEmpty()) {
      steps.add(member.unit().systemctl("restart"));
    } else {
      steps.add(member.unit().systemctl("stop"));
      steps.addAll(member.whileStopped());
      steps.add(member.unit().systemctl("start"));
    }
    steps.add(member.serving());
    addChanges(changes, member, List.of(restartChange(member, steps)));
    return new ClusterPlan.Needed<>(changes, expected(List.of(member)));
  }

  /** Nothing is to be started: what is only written, and who is still to come. */
  private ClusterPlan<T> settle() {
    List<HostChange> changes = new ArrayList<>();
    List<RollingMember<T>> touched = new ArrayList<>();
    for (RollingMember<T> member : members) {
      List<Change> preparations = preparations(member);
      if (!preparations.isEmpty()) {
        addChanges(changes, member, preparations);
        touched.add(member);
      }
    }
    if (!changes.isEmpty()) {
      return new ClusterPlan.Needed<>(changes, expected(touched));
    }
    for (RollingMember<T> member : members) {
      if (!member.healthy()) {
        return new ClusterPlan.Waiting<>(
            member.host(),
            member.serving(),
            Diagnostic.error(
                "Daemon does not serve",
                """
                The %s on %s runs and does not serve after %d s. To see why, run on the host:
                    journalctl -u %s -n 50\
                """
                    .formatted(
                        label,
                        member.host(),
                        member.serving().timeout().toSeconds(),
                        member.unit())));
      }
    }
    return new ClusterPlan.InSync<>();
  }

  private static <T> List<Change> preparations(RollingMember<T> member) {
    List<Change> changes = new ArrayList<>(member.writes());
    if (member.service().needsReload()) {
      changes.add(
          Change.of(
              "daemon_reload", "outdated", "current", Step.run("systemctl", "daemon-reload")));
    }
    if (!member.service().enabled()) {
      changes.add(Change.of("enabled", "no", "yes", member.unit().systemctl("enable")));
    }
    return changes;
  }

  private static <T> Change startChange(RollingMember<T> member, List<Step> steps) {
    String before = member.service().active().equals("inactive") ? "no" : member.service().active();
    return Change.of("running", before, "yes", steps.toArray(Step[]::new));
  }

  private static <T> Change restartChange(RollingMember<T> member, List<Step> steps) {
    RollingMember.RestartReason due = member.restart().orElseThrow();
    return Change.of(due.property(), due.before(), due.after(), steps.toArray(Step[]::new));
  }

  private static <T> void addChanges(
      List<HostChange> all, RollingMember<T> member, List<Change> changes) {
    changes.forEach(change -> all.add(new HostChange(member.host(), change)));
  }

  private Map<HostName, T> expected(List<RollingMember<T>> changed) {
    Map<HostName, T> expected = new HashMap<>(found);
    changed.forEach(member -> expected.put(member.host(), member.expected()));
    return expected;
  }
}
