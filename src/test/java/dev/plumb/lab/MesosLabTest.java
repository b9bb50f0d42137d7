package dev.plumb.lab;

import static dev.plumb.lab.LabHosts.address;
import static dev.plumb.lab.LabHosts.on;
import static dev.plumb.lab.LabHosts.pause;
import static dev.plumb.lab.LabHosts.plumb;
import static dev.plumb.lab.LabHosts.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.lab.LabHosts.Ran;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Mesos on three hosts: real ZooKeeper, docker, systemd and proxy, and stand-ins for master and
 * agent. The service is a web server of busybox on a docker network of node0 alone.
 */
@OnTheLab
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MesosLabTest {

  private static final List<String> HOSTS = List.of("node0", "node1", "node2");

  private static final String[] PLAYBOOKS = {
    "playbooks/mesos.yml", "playbooks/jupyter.yml", "playbooks/proxy.yml"
  };

  private static final String SERVICES =
      "{\"mesos_services\": [{\"name\": \"web\", \"image\": \"test/web\", \"network\": \"testnet\","
          + " \"ip\": \"198.51.100.100\", \"mem\": 64, \"hosts\": [\"node0\"]}],"
          + " \"jupyter_address\": \"198.51.100.100\"}";

  private static final String IMAGE =
      """
      set -e
      d=$(mktemp -d); mkdir $d/bin $d/www; cp /bin/busybox $d/bin/; echo 'served by Mesos' >$d/www/index.html
      tar -C $d -c . | docker import -c 'CMD ["/bin/busybox","httpd","-f","-p","8888","-h","/www"]' - test/web
      docker network inspect testnet || docker network create --subnet 198.51.100.0/24 testnet
      """;

  @BeforeAll
  static void bringsItUp() {
    plumb("apply", "playbooks/etcd.yml", "playbooks/docker.yml").endedWith(0);
    plumb("run", "node0", "-m", "apt", "-a", "name=busybox-static").endedWith(0);
    told("node0", IMAGE);
    mesos("apply", "").endedWith(0);
  }

  @AfterAll
  static void leavesNoServiceBehind() {
    mesos("apply", "\"mesos_services\": []").endedWith(0);
    told("node0", "docker network rm testnet; docker rmi test/web");
  }

  /** With more variables, as a mapping without its braces. */
  private static Ran mesos(String verb, String more) {
    return plumb(
        verb, PLAYBOOKS[0], PLAYBOOKS[1], PLAYBOOKS[2], "-e", SERVICES, "-e", "{" + more + "}");
  }

  private static String leader() {
    String redirect =
        told(
            "node0",
            "curl -s -o /dev/null -w '%{redirect_url}' http://"
                + address("node0")
                + ":5050/redirect");
    return HOSTS.stream()
        .filter(host -> redirect.contains("//" + address(host) + ":"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no host of the lab leads: " + redirect));
  }

  private static void pageIsShown() {
    String page = "http://" + address("node0") + ":8888/";
    for (int attempt = 0; attempt < 120; attempt++) {
      if (on("node2", "curl -sLf " + page).out().contains("served by Mesos")) {
        return;
      }
      pause(500);
    }
    throw new AssertionError("no page at " + page);
  }

  /** Found by a check with its host and property, put right by an apply. */
  private static void isFoundAndRepaired(String host, String property) {
    assertThat(mesos("check", "").endedWith(2).out())
        .containsPattern(
            "(?m)^" + host + " +would change .*\\n(    .*\\n)*?    " + property + ": ");
    mesos("apply", "").endedWith(0);
    assertThat(mesos("check", "").endedWith(0).count("changed")).isZero();
    pageIsShown();
  }

  @Test
  @Order(1)
  void electsOneLeaderRegistersThreeAgentsAndServesThePage() {
    String metrics =
        told(
            "node0",
            "for a in %s %s %s; do curl -s http://$a:5050/metrics/snapshot; echo; done"
                .formatted(address("node0"), address("node1"), address("node2")));
    assertThat(metrics.split("elected\":1.0", -1)).hasSize(2);
    assertThat(metrics).contains("slaves_active\":3.0");
    pageIsShown();
    assertThat(mesos("apply", "").endedWith(0).count("changed")).isZero();
  }

  @Test
  @Order(2)
  void findsAndRepairsTheLeadersEnd() {
    String leader = leader();
    told(leader, "systemctl stop mesos-master");
    isFoundAndRepaired(leader, "running");
    assertThat(leader()).isNotEqualTo(leader);
  }

  @Test
  @Order(2)
  void findsAndRepairsAnAgentAServerOfZookeeperAndTheScheduler() {
    told("node1", "systemctl stop mesos-agent");
    told("node2", "systemctl stop zookeeper");
    told("node0", "systemctl kill -s KILL mesos-scheduler; systemctl stop mesos-scheduler");
    String check = mesos("check", "").endedWith(2).out();
    assertThat(check)
        .containsPattern("node1 +would change +run the agents\n    running: no -> yes")
        .containsPattern("node2 +would change +run the ensemble\n    running: no -> yes")
        .containsPattern("node0 +would change +run the scheduler\n    running: no -> yes");
    mesos("apply", "").endedWith(0);
    assertThat(mesos("check", "").endedWith(0).count("changed")).isZero();
    pageIsShown();
  }

  @Test
  @Order(2)
  void findsAndRepairsAContainerThatWasKilled() {
    String before = told("node0", "docker ps -q --filter ancestor=test/web");
    told("node0", "docker kill " + before);
    isFoundAndRepaired("node0", "command");
    assertThat(told("node0", "docker ps -q --filter ancestor=test/web")).isNotEqualTo(before);
  }

  @Test
  @Order(2)
  void findsAndRepairsARouteThatWasDeleted() {
    told(
        "node0",
        "curl -sf -X DELETE -H \"Authorization: token $(sed s/.*=// /etc/http-proxy/token.env)\""
            + " http://127.0.0.1:8001/api/routes/");
    isFoundAndRepaired("node0", "route /");
  }

  @Test
  @Order(2)
  void refusesAnotherAgentUnlessItIsMeant() {
    String attributes = "\"mesos_agent_attributes\": {\"rack\": \"2\"}";
    String before = told("node2", "readlink /var/lib/mesos/agent/meta/slaves/latest");
    assertThat(mesos("check", attributes).endedWith(6).out())
        .contains("Agent would need a new id", "attributes is not set, but rack:2 is declared");

    String leave = attributes + ", \"mesos_allow_agent_id_change\": true";
    mesos("apply", leave).endedWith(0);

    assertThat(told("node2", "readlink /var/lib/mesos/agent/meta/slaves/latest"))
        .isNotEqualTo(before);
    assertThat(told("node2", "curl -s http://" + address("node2") + ":5051/state"))
        .contains("\"attributes\":{\"rack\":\"2\"}");
    pageIsShown();
    mesos("apply", "\"mesos_allow_agent_id_change\": true").endedWith(0);
    assertThat(mesos("check", "").endedWith(0).count("changed")).isZero();
  }

  @Test
  @Order(2)
  void namesAnAddressThatGivesNothingBeforeAnythingIsStopped() {
    String ran = told("node0", "systemctl show -P MainPID mesos-master");
    assertThat(
            mesos(
                    "apply",
                    "\"mesos_master_url\": \"http://127.0.0.1:9/mesos-master\","
                        + " \"mesos_master_checksum\": \"sha256:"
                        + "0".repeat(64)
                        + "\"")
                .endedWith(3)
                .out())
        .contains("http://127.0.0.1:9/mesos-master");
    assertThat(told("node0", "systemctl show -P MainPID mesos-master")).isEqualTo(ran);
  }
}
