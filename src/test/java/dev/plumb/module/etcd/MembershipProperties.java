package dev.plumb.module.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.etcd.HostState.Ids;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.module.etcd.SimulatedHosts.Host;
import dev.plumb.remote.Step;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.NullUnmarked;

/**
 * From any state of one to seven members, with any faults, plans never cost a quorum that is there
 * (which {@link SimulatedHosts} asserts after every step) and end somewhere.
 */
@NullUnmarked // what is put into its maps is there
class MembershipProperties {

  private final EtcdMemberModule module = new EtcdMemberModule();

  @Property(tries = 150)
  void keepsQuorumAndTerminates(@ForAll Random random) {
    SimulatedHosts hosts = randomHosts(random);
    boolean worked = hosts.hasQuorum();

    ClusterPlan<HostState> end = run(hosts, step -> true);

    endsWell(hosts, worked, end);
  }

  @Property(tries = 150)
  void keepsQuorumAndTerminatesWhenInterrupted(@ForAll Random random) {
    SimulatedHosts hosts = randomHosts(random);
    boolean worked = hosts.hasQuorum();
    ClusterPlan<HostState> end = null;
    for (int cut = 0; end == null && cut < 40; cut++) {
      int steps = random.nextInt(12);
      int[] done = {0};
      end = run(hosts, step -> done[0]++ < steps);
    }
    if (end == null) {
      end = run(hosts, step -> true);
    }

    endsWell(hosts, worked, end);
  }

  /** With the same cluster and no fault of chance, a check's rounds are those of an apply. */
  @Property(tries = 150)
  void predictsWhatItThenDoes(@ForAll Random random) {
    SimulatedHosts hosts = randomHosts(random);
    // What those that find no quorum will be found to say once they do is not known before.
    Assume.that(
        hosts.hasQuorum() || hosts.hosts.values().stream().allMatch(host -> host.data.isEmpty()));
    List<String> foreseen = new ArrayList<>();
    Map<HostName, HostState> states = hosts.look();
    ClusterPlan<HostState> plan = module.plan(hosts.specs, states);
    while (plan instanceof ClusterPlan.Needed<HostState>(var changes, var expected)) {
      changes.forEach(change -> foreseen.add(told(change)));
      plan = module.plan(hosts.specs, expected);
    }
    List<String> made = new ArrayList<>();
    int elections = hosts.elections;
    ClusterPlan<HostState> end = run(hosts, change -> made.add(told(change)), step -> true);

    if (end instanceof ClusterPlan.Waiting
        || (end instanceof ClusterPlan.Blocked<HostState> failed
            && failed.reason().summary().equals("Failed"))) {
      return;
    }
    if (hosts.elections > elections) {
      made.removeIf(line -> line.contains(": leader: "));
      foreseen.removeIf(line -> line.contains(": leader: "));
    }
    assertThat(made).containsExactlyInAnyOrderElementsOf(foreseen);
    assertThat(end.getClass()).isEqualTo(plan.getClass());
  }

  private static String told(HostChange change) {
    return change.host()
        + ": "
        + change.change().property()
        + ": "
        + change.change().before()
        + " -> "
        + change.change().after();
  }

  private ClusterPlan<HostState> run(
      SimulatedHosts hosts, java.util.function.Predicate<Step> goesOn) {
    return run(hosts, _ -> {}, goesOn);
  }

