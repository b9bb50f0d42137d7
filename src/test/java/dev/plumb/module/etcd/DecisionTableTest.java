package dev.plumb.module.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.change.ClusterPlan;
import dev.plumb.module.ClusterHarness;
import dev.plumb.module.etcd.HostState.Ids;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.module.etcd.HostState.MemberStatus;
import dev.plumb.module.etcd.SimulatedHosts.Host;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** The decision table, row by row: what is found, and the first round that follows. */
@NullUnmarked // what is put into its maps is there
class DecisionTableTest {

  private static final String LEARNER = "node1: member node4: absent -> learner";

  private final ClusterHarness<EtcdSpec, HostState> harness =
      ClusterHarness.of(new EtcdMemberModule());
  private final SimulatedHosts hosts = new SimulatedHosts();

  // ---- 0: whether there must be a cluster at all

  @Test
  void dissolvesTheClusterWhenRequested() {
    cluster(1, 2, 3);
    hosts.stop(name(3));
    none(1, 2, 3);

    assertThat(plan())
        .containsExactly(
            "node1: running: yes -> no",
            "node1: enabled: yes -> no",
            "node2: running: yes -> no",
            "node2: enabled: yes -> no",
            "node3: enabled: yes -> no",
            "node1: data: present -> moved aside",
            "node2: data: present -> moved aside",
            "node3: data: present -> moved aside");
  }

  @Test
  void isInSyncWhenThereIsNothingToDissolve() {
    for (int number : List.of(1, 2, 3)) {
      hosts.host(Specs.spec(number, "state: absent\nallow_none: true"));
    }

    assertThat(plan()).containsExactly("in sync");
  }

  @Test
  void refusesToDissolveWhileAHostIsNotProbed() {
    cluster(1, 2, 3);
    none(1, 2, 3);
    Map<HostName, HostState> seen = new TreeMap<>(hosts.look());
    seen.remove(name(3));
    assertThat(planOf(seen)).containsExactly("refused: Some members were not probed");

    hosts.specs.remove(name(3));
    assertThat(plan()).containsExactly("refused: Some members were not probed");
  }

  // ---- 1 and 2: whether there is a cluster

  @Test
  void bootstrapsWhenNoHostHasData() {
    wanted(1, 2, 3);

    assertThat(plan())
        .startsWith("node1: unit: absent -> written", "node1: settings: absent -> written")
        .endsWith(
            "node1: running: no -> yes",
            "node2: running: no -> yes",
            "node3: running: no -> yes",
            "node1: healthy: no -> yes",
            "node2: healthy: no -> yes",
            "node3: healthy: no -> yes");
  }

  @Test
  void writesExistingOnceTheClusterIsBootstrapped() {
    cluster(1, 2, 3);
    host(2).settings = host(2).settings.replace("STATE=existing", "STATE=new");

    assertThat(plan())
        .containsExactly(
            "node2: settings: ETCD_INITIAL_CLUSTER_STATE=new ->"
                + " ETCD_INITIAL_CLUSTER_STATE=existing");
  }

  @Test
  void resumesAnInterruptedBootstrap() {
    wanted(1, 2, 3);
    EtcdSpec one = hosts.specs.get(new HostName("node1"));
    host(1).unit = MemberConfig.unit(one);
    host(1).settings =
        MemberConfig.render(
            one,
            host(1).version,
            Map.of(
                "node1", List.of("http://10.0.0.1:2380"),
                "node2", List.of("http://10.0.0.2:2380"),
                "node3", List.of("http://10.0.0.3:2380")),
            true);
    host(1).enabled = true;
    host(1).data = Optional.of(new Ids(SimulatedHosts.CLUSTER, 1));
    host(1).runsWith = MemberConfig.environment(host(1).settings, host(1).unit);

    assertThat(plan())
        .doesNotContain("node1: running: no -> yes")
        .contains("node2: running: no -> yes", "node3: running: no -> yes");
  }

