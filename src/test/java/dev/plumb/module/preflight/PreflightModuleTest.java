package dev.plumb.module.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.change.ClusterPlan;
import dev.plumb.module.ClusterHarness;
import dev.plumb.module.preflight.ObservedHost.PortHolder;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import dev.plumb.value.HostName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PreflightModuleTest {

  private static final String ARGS =
      """
      address: 10.0.0.%d
      ports: {2379: etcd, 179: docker}
      packages: {docker.io: '23'}
      kernel: [overlay]
      space: {/var/lib: 1024}
      downloads: [{url: 'https://example.org/tool', dest: /usr/local/bin/tool, checksum: 'sha256:00'}]
      """;

  private final ClusterHarness<PreflightSpec, ObservedHost> preflight =
      ClusterHarness.of(new PreflightModule());

  private static ObservedHost good(int number) {
    return new ObservedHost(
        "node" + number,
        1000 + number,
        Set.of("127.0.0.1", "10.0.0." + number),
        List.of(),
        Map.of("docker.io", "20.10.24+dfsg1-1+b3"),
        Set.of(),
        Map.of("/var/lib", 1024L),
        Map.of());
  }

  private static ObservedHost held(int number, PortHolder... holders) {
    ObservedHost is = good(number);
    return new ObservedHost(
        is.hostname(),
        is.clock(),
        is.addresses(),
        List.of(holders),
        is.packages(),
        is.missingKernelFeatures(),
        is.freeMebibytes(),
        is.unreachable());
  }

  @Test
  void isInSyncWhenHostsAreReady() {
    preflight
        .scenario()
        .host("node0", ARGS.formatted(0), good(0))
        .host("node1", ARGS.formatted(1), good(1))
        .plan()
        .isInSync();
  }

  @Test
  void acceptsPortsHeldByTheExpectedUnits() {
    preflight
        .scenario()
        .host(
            "node0",
            ARGS.formatted(0),
            held(
                0,
                new PortHolder("2379", "12", "etcd", "/system.slice/etcd.service"),
                new PortHolder(
                    "179", "13", "bird", "/docker/4f2a /system.slice/docker-4f2a.scope")))
        .plan()
        .isInSync();
  }

  @Test
  void reportsAllProblemsTogether() {
    ObservedHost bad =
        new ObservedHost(
            "node0",
            1100,
            Set.of("127.0.0.1", "10.9.9.9"),
            List.of(
                new PortHolder("2379", "12", "nginx", "/system.slice/nginx.service"),
                new PortHolder("179", "", "", "")),
            Map.of("docker.io", "5:26.1.0"),
            Set.of("overlay"),
            Map.of("/var/lib", 7L),
            Map.of("https://example.org/tool", "curl: (6) Could not resolve host: example.org"));

    assertThat(
            objections(
                Map.of("node0", good(0), "node1", bad),
                Map.of(
                    "node0",
                    ARGS.formatted(0),
                    "node1",
                    ARGS.formatted(1) + "problems: ['', No token.]")))
        .isEqualTo(
            """
            Hosts are not ready: Nothing was changed. Fix these problems first:
                - node0 and node1 have the same host name node0. Logs and Mesos could not distinguish them: set \
            distinct names with "hostnamectl set-hostname".
                - node1: No token.
                - node1 does not have the address 10.0.0.1 at which the others are to reach it; its addresses are \
            10.9.9.9, 127.0.0.1. Set its cluster_address.
                - node1: port 2379, needed by etcd, is in use by nginx (process 12). Stop that process or choose \
            another port.
                - node1: port 179, needed by docker, is in use by a process of another user. Stop that process or \
            choose another port.
                - node1: docker.io is 5:26.1.0, but must be below 23. Install an older version, such as that of \
            Debian 12, or remove the host from the group.
                - node1: the kernel lacks overlay, also as a module. Containers and their networks need it: install \
            the kernel's modules or another kernel.
                - node1: 7 MiB are free in /var/lib, but 1024 MiB are needed. Free some space.
                - node1: https://example.org/tool is needed but cannot be reached: curl: (6) Could not resolve \
            host: example.org. Make it reachable or set another URL.
                - The clock of node1 is 100 s ahead of that of node0; the limit is 10 s. Logs, certificates and \
            timeouts need synchronized clocks: run a time client such as chrony on the hosts.\
            """);
  }

  @Test
  void groupsHostsWithTheSameProblem() {
    String none = ARGS + "problems: [No token.]";

    assertThat(
            objections(
                Map.of("node0", good(0), "node1", good(1)),
                Map.of("node0", none.formatted(0), "node1", none.formatted(1))))
        .isEqualTo(
            """
            Hosts are not ready: Nothing was changed. Fix these problems first:
                - node0, node1: No token.\
            """);
  }

  @Test
  void detectsDuplicateAddressesEvenOfUnprobedHosts() {
    assertThat(
            objections(
                Map.of("node0", good(0)),
                Map.of("node0", ARGS.formatted(0), "node1", ARGS.formatted(0))))
        .isEqualTo(
            """
            Hosts are not ready: Nothing was changed. Fix these problems first:
                - node0 and node1 have the same address 10.0.0.0. Set a distinct ansible_host or cluster_address \
            for each.\
            """);
  }

  @Test
  void comparesVersionsByTheirNumbers() {
    assertThat(PreflightChecks.compare("20.10.24+dfsg1-1+b3", "23")).isNegative();
    assertThat(PreflightChecks.compare("5:23.0.1-1~debian", "23")).isPositive();
    assertThat(PreflightChecks.compare("3.6", "3.6.0")).isZero();
    assertThat(PreflightChecks.compare("3.10", "3.6")).isPositive();
  }

  @Test
  void readsTheOutputOfTheProbe() {
    Exec.Exited told =
        Exec.Exited.of(
            0,
            """
            hostname node0
            clock 1732550000
            address 127.0.0.1
            address 192.168.199.108
            address fe80::1
            port 2379 1234 etcd / /system.slice/etcd.service\s
            port 53 - -\s
            package docker.io 20.10.24+dfsg1-1+b3
            package none\s
            lacks vxlan
            space /var/lib 2097152
            unreachable http://10.0.0.9/tool curl: (7) Failed to connect\s
            """,
            "");

    assertThat(PreflightProbe.read(told))
        .isEqualTo(
            Reading.of(
                new ObservedHost(
                    "node0",
                    1732550000,
                    Set.of("127.0.0.1", "192.168.199.108", "fe80::1"),
                    List.of(
                        new PortHolder("2379", "1234", "etcd", "/ /system.slice/etcd.service"),
                        new PortHolder("53", "", "", "")),
                    Map.of("docker.io", "20.10.24+dfsg1-1+b3", "none", ""),
                    Set.of("vxlan"),
                    Map.of("/var/lib", 2048L),
                    Map.of("http://10.0.0.9/tool", "curl: (7) Failed to connect"))));
  }

  @Test
  void isUnreadableWhenTheProbeFails() {
    assertThat(
            PreflightProbe.read(Exec.Exited.of(3, "hostname node0\n", "ss printed no sockets\n")))
        .isEqualTo(Reading.unreadable("The host could not be probed:\n    ss printed no sockets"));
  }

  @Test
  void rejectsInvalidPorts() {
    preflight.rejects(
        "{ports: {http: nginx}}",
        "Invalid arguments: The module preflight must have numeric \"ports\" such as {2379: etcd},"
            + " but has \"http\".");
  }

  private String objections(Map<String, ObservedHost> found, Map<String, String> args) {
    Map<HostName, PreflightSpec> specs = new TreeMap<>();
    args.forEach((host, yaml) -> specs.put(new HostName(host), preflight.read(yaml)));
    Map<HostName, ObservedHost> states = new TreeMap<>();
    found.forEach((host, is) -> states.put(new HostName(host), is));
    return switch (new PreflightModule().plan(specs, states)) {
      case ClusterPlan.Blocked<ObservedHost>(var why, boolean curable) when !curable ->
          why.summary() + ": " + why.detail();
      case ClusterPlan<ObservedHost> other -> other.toString();
    };
  }
}