  /** How a run ends; null when it was cut off. */
  private ClusterPlan<HostState> run(
      SimulatedHosts hosts, Consumer<HostChange> begun, java.util.function.Predicate<Step> goesOn) {
    ClusterPlan<HostState> waited = null;
    for (int round = 0; round <= module.rounds(hosts.specs.size()); round++) {
      ClusterPlan<HostState> plan = module.plan(hosts.specs, hosts.look());
      if (plan instanceof ClusterPlan.Needed<HostState>(var changes, var _)) {
        for (HostChange change : changes) {
          begun.accept(change);
          for (Step step : change.change().steps()) {
            if (!goesOn.test(step)) {
              return null;
            }
            if (!hosts.carryOut(change, step)) {
              // What nobody answers for cannot be known to be of no use.
              boolean useless = !hosts.hasQuorum() && (foreign(hosts) || fails(hosts));
              boolean itself = step instanceof Step.Await && fails(hosts.hosts.get(change.host()));
              assertThat(useless || itself).as(String.join("\n", hosts.log)).isTrue();
              return new ClusterPlan.Blocked<>(Diagnostic.error("Failed", step.toString()), false);
            }
          }
        }
        waited = null;
      } else if (plan instanceof ClusterPlan.Waiting<HostState>(var host, var until, var _)) {
        if (plan.equals(waited)) {
          return plan;
        }
        waited = plan;
        hosts.elect();
      } else {
        return plan;
      }
    }
    return fail("did not end: " + String.join("\n", hosts.log));
  }

  private static void endsWell(SimulatedHosts hosts, boolean worked, ClusterPlan<HostState> end) {
    switch (end) {
      case ClusterPlan.InSync<HostState> _ -> {
        Set<String> there = new TreeSet<>();
        hosts.members.values().forEach(m -> there.add(m.displayName()));
        Set<String> wanted = new TreeSet<>();
        hosts.specs.values().stream().filter(EtcdSpec::present).forEach(s -> wanted.add(s.name()));
        assertThat(there).containsAll(wanted);
        if (hosts.specs.values().stream().anyMatch(EtcdSpec::prune)) {
          assertThat(there).isEqualTo(wanted);
        }
        for (Member member : hosts.members.values()) {
          if (!wanted.contains(member.name())) {
            continue;
          }
          Host host = hosts.hosts.get(new HostName(member.name()));
          if (host.seen) {
            assertThat(hosts.works(member)).as("%s works", member).isTrue();
            assertThat(member.learner()).isFalse();
            assertThat(host.settings).contains("ETCD_INITIAL_CLUSTER_STATE=existing");
          }
        }
        hosts.specs.forEach(
            (name, spec) -> {
              Host host = hosts.hosts.get(name);
              if (!spec.present() && host.seen) {
                assertThat(host.runs() || host.enabled || host.data.isPresent()).isFalse();
              }
            });
      }
      case ClusterPlan.Refused<HostState> refused ->
          assertThat(refused.reason().detail()).isNotBlank();
      case ClusterPlan.Blocked<HostState> blocked ->
          // Only what was not looked at or does not start can be in the way here.
          assertThat(foreign(hosts) || fails(hosts) || away(hosts))
              .as(blocked.reason().detail())
              .isTrue();
      case ClusterPlan.Waiting<HostState> waits ->
          // As with what did not end well.
          assertThat((!worked && foreign(hosts)) || fails(hosts))
              .as("%s\n%s", waits.timeoutReason(), String.join("\n", hosts.log))
              .isTrue();
      case ClusterPlan.Needed<HostState> _ -> fail("ended with changes");
    }
    if (worked && !(hosts.outage && (fails(hosts) || away(hosts)))) {
      assertThat(hosts.hasQuorum())
          .as("the quorum that was there, after\n%s", String.join("\n", hosts.log))
          .isTrue();
    }
  }

  private static boolean away(SimulatedHosts hosts) {
    return hosts.hosts.values().stream().anyMatch(host -> !host.seen);
  }

  /** Whether there is an etcd that does not start, which nothing but a person can mend. */
  private static boolean fails(SimulatedHosts hosts) {
    return hosts.hosts.values().stream().anyMatch(MembershipProperties::fails);
  }

  private static boolean fails(Host host) {
    return host.broken || host.damaged;
  }

  /** Whether a host has data of a member that the cluster does not have. */
  private static boolean foreign(SimulatedHosts hosts) {
    return hosts.hosts.values().stream()
        .anyMatch(
            host -> host.data.filter(ids -> !hosts.members.containsKey(ids.member())).isPresent());
  }

