package dev.plumb.lab;

import static dev.plumb.lab.LabHosts.address;
import static dev.plumb.lab.LabHosts.on;
import static dev.plumb.lab.LabHosts.plumb;
import static dev.plumb.lab.LabHosts.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.json.JsonReader;
import dev.plumb.lab.LabHosts.Ran;
import dev.plumb.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** dockerd and its networks, on three hosts with one cluster store. */
@OnTheLab
class DockerLabTest {

  private static final List<String> HOSTS = List.of("node0", "node1", "node2");
  private static final String STRANGER = "/etc/systemd/system/docker.service.d/10-stranger.conf";

  @TempDir Path folder;

  @BeforeAll
  static void bringsTheClusterUp() {
    plumb("apply", "playbooks/etcd.yml", "playbooks/docker.yml").endedWith(0);
  }

  @AfterEach
  void putsItBack() {
    on("node1", "rm -f " + STRANGER + "; docker rm -f holder; docker image rm holds");
    plumb("apply", networkPlaybook("state: absent"), "playbooks/docker.yml").endedWith(0);
  }

  @Test
  void reloadsForASettingThatDockerdReloadsAndNoDockerdRestarts() {
    List<String> pids = pids();

    assertForeseen("{\"docker_settings\": {\"debug\": true}}", 3);

    assertThat(pids()).isEqualTo(pids);
    // The running dockerd uses the new level.
    assertThat(told("node1", "docker version >/dev/null; journalctl -u docker -n 20 -o cat"))
        .contains("level=debug");
    assertForeseen("{\"docker_settings\": {\"debug\": false}}", 3);
    assertThat(pids()).isEqualTo(pids);
    told("node1", "docker version; sleep 1; docker version");
    // dockerd logs the reload itself at the old level; only what it logs afterwards counts.
    assertThat(
            told(
                "node1",
                "journalctl -u docker -n 20 -o cat | tac | sed '/Reloaded configuration/q'"))
        .doesNotContain("level=debug");
  }

  @Test
  void restartsOneHostAtATimeForAnotherStore() {
    List<String> pids = pids();

    assertForeseen(
        "{\"docker_cluster_store\": \"etcd://%s:2379,%s:2379\"}"
            .formatted(address("node1"), address("node2")),
        3);

    assertThat(pids()).doesNotContainAnyElementsOf(pids);
    List<long[]> away =
        HOSTS.stream()
            .map(DockerLabTest::lastAway)
            .sorted(Comparator.comparingLong(times -> times[0]))
            .toList();
    for (int i = 1; i < away.size(); i++) {
      assertThat(away.get(i)[0])
          .as("when the next dockerd stopped: %s", (Object) away.toArray())
          .isGreaterThan(away.get(i - 1)[1]);
    }
  }

  @Test
  void touchesNoOtherHostWhenOneDoesNotFindItsStore() {
    List<String> pids = pids();

    String store = "etcd://" + address("node0") + ":9";

    Ran ran = docker("apply", "{\"docker_cluster_store\": \"" + store + "\"}");

    assertThat(ran.endedWith(3).out())
        .contains("dockerd answers and is connected to its store " + store)
        .contains("it failed on node0");
    assertThat(pids().subList(1, 3)).isEqualTo(pids.subList(1, 3));
    assertThat(told("node1", "cat /etc/docker/daemon.json")).doesNotContain(":9\"");
  }