  @Test
  void refusesEvenAndExcessiveMemberCounts() {
    wanted(1, 2);
    assertThat(plan()).containsExactly("refused: Even number of members");
    wanted(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(plan()).containsExactly("refused: Too many members");
  }

  @Test
  void refusesLocalUrls() {
    for (String url : List.of("localhost", "127.0.0.1", "0.0.0.0", "[::1]", "[::]", "127.1.2.3")) {
      hosts.specs.clear();
      hosts.host(Specs.read(Specs.yaml(1).replace("10.0.0.1:2380", url + ":2380")));
      assertThat(plan()).containsExactly("refused: URL that other hosts cannot reach");
    }
  }

  @Test
  void refusesDuplicateMembers() {
    wanted(1, 2, 3);
    hosts.specs.put(name(3), Specs.read(Specs.yaml(3).replace("10.0.0.3:2379", "10.0.0.1:2379")));
    assertThat(plan()).containsExactly("refused: Duplicate members");
  }

  @Test
  void doesNotBootstrapWhileAHostIsNotProbed() {
    wanted(1, 2, 3);
    host(3).seen = false;

    assertThat(plan()).containsExactly("blocked: Hosts were not probed");
  }

  @Test
  void doesNotBootstrapWhileLimitLeavesAHostOut() {
    hosts.host(Specs.spec(1, "members: [node1, node2, node3]"));

    assertThat(plan()).containsExactly("blocked: Hosts were not probed");
  }

  @Test
  void startsMembersWithDataAndDoesNotBootstrap() {
    cluster(1, 2, 3);
    List.of(1, 2, 3).forEach(n -> hosts.stop(name(n)));
    host(3).data = Optional.empty();

    assertThat(plan()).containsExactly("node1: running: no -> yes", "node2: running: no -> yes");
  }

  // ---- 3: the members are right

  @Test
  void isInSync() {
    cluster(1, 2, 3);

    assertThat(plan()).containsExactly("in sync");
  }

  @Test
  void restartsOneAtATimeWithTheLeaderLast() {
    cluster(1, 2, 3);
    hosts.leader = hosts.ids().get("node1");
    List.of(1, 2, 3).forEach(this::changedByHand);

    assertThat(plan()).containsExactly("node2: up to date: no -> yes");
    host(2).runsWith = MemberConfig.environment(host(2).settings, host(2).unit);
    assertThat(plan()).containsExactly("node3: up to date: no -> yes");
    host(3).runsWith = MemberConfig.environment(host(3).settings, host(3).unit);
    assertThat(plan())
        .containsExactly("node1: leader: node1 -> another", "node1: up to date: no -> yes");
  }

  @Test
  void doesNotRestartWhileAMemberIsDown() {
    cluster(1, 2, 3);
    changedByHand(2);
    hosts.stop(name(3));
    host(3).seen = false;

    assertThat(plan()).containsExactly("refused: Member is not healthy");
  }

  // ---- 4 to 7: members that come

  @Test
  void addsALearner() {
    cluster(1, 2, 3);
    wanted("allow_even: true", 1, 2, 3, 4);

    assertThat(plan()).containsExactly(LEARNER);
  }

  @Test
  void addsAVoterBelowVersion34() {
    cluster(1, 2, 3);
    wanted("allow_even: true", 1, 2, 3, 4);
    hosts.hosts.values().forEach(host -> host.version = new EtcdVersion(3, 3, 25));

    assertThat(plan()).last().isEqualTo("node1: member node4: absent -> present");
  }

  @Test
  void doesNotAddWhileAMemberIsDown() {
    cluster(1, 2, 3);
    wanted("allow_even: true", 1, 2, 3, 4);
    hosts.stop(name(3));
    host(3).seen = false;

    assertThat(plan()).containsExactly("refused: Member is not healthy");
  }

  @Test
  void doesNotAddWhileAnotherAdditionIsPending() {
    cluster(1, 2, 3);
    wanted("allow_even: true", 1, 2, 3, 4);
    hosts.hasMember(Specs.spec(9, ""), false, true);

    assertThat(plan()).containsExactly("refused: Another addition is pending");
  }

  @Test
  void refusesDataOfNoMember() {
    cluster(1, 2, 3);
    wanted("allow_even: true", 1, 2, 3, 4);
    host(4).data = Optional.of(new Ids(SimulatedHosts.CLUSTER, 77));

    assertThat(plan()).containsExactly("refused: Data belongs to no member");
    wanted("allow_even: true\nallow_data_reset: true", 1, 2, 3, 4);
    assertThat(plan()).containsExactly("node4: data: present -> moved aside");
  }

  @Test
  void alwaysRefusesDataOfAnotherCluster() {
    cluster(1, 2, 3);
    wanted("allow_even: true\nallow_data_reset: true", 1, 2, 3, 4);
    host(4).data = Optional.of(new Ids(0xf00, 77));

    assertThat(plan()).containsExactly("refused: Two clusters");
  }

  @Test
  void startsAnAddedMemberWithoutAddingItAgain() {
    cluster(1, 2, 3);
    wanted("allow_even: true", 1, 2, 3, 4);
    hosts.hasMember(Specs.spec(4, ""), false, true);

    assertThat(plan())
        .containsExactly(
            "node4: unit: absent -> written",
            "node4: settings: absent -> written",
            "node4: enabled: no -> yes",
            "node4: running: no -> yes",
            "node4: healthy: no -> yes");
  }

  @Test
  void refusesToStartWithDataOfAnotherMember() {
    cluster(1, 2, 3);
    wanted("allow_even: true", 1, 2, 3, 4);
    hosts.hasMember(Specs.spec(4, ""), false, true);
    host(4).data = Optional.of(new Ids(SimulatedHosts.CLUSTER, 77));

    assertThat(plan()).containsExactly("refused: Data belongs to no member");
  }

  @Test
  void promotesALearner() {
    cluster(1, 2, 3);
    wanted("allow_even: true", 1, 2, 3, 4);
    Member four = hosts.hasMember(Specs.spec(4, ""), true, true);
    hosts.runs(name(4), Specs.spec(4, ""), four, peers(1, 2, 3, 4));

    assertThat(plan()).containsExactly("node1: member node4: learner -> present");
  }

  @Test
  void removesAnUnwantedLearner() {
    cluster(1, 2, 3);
    wanted("prune: true", 1, 2, 3);
    hosts.hasMember(Specs.spec(9, ""), false, true);

    assertThat(plan())
        .containsExactly(
            "node1: backup: older -> in /var/backups/etcd",
            "node1: member http://10.0.0.9:2380: unstarted -> absent");
  }

  // ---- 8: members that move

  @Test
  void updatesTheMemberBeforeRestartingIt() {
    cluster(1, 2, 3);
    move(2);

    assertThat(plan())
        .hasSize(4)
        .startsWith("node1: peer URLs of node2: http://10.0.0.2:2380 -> http://10.1.0.2:2380")
        .endsWith("node2: running: yes -> restarted", "node2: healthy: no -> yes");
  }

  @Test
  void refusesWhenAQuorumMovesAtOnceWithoutQuorum() {
    cluster(1, 2, 3);
    List.of(1, 2, 3).forEach(n -> hosts.stop(name(n)));
    move(1);
    move(2);

    assertThat(plan()).containsExactly("refused: Too many members change their addresses together");
  }

  @Test
  void restartsForChangedClientUrls() {
    cluster(1, 2, 3);
    hosts.specs.put(name(2), Specs.read(Specs.yaml(2).replace(":2379", ":4379")));

    assertThat(plan()).hasSize(2).last().isEqualTo("node2: up to date: no -> yes");
  }

  // ---- 9 and 10: members that stopped, or lost their data

  @Test
  void startsAStoppedMember() {
    cluster(1, 2, 3);
    hosts.stop(name(2));

    assertThat(plan()).containsExactly("node2: running: no -> yes", "node2: healthy: no -> yes");
  }

  @Test
  void removesAndReAddsAMemberThatLostItsData() {
    cluster(1, 2, 3);
    hosts.stop(name(2));
    host(2).data = Optional.empty();

    assertThat(plan())
        .containsExactly(
            "node1: backup: older -> in /var/backups/etcd",
            "node1: member node2: present -> absent");
    hosts.members.remove(hosts.ids().get("node2"));
    assertThat(plan()).containsExactly("node1: member node2: absent -> learner");
  }

  @Test
  void refusesToReplaceAWipedMemberWithoutQuorumOfOthers() {
    cluster(1, 2, 3);
    hosts.stop(name(2));
    host(2).data = Optional.empty();
    hosts.hosts.get(name(3)).seen = false;
    hosts.stop(name(3));
    assertThat(plan()).containsExactly("refused: Quorum is lost");
  }

  @Test
  void movesAsideTheDataOfAMemberThatLostItsLog() {
    cluster(1, 2, 3);
    hosts.stop(name(3));
    Map<HostName, HostState> states = hosts.look();
    Ids ids = host(3).data.orElseThrow();
    states.put(name(3), states.get(name(3)).withData(new HostState.Data.LostLog(ids)));

    assertThat(planOf(states)).containsExactly("node3: data: present -> moved aside");
  }

  @Test
  void leavesALostLogAloneWhileTheMemberWorks() {
    cluster(1, 2, 3);
    Map<HostName, HostState> states = hosts.look();
    Ids ids = host(3).data.orElseThrow();
    states.put(name(3), states.get(name(3)).withData(new HostState.Data.LostLog(ids)));

    assertThat(planOf(states)).containsExactly("in sync");
  }

  @Test
  void refusesToReplaceAWipedMemberOfTwo() {
    cluster(1, 2);
    wanted("allow_even: true", 1, 2);
    Map<HostName, HostState> states = hosts.look();
    states.put(name(2), states.get(name(2)).withData(new HostState.Data.None()));

    assertThat(planOf(states)).containsExactly("refused: Data of a member is missing");
  }

  // ---- 11 and 12: members that go

  @Test
  void removesOneAtATimeAndCleansUpItsHost() {
    cluster(1, 2, 3, 4, 5);
    absent(4, 5);
    hosts.leader = hosts.ids().get("node4");

    assertThat(plan())
        .containsExactly(
            "node4: leader: node4 -> another",
            "node1: backup: older -> in /var/backups/etcd",
            "node1: member node4: present -> absent",
            "node4: enabled: yes -> no",
            "node4: data: present -> moved aside");
  }

  @Test
  void doesNotRemoveWhileAMemberIsDown() {
    cluster(1, 2, 3, 4, 5);
    absent(4, 5);
    hosts.stop(name(3));
    host(3).seen = false;

    assertThat(plan()).containsExactly("refused: Member is not healthy");
  }

  @Test
  void doesNotShrinkTwoToOneUnlessAllowed() {
    cluster(1, 2);
    absent(2);

    assertThat(plan()).containsExactly("refused: Cluster would have one member");
  }

  @Test
  void refusesToRemoveAllMembers() {
    cluster(1);
    absent(1);

    assertThat(plan()).containsExactly("refused: Cluster would have no member");
  }

  @Test
  void leavesUnlistedMembersAlone() {
    cluster(1, 2, 3);
    hosts.hasMember(Specs.spec(9, ""), true, false);

    assertThat(plan().toString()).doesNotContain("absent");
  }

  @Test
  void addsTheReplacementBeforeRemoving() {
    cluster(1, 2, 3);
    wanted(1, 2, 4);
    hosts.specs.put(name(3), Specs.spec(3, "state: absent"));

    assertThat(plan()).containsExactly(LEARNER);
  }

  @Test
  void removesDeadMembersBeforeAdding() {
    cluster(1, 2, 3);
    wanted(1, 2, 4);
    hosts.specs.put(name(3), Specs.spec(3, "state: absent"));
    hosts.stop(name(3));

    assertThat(plan())
        .startsWith(
            "node1: backup: older -> in /var/backups/etcd",
            "node1: member node3: present -> absent");
  }

  // ---- 13 to 16: when nothing may be changed

  @Test
  void onlyStartsExistingMembersWithoutQuorum() {
    cluster(1, 2, 3);
    wanted(1, 2, 3, 4, 5);
    hosts.stop(name(1));
    hosts.stop(name(2));

    assertThat(plan()).containsExactly("node1: running: no -> yes", "node2: running: no -> yes");
  }

  @Test
  void doesNotRestartACrashLoopingMember() {
    cluster(1, 2, 3);
    List.of(1, 2).forEach(this::dies);

    assertThat(plan()).containsExactly("waits on node1");
  }

  @Test
  void countsMembersWithAnUnreadableLogAsLost() {
    cluster(1, 2, 3);
    List.of(1, 2).forEach(this::dies);
    List.of(1, 2).forEach(number -> host(number).damaged = true);
    assertThat(plan()).containsExactly("refused: Quorum is lost");

    wanted("recover_from: node3\naccept_data_loss: true", 1, 2, 3);
    assertThat(plan()).last().isEqualTo("node3: running: without a quorum -> as a single member");
  }

  @Test
  void explainsHowToRecoverFromLostQuorum() {
    quorumLost("");

    ClusterPlan<HostState> plan = new EtcdMemberModule().plan(hosts.specs, hosts.look());

    assertThat(plan).isInstanceOf(ClusterPlan.Refused.class);
    assertThat(((ClusterPlan.Refused<HostState>) plan).reason().detail())
        .isEqualTo(
            """
            2 of 3 members are needed for a quorum. Found:
                node1: runs without the others, at raft index 10
                node2: has no data
                node3: its host was not probed
            Nothing was changed, because any change could lose data. What to do:
              1. Bring back a failed host or its disk, and apply again: members that have their data recover \
            automatically.
              2. Only if the others are permanently lost: choose the member with the most recent data (the highest \
            raft index above) and rebuild the cluster from it. Data that it does not have is lost, and the others \
            must never be started again with their old data:
                    recover_from: node1
                    accept_data_loss: true
              3. Remove both arguments afterwards.\
            """);
  }

  @Test
  void rebuildsOnlyWithRecoverFromAndAcceptDataLoss() {
    quorumLost("recover_from: node1");
    assertThat(plan()).containsExactly("refused: Quorum is lost");
    quorumLost("recover_from: node1\naccept_data_loss: true");
    assertThat(plan())
        .startsWith("node1: running: yes -> no", "node1: copy of data: absent -> beside it")
        .endsWith("node1: running: without a quorum -> as a single member");
  }

  @Test
  void doesNotRebuildFromAMemberWithoutData() {
    quorumLost("recover_from: node2\naccept_data_loss: true");
    assertThat(plan()).containsExactly("refused: No data to rebuild from");
  }

  @Test
  void doesNotRebuildFromAMemberThatIsBehind() {
    cluster(1, 2, 3, 4, 5);
    wanted("recover_from: node1\naccept_data_loss: true", 1, 2, 3, 4, 5);
    for (int n : new int[] {3, 4, 5}) {
      hosts.stop(name(n));
      host(n).data = Optional.empty();
    }
    Map<HostName, HostState> states = hosts.look();
    states.compute(name(2), (_, state) -> with(state, a -> answer(a, 99, List.of())));

    assertThat(planOf(states)).containsExactly("refused: Another member has more recent data");
  }

  @Test
  void clearsTheForceFlagBeforeOthersJoin() {
    cluster(1);
    wanted(1, 2, 3);
    host(1).settings += "ETCD_FORCE_NEW_CLUSTER=true\n";
    host(1).runsWith = MemberConfig.environment(host(1).settings, host(1).unit);

    assertThat(plan()).hasSize(2).last().isEqualTo("node1: up to date: no -> yes");
  }

  @Test
  void refusesTwoClusters() {
    cluster(1, 2, 3);
    Map<HostName, HostState> states = hosts.look();
    states.compute(
        name(3),
        (_, s) ->
            s.withData(new HostState.Data.Known(new Ids(0xf00, 7))).withStatus(Optional.empty()));

    assertThat(planOf(states)).containsExactly("refused: Two clusters");
  }

  @Test
  void refusesASplitClusterWhoseHalvesBothWork() {
    cluster(1, 2, 3);
    Map<HostName, HostState> states = hosts.look();
    long three = hosts.ids().get("node3");
    states.replaceAll(
        (host, state) ->
            host.equals(name(3))
                ? state
                : with(
                    state,
                    a ->
                        new MemberStatus(
                            a.ids(),
                            a.members().stream().filter(m -> m.id() != three).toList(),
                            a.healthy(),
                            a.leader(),
                            a.raftIndex(),
                            false,
                            List.of())));

    assertThat(planOf(states)).containsExactly("refused: Two clusters");
  }

  @Test
  void refusesWhileAnAlarmIsActive() {
    cluster(1, 2, 3);
    Map<HostName, HostState> states = hosts.look();
    states.compute(
        name(2), (_, s) -> with(s, a -> answer(a, 10, List.of("memberID:1 alarm:NOSPACE"))));

    assertThat(planOf(states)).containsExactly("refused: etcd has an active alarm");
  }

  @Test
  void refusesMixedMajorVersions() {
    cluster(1, 2, 3);
    host(2).version = new EtcdVersion(2, 3, 8);

    assertThat(plan()).containsExactly("refused: Mixed major versions");
  }

  @Test
  void refusesToTouchAForeignEtcd() {
    wanted(1, 2, 3);
    host(1).runsWith = Map.of("ETCD_NAME", "hostname");

    assertThat(plan()).containsExactly("refused: Another etcd runs in this unit");
  }

  @Test
  void isBlockedUntilThePackageIsInstalled() {
    wanted(1, 2, 3);
    Map<HostName, HostState> states = new HashMap<>(hosts.look());
    states.compute(
        name(1),
        (_, s) ->
            new HostState(
                Optional.empty(),
                false,
                false,
                s.unitFile(),
                s.settings(),
                Map.of(),
                false,
                s.data(),
                s.status()));

    assertThat(planOf(states)).containsExactly("blocked: etcd is not installed");
  }

  @Test
  void predictsAllRoundsOfAGrowingCluster() {
    cluster(1, 2, 3);
    wanted(1, 2, 3, 4, 5);
    ClusterHarness<EtcdSpec, HostState>.Scenario scenario = harness.scenario();
    hosts
        .look()
        .forEach((name, state) -> scenario.host(name.value(), hosts.specs.get(name), state));

    // The harness goes through the rounds by itself, up to being in sync.
    assertThat(scenario.plan().rounds()).hasSize(8).last().isInstanceOf(ClusterPlan.InSync.class);
  }

  // ---- pictures

  private void wanted(int... numbers) {
    wanted("", numbers);
  }

  private void wanted(String more, int... numbers) {
    hosts.specs.clear();
    for (int number : numbers) {
      hosts.host(Specs.spec(number, more));
    }
  }

  private void absent(int... numbers) {
    for (int number : numbers) {
      hosts.specs.put(name(number), Specs.spec(number, "state: absent"));
    }
  }

  private void none(int... numbers) {
    for (int number : numbers) {
      hosts.specs.put(name(number), Specs.spec(number, "state: absent\nallow_none: true"));
    }
  }

  /** Members that all work, and are what is asked for. */
  private void cluster(int... numbers) {
    wanted(numbers);
    for (int number : numbers) {
      EtcdSpec spec = Specs.spec(number, "");
      hosts.runs(name(number), spec, hosts.hasMember(spec, true, false), peers(numbers));
    }
    hosts.elect();
  }

  private void quorumLost(String more) {
    hosts.members.clear();
    cluster(1, 2, 3);
    wanted(more, 1, 2, 3);
    hosts.stop(name(2));
    host(2).data = Optional.empty();
    hosts.stop(name(3));
    host(3).seen = false;
  }

  private static Map<String, List<String>> peers(int... numbers) {
    Map<String, List<String>> peers = new TreeMap<>();
    for (int number : numbers) {
      peers.put("node" + number, List.of("http://10.0.0." + number + ":2380"));
    }
    return peers;
  }

  private void move(int number) {
    hosts.specs.put(
        name(number),
        Specs.read(
            Specs.yaml(number)
                .replace("10.0.0." + number + ":2380", "10.1.0." + number + ":2380")));
  }

  private void dies(int number) {
    hosts.stop(name(number));
    host(number).dies = true;
  }

  private void changedByHand(int number) {
    host(number).runsWith = new HashMap<>(host(number).runsWith);
    host(number).runsWith.put("ETCD_SNAPSHOT_COUNT", "1");
  }

  private static HostState with(HostState state, UnaryOperator<MemberStatus> change) {
    return state.withStatus(state.status().map(change));
  }

  private static MemberStatus answer(MemberStatus a, long index, List<String> alarms) {
    return new MemberStatus(a.ids(), a.members(), a.healthy(), a.leader(), index, false, alarms);
  }

  private static HostName name(int number) {
    return new HostName("node" + number);
  }

  private Host host(int number) {
    return hosts.hosts.get(name(number));
  }

  // ---- plans

  private List<String> plan() {
    Map<HostName, HostState> states = new TreeMap<>(hosts.look());
    states.keySet().retainAll(hosts.specs.keySet());
    return planOf(states);
  }

  private List<String> planOf(Map<HostName, HostState> states) {
    return switch (new EtcdMemberModule().plan(hosts.specs, states)) {
      case ClusterPlan.InSync<HostState> _ -> List.of("in sync");
      case ClusterPlan.Needed<HostState> needed -> {
        List<String> told = new ArrayList<>();
        needed
            .changes()
            .forEach(
                one ->
                    told.add(
                        "%s: %s: %s -> %s"
                            .formatted(
                                one.host(),
                                one.change().property(),
                                one.change().before(),
                                one.change().after())));
        yield told;
      }
      case ClusterPlan.Waiting<HostState> waits -> List.of("waits on " + waits.host());
      case ClusterPlan.Blocked<HostState> blocked ->
          List.of("blocked: " + blocked.reason().summary());
      case ClusterPlan.Refused<HostState> refused ->
          List.of("refused: " + refused.reason().summary());
    };
  }
}
