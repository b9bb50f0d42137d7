package dev.plumb.module.mesos;

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
 * @param what for people: {@code ZooKeeper server}
 * @param needed how many others must serve while one is away; 0 when they need no quorum
 */
record Rolling<T>(String what, int needed, List<Member<T>> members, Map<HostName, T> found) {

  Rolling {
    members = members.stream().sorted(Comparator.comparing(Member::host)).toList();
  }

  /** A round to bring all up, one for each restart, and one for what is only written. */
  static int rounds(int hosts) {
    return hosts + 2;
  }

  ClusterPlan<T> plan() {
    List<Member<T>> down =
        members.stream()
            .filter(m -> !m.daemon().running() || (!m.healthy() && m.due().isPresent()))
            .toList();
    if (!down.isEmpty()) {
      return bringUp(down);
    }
    List<Member<T>> due =
        members.stream()
            .filter(m -> m.due().isPresent())
            .sorted(Comparator.comparing(Member::leads))
            .toList();
    return due.isEmpty() ? settle() : restart(due.getFirst());
  }

  private ClusterPlan<T> bringUp(List<Member<T>> down) {
    List<HostChange> changes = new ArrayList<>();
    for (Member<T> member : down) {
      change(changes, member, preparations(member));
      boolean running = member.daemon().running();
      List<Step> steps = new ArrayList<>();
      if (running) {
        steps.add(member.unit().verb("stop"));
      }
      steps.addAll(member.whileStopped());
      if (member.daemon().active().equals("failed")) {
        // A unit that failed too often refuses to start until that is forgotten.
        steps.add(member.unit().verb("reset-failed"));
      }
      steps.add(member.unit().verb("start"));
      change(changes, member, List.of(running ? due(member, steps) : started(member, steps)));
    }
    // After all are started: alone, none of them may be able to serve.
    for (Member<T> member : down) {
      change(changes, member, List.of(Change.of("serving", "no", "yes", member.serving())));
    }
    return new ClusterPlan.Needed<>(changes, expected(down));
  }

  private ClusterPlan<T> restart(Member<T> member) {
    long others =
        members.stream().filter(m -> !m.host().equals(member.host()) && m.healthy()).count();
    if (others < needed) {
      return new ClusterPlan.Refused<>(
          Diagnostic.error(
              "Restart would end the service",
              """
              The %s on %s must be restarted (%s: %s -> %s), and only %d of the others serve; it takes %d. \
              Repair the others first, or run with all hosts: one that --limit leaves out is not counted."""
                  .formatted(
                      what,
                      member.host(),
                      member.due().orElseThrow().property(),
                      member.due().orElseThrow().before(),
                      member.due().orElseThrow().after(),
                      others,
                      needed)));
    }
    List<HostChange> changes = new ArrayList<>();
    change(changes, member, preparations(member));
    List<Step> steps = new ArrayList<>();
    if (member.whileStopped().isEmpty()) {
      steps.add(member.unit().verb("restart"));
    } else {
      steps.add(member.unit().verb("stop"));
      steps.addAll(member.whileStopped());
      steps.add(member.unit().verb("start"));
    }
    steps.add(member.serving());
    change(changes, member, List.of(due(member, steps)));
    return new ClusterPlan.Needed<>(changes, expected(List.of(member)));
  }

  /** Nothing is to be started: what is only written, and who is still to come. */
  private ClusterPlan<T> settle() {
    List<HostChange> changes = new ArrayList<>();
    List<Member<T>> touched = new ArrayList<>();
    for (Member<T> member : members) {
      List<Change> preparations = preparations(member);
      if (!preparations.isEmpty()) {
        change(changes, member, preparations);
        touched.add(member);
      }
    }
    if (!changes.isEmpty()) {
      return new ClusterPlan.Needed<>(changes, expected(touched));
    }
    for (Member<T> member : members) {
      if (!member.healthy()) {
        return new ClusterPlan.Waits<>(
            member.host(),
            member.serving(),
            Diagnostic.error(
                "Daemon does not serve",
                """
                The %s on %s runs and does not serve after %d s. To see why, run on the host:
                    journalctl -u %s -n 50"""
                    .formatted(
                        what,
                        member.host(),
                        member.serving().atMost().toSeconds(),
                        member.unit().name())));
      }
    }
    return new ClusterPlan.InSync<>();
  }

  private static <T> List<Change> preparations(Member<T> member) {
    List<Change> changes = new ArrayList<>(member.writes());
    if (member.daemon().outdated()) {
      changes.add(
          Change.of(
              "daemon_reload", "outdated", "current", Step.run("systemctl", "daemon-reload")));
    }
    if (!member.daemon().enabled()) {
      changes.add(Change.of("enabled", "no", "yes", member.unit().verb("enable")));
    }
    return changes;
  }

  private static <T> Change started(Member<T> member, List<Step> steps) {
    String before = member.daemon().active().equals("inactive") ? "no" : member.daemon().active();
    return Change.of("running", before, "yes", steps.toArray(Step[]::new));
  }

  private static <T> Change due(Member<T> member, List<Step> steps) {
    Member.Due due = member.due().orElseThrow();
    return Change.of(due.property(), due.before(), due.after(), steps.toArray(Step[]::new));
  }

  private static <T> void change(List<HostChange> all, Member<T> member, List<Change> changes) {
    changes.forEach(change -> all.add(new HostChange(member.host(), change)));
  }

  private Map<HostName, T> expected(List<Member<T>> changed) {
    Map<HostName, T> expected = new HashMap<>(found);
    changed.forEach(member -> expected.put(member.host(), member.expected()));
    return expected;
  }
}
