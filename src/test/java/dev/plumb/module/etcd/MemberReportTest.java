package dev.plumb.module.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.module.etcd.HostState.Data;
import dev.plumb.module.etcd.HostState.Ids;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The answers are those of etcd 3.4.23 on three hosts. */
class MemberReportTest {

  private static final String LOG =
      "04000000000000840804100000000000"
          + "1f000000000000810801"
          + "10de9cb1950c"
          + "1a1508fbc6a6aca1fdfe83db0110a998e1d1decef0fa6c00"
          + "0e00000000000082";

  private static final Ids NODE0 =
      new Ids(7851395337086848041L, Long.parseUnsignedLong("15782860401945453435"));

  private static final String STATUS =
      """
      status \
      [{"Endpoint":"http://192.168.199.108:2379","Status":{"header":{"cluster_id":7851395337086848041,"member_id":15782860401945453435,"revision":1,"raft_term":2},"version":"3.4.23","dbSize":20480,"leader":15782860401945453435,"raftIndex":9,"raftTerm":2,"raftAppliedIndex":9,"dbSizeInUse":16384}}]
      """;

  private static final String HEALTH =
      """
      health \
      [{"endpoint":"http://192.168.199.109:2379","health":true,"took":"5.585984ms"},{"endpoint":"http://192.168.199.108:2379","health":true,"took":"11.939689ms"},{"endpoint":"http://192.168.199.110:2379","health":true,"took":"6.781602ms"}]
      """;

  private static final String MEMBERS =
      """
      members \
      {"header":{"cluster_id":7851395337086848041,"member_id":15782860401945453435,"raft_term":2},"members":[{"ID":13105683843725018761,"name":"node1","peerURLs":["http://192.168.199.109:2380"],"clientURLs":["http://192.168.199.109:2379"]},{"ID":14263710965419195106,"peerURLs":["http://192.168.199.108:3380"],"isLearner":true},{"ID":15782860401945453435,"name":"node0","peerURLs":["http://192.168.199.108:2380"],"clientURLs":["http://192.168.199.108:2379"]}]}
      """;

  @Test
  void readsTheIdsOfALog() {
    assertThat(WalHeader.ids(LOG)).contains(NODE0);
  }

  @Test
  void treatsAnUnreadableLogAsData() {
    assertThat(seen("log 0400").data()).isEqualTo(new Data.Unknown());
    assertThat(seen("log ").data()).isEqualTo(new Data.Unknown());
    assertThat(seen("").data()).isEqualTo(new Data.None());
  }

  @Test
  void detectsALostLog() {
    assertThat(seen("log " + LOG + "\nlost\n").data()).isEqualTo(new Data.LostLog(NODE0));
    assertThat(seen("lost\n").data()).isEqualTo(new Data.None());
  }

  @Test
  void readsAWorkingMember() {
    MemberReport looked =
        seen(
            "log "
                + LOG
                + "\nprogram /usr/bin/etcd\nwith ETCD_NAME=node0\nwith PLUMB_UNIT=a=b\n"
                + STATUS
                + HEALTH
                + MEMBERS);

    assertThat(looked.data()).isEqualTo(new Data.Known(NODE0));
    assertThat(looked.environment()).isEqualTo(Map.of("ETCD_NAME", "node0", "PLUMB_UNIT", "a=b"));
    assertThat(looked.binaryReplaced()).isFalse();
    HostState.MemberStatus answer = looked.status().orElseThrow();
    assertThat(answer.ids()).isEqualTo(NODE0);
    assertThat(answer.leader()).isEqualTo(NODE0.member());
    assertThat(answer.raftIndex()).isEqualTo(9);
    assertThat(answer.alarms()).isEmpty();
    assertThat(answer.hasQuorum()).isTrue();
    assertThat(answer.members())
        .contains(
            new Member(
                Long.parseUnsignedLong("14263710965419195106"),
                "",
                List.of("http://192.168.199.108:3380"),
                List.of(),
                true));
    assertThat(answer.members())
        .extracting(Member::displayName)
        .containsExactly("node1", "http://192.168.199.108:3380", "node0");
  }

  @Test
  void readsAMemberWithoutQuorum() {
    HostState.MemberStatus answer =
        seen("status"
                + " [{\"Endpoint\":\"http://192.168.199.108:2379\",\"Status\":{\"header\":{\"cluster_id\":7851395337086848041,\"member_id\":15782860401945453435,\"revision\":2,\"raft_term\":2},\"version\":\"3.4.23\",\"dbSize\":20480,\"raftIndex\":12,\"raftTerm\":2,\"raftAppliedIndex\":12,\"errors\":[\"etcdserver:"
                + " no leader\"],\"dbSizeInUse\":16384}}]\n"
                + "health"
                + " [{\"endpoint\":\"http://192.168.199.108:2379\",\"health\":false,\"took\":\"2.00087506s\",\"error\":\"context"
                + " deadline exceeded\"}]\n"
                + MEMBERS)
            .status()
            .orElseThrow();

    assertThat(answer.hasQuorum()).isFalse();
    assertThat(answer.healthy()).isEqualTo(Set.of());
    assertThat(answer.leader()).isZero();
    assertThat(answer.alarms()).isEmpty();
  }

  @Test
  void treatsATimeoutAsNoStatus() {
    assertThat(seen("with ETCD_NAME=node0\nstatus \nhealth \nmembers \n").status()).isEmpty();
    assertThat(seen(STATUS + "health \nmembers \n").status()).isEmpty();
  }

  @Test
  void readsALearnerThatListsNoMembers() {
    HostState.MemberStatus answer =
        seen(STATUS.replace("\"dbSizeInUse\":16384", "\"dbSizeInUse\":16384,\"isLearner\":true")
                + "health \nmembers \n")
            .status()
            .orElseThrow();

    assertThat(answer.learner()).isTrue();
    assertThat(answer.hasQuorum()).isFalse();
  }

  @Test
  void detectsAReplacedBinary() {
    assertThat(seen("program /usr/bin/etcd (deleted)\n").binaryReplaced()).isTrue();
  }

  @Test
  void isUnreadableWhenTheProbeFails() {
    assertThat(
            MemberReport.read(
                Exec.Exited.of(3, "", "only root can read the data of etcd (become: true)\n")))
        .isEqualTo(
            Reading.unreadable(
                "etcd could not be probed: only root can read the data of etcd (become: true)"));
    assertThat(
            MemberReport.read(Exec.Exited.of(2, "", "ls: reading directory: Input/output error\n")))
        .isInstanceOf(Reading.Unreadable.class);
  }

  private static MemberReport seen(String out) {
    Reading<MemberReport> reading = MemberReport.read(Exec.Exited.of(0, out, ""));
    assertThat(reading).isInstanceOf(Reading.Observed.class);
    return ((Reading.Observed<MemberReport>) reading).state();
  }
}