  /**
   * Any number of members, each with a fault or none, and any wish for what shall become of them.
   */
  private static SimulatedHosts randomHosts(Random random) {
    SimulatedHosts hosts = new SimulatedHosts();
    int known = 1 + random.nextInt(7);
    int strangers = random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0;
    boolean founded = random.nextInt(8) != 0;
    boolean old = random.nextInt(4) == 0;
    StringBuilder forAll = new StringBuilder();
    maybe(random, forAll, "allow_even: true");
    maybe(random, forAll, "allow_data_reset: true");
    maybe(random, forAll, "allow_single: true");
    maybe(random, forAll, "prune: true");
    if (random.nextInt(4) == 0) {
      forAll.append("recover_from: node1\naccept_data_loss: true\n");
    }
    boolean calm = random.nextBoolean();
    Map<Integer, Boolean> joined = new HashMap<>();
    Map<String, List<String>> peers = new HashMap<>();
    for (int i = 1; i <= known; i++) {
      joined.put(i, founded && random.nextInt(5) != 0);
      if (joined.get(i)) {
        EtcdSpec spec = Specs.spec(i, "");
        peers.put(spec.name(), MemberConfig.urls(spec.peerUrls()));
      }
    }
    boolean cluster = !peers.isEmpty();
    for (int i = 20; cluster && i < 20 + strangers; i++) {
      EtcdSpec spec = Specs.spec(i, "");
      peers.put(spec.name(), MemberConfig.urls(spec.peerUrls()));
    }
    for (int i = 1; i <= known; i++) {
      boolean moved = joined.get(i) && random.nextInt(6) == 0;
      boolean absent = random.nextInt(6) == 0;
      String more = forAll + (absent ? "state: absent\n" : "");
      EtcdSpec then = Specs.spec(i, forAll.toString());
      EtcdSpec now =
          moved
              ? Specs.read(
                  (Specs.yaml(i) + more)
                      .replace("http://10.0.0." + i + ":2380", "http://10.1.0." + i + ":2380"))
              : Specs.spec(i, more);
      Host host = hosts.host(now);
      host.version = old ? new EtcdVersion(3, 3, 25) : new EtcdVersion(3, 4, 23);
      if (joined.get(i)) {
        Member member = hosts.hasMember(then, true, false);
        hosts.runs(new HostName(then.name()), then, member, peers);
        if (random.nextInt(8) == 0) {
          host.runsWith = new HashMap<>(host.runsWith);
          host.runsWith.put("ETCD_BY_HAND", "1");
        }
      }
    }
    for (int i = 0; i < strangers && !hosts.members.isEmpty(); i++) {
      hosts.hasMember(
          Specs.spec(20 + i, ""), random.nextBoolean(), random.nextInt(3) == 0 && i == 0);
    }
    hosts.elect();
    hosts.hosts.forEach(
        (name, host) -> {
          int fault = random.nextInt(calm ? 24 : 12);
          switch (fault) {
            case 0 -> hosts.stop(name);
            case 1 -> {
              hosts.stop(name);
              host.data = Optional.empty();
            }
            case 2 -> host.data = Optional.empty();
            case 3 -> host.seen = false;
            case 4 -> {
              hosts.stop(name);
              host.data = Optional.of(new Ids(SimulatedHosts.CLUSTER, 77 + name.hashCode()));
            }
            case 5 -> {
              hosts.stop(name);
              host.damaged = host.data.isPresent();
            }
            case 6 -> host.damaged = host.data.isPresent();
            case 7 -> {
              hosts.stop(name);
              host.broken = true;
            }
            case 8 -> {
              host.broken = true;
              host.silent = true;
            }
            default -> {}
          }
        });
    if (!founded) {
      hosts.hosts.values().forEach(Host::hasNoData);
    }
    hosts.elect();
    if (hosts.hasQuorum() && random.nextInt(20) == 0) {
      hosts.alarms = List.of("memberID:1 alarm:NOSPACE");
    }
    return hosts;
  }

  private static void maybe(Random random, StringBuilder text, String line) {
    if (random.nextBoolean()) {
      text.append(line).append('\n');
    }
  }
}