  @Test
  void reportsAFlagThatAlsoStandsInTheFileBeforeItTouchesAnyHost() {
    told(
        "node1",
        "printf '[Service]\\n"
            + "ExecStart=\\n"
            + "ExecStart=/usr/sbin/dockerd -H fd:// --log-level=warn\\n"
            + "' >"
            + STRANGER);
    String before = files();

    Ran ran = docker("apply", "{\"docker_settings\": {\"log-level\": \"debug\"}}");

    assertThat(ran.endedWith(6).out())
        .contains("node1: dockerd does not start when a setting is both in")
        .contains("    log-level: --log-level=warn in " + STRANGER);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void makesASharedNetworkOnceAndAgainWhenItWasRemovedByHand() {
    assertThat(changes(network("check", "state: present").endedWith(2)))
        .containsExactly("node0 network: absent -> present");
    assertThat(changes(network("apply", "state: present").endedWith(0)))
        .containsExactly("node0 network: absent -> present");
    List<String> ids = each("docker network ls --no-trunc -q --filter name=labnet");
    assertThat(ids).hasSize(3).doesNotContain("").containsOnly(ids.getFirst());

    told("node2", "docker network rm labnet");

    assertThat(changes(network("check", "state: present").endedWith(2)))
        .containsExactly("node0 network: absent -> present");
    network("apply", "state: present").endedWith(0);
    assertThat(network("check", "state: present").endedWith(0).count("changed")).isZero();
    assertThat(each("docker network ls -q --filter name=labnet")).doesNotContain("");
  }

  @Test
  void doesNotTakeANetworkFromItsContainersOnAnyHost() {
    network("apply", "state: present").endedWith(0);
    told("node1", "tar -c -C / bin/true | docker import - holds");
    told("node1", "docker create --network labnet --name holder holds /bin/true");

    assertThat(network("apply", "labels: {a: b}").endedWith(6).out())
        .contains("node0: labels is {}, not {a=b}");
    assertThat(network("apply", "labels: {a: b}, allow_recreate: true").endedWith(6).out())
        .contains("on node1: holder");
    assertThat(network("apply", "state: absent").endedWith(6).out()).contains("on node1: holder");

    told("node1", "docker rm holder");
    assertThat(changes(network("apply", "labels: {a: b}, allow_recreate: true").endedWith(0)))
        .containsExactly("node0 labels: {} -> {a=b}", "node0 network: removed -> recreated");
    assertThat(each("docker network inspect --format '{{.Labels.a}}' labnet")).containsOnly("b");
  }

  /** A check, an apply that makes just what the check told, and a check that finds nothing. */
  private void assertForeseen(String variables, int hosts) {
    List<String> foreseen = changes(docker("check", variables).endedWith(2));
    List<String> made = changes(docker("apply", variables).endedWith(0));

    assertThat(made).isEqualTo(foreseen);
    assertThat(made.stream().map(line -> line.split(" ", 2)[0]).distinct()).hasSize(hosts);
    assertThat(docker("check", variables).endedWith(0).count("changed")).isZero();
  }

  private Ran docker(String verb, String variables) {
    return plumb(verb, "playbooks/docker.yml", "-e", variables, "--report", "json=" + report());
  }

  private Ran network(String verb, String arguments) {
    return plumb(verb, networkPlaybook(arguments), "--report", "json=" + report());
  }

  private String networkPlaybook(String arguments) {
    try {
      return Files.writeString(
              folder.resolve("network.yml"),
              """
              - hosts: docker
                gather_facts: false
                tasks:
                  - docker_network:
                      {name: labnet, driver: overlay, ipam_config: [{subnet: 203.0.113.0/24}], %s}
              """
                  .formatted(arguments))
          .toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path report() {
    return folder.resolve("report.json");
  }

  /** What the last run's report tells, as {@code host property: before -> after}. */
  private List<String> changes(Ran ran) {
    assertThat(ran.count("failed")).isZero();
    List<String> changes = new ArrayList<>();
    try {
      Value.Entries report =
          (Value.Entries) JsonReader.read(Files.readString(report())).orElseThrow();
      for (Value.Entries task : entries(report.get("tasks").orElseThrow())) {
        for (Value.Entries change : entries(task.get("changes").orElseThrow())) {
          changes.add(
              "%s %s: %s -> %s"
                  .formatted(
                      task.get("host").orElseThrow(),
                      change.get("property").orElseThrow(),
                      change.get("before").orElseThrow(),
                      change.get("after").orElseThrow()));
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return changes;
  }

  private static List<Value.Entries> entries(Value list) {
    return ((Value.Items) list).list().stream().map(Value.Entries.class::cast).toList();
  }

  private static List<String> each(String line) {
    return HOSTS.stream().map(host -> told(host, line)).toList();
  }

  private static List<String> pids() {
    return each("systemctl show -p MainPID --value docker.service");
  }

  private static String files() {
    return String.join(
        "\n",
        each(
            "stat -c '%n %y' /etc/docker/daemon.json /etc/systemd/system/docker.service.d/*;"
                + " systemctl show -p MainPID docker.service"));
  }

  /** When its dockerd last began to stop, and when it last was up again, in microseconds. */
  private static long[] lastAway(String host) {
    String property =
        "busctl get-property org.freedesktop.systemd1"
            + " /org/freedesktop/systemd1/unit/docker_2eservice org.freedesktop.systemd1.Unit ";
    return new long[] {
      Long.parseLong(told(host, property + "ActiveExitTimestamp").substring(2)),
      Long.parseLong(told(host, property + "ActiveEnterTimestamp").substring(2))
    };
  }
}
