package dev.plumb.module.calico;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.host.docker.DockerInspection;
import dev.plumb.module.ModuleHarness;
import dev.plumb.module.calico.CalicoNodeState.CalicoctlConfig;
import dev.plumb.module.calico.CalicoNodeState.Container;
import dev.plumb.module.calico.CalicoNodeState.DockerUnavailable;
import dev.plumb.module.calico.CalicoNodeState.Registration;
import dev.plumb.module.calico.CalicoNodeState.Snapshot;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CalicoNodeModuleTest {

  private static final String ARGS =
      "{name: node0, ip: 192.0.2.8, no_default_ippools: true, etcd_endpoints:"
          + " ['http://192.0.2.8:2379']}";
  private static final String STEPS =
      """
        run start the node with /usr/local/bin/calicoctl node run --name=node0 --ip=192.0.2.8 \
      --ip-autodetection-method=first-found --ip6-autodetection-method=first-found \
      --log-dir=/var/log/calico --node-image=quay.io/calico/node:v1.1.3 --backend=bird \
      --config=/etc/calico/calicoctl.cfg --no-default-ippools --docker-networking-ifprefix=cali
        wait until calico-node is complete: bird calico calico-felix calico-ipam
      """;

  private final ModuleHarness<CalicoNodeSpec, CalicoNodeState> node =
      ModuleHarness.of(new CalicoNodeModule());

  private static Container container() {
    return new Container(
        true,
        "quay.io/calico/node:v1.1.3",
        "sha256:1",
        environment(),
        new TreeSet<>(
            Set.of(
                "/var/log/calico:/var/log/calico",
                "/var/run/calico:/var/run/calico",
                "/lib/modules:/lib/modules",
                "/run/docker/plugins:/run/docker/plugins",
                "/var/run/docker.sock:/var/run/docker.sock")),
        "always",
        "host",
        true,
        3600);
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("NODENAME", "node0");
    environment.put("CALICO_NETWORKING_BACKEND", "bird");
    environment.put("NO_DEFAULT_POOLS", "true");
    environment.put("CALICO_LIBNETWORK_ENABLED", "true");
    environment.put("IP_AUTODETECTION_METHOD", "first-found");
    environment.put("IP6_AUTODETECTION_METHOD", "first-found");
    environment.put("CALICO_LIBNETWORK_CREATE_PROFILES", "true");
    environment.put("CALICO_LIBNETWORK_LABEL_ENDPOINTS", "false");
    environment.put("CALICO_LIBNETWORK_IFPREFIX", "cali");
    environment.put("IP", "192.0.2.8");
    environment.put("ETCD_ENDPOINTS", "http://192.0.2.8:2379");
    environment.put("ETCD_AUTHORITY", "");
    environment.put("ETCD_SCHEME", "");
    return environment;
  }

  private static Snapshot healthy() {
    return new Snapshot(
        "host0",
        true,
        Optional.of("sha256:1"),
        Optional.of(container()),
        Set.of("calico", "calico-ipam"),
        Set.of("calico-felix", "bird"),
        Optional.empty(),
        new Registration.Registered("192.0.2.8", "", ""));
  }

  private static Snapshot with(UnaryOperator<Container> change) {
    Snapshot h = healthy();
    return new Snapshot(
        h.hostname(),
        true,
        h.image(),
        h.container().map(change),
        h.sockets(),
        h.processes(),
        h.config(),
        h.registration());
  }

  private static Snapshot registered(Registration registered) {
    Snapshot h = healthy();
    return new Snapshot(
        h.hostname(),
        true,
        h.image(),
        h.container(),
        h.sockets(),
        h.processes(),
        h.config(),
        registered);
  }

  private static Snapshot configured(String key, String value) {
    Snapshot h = healthy();
    return new Snapshot(
        h.hostname(),
        true,
        h.image(),
        h.container(),
        h.sockets(),
        h.processes(),
        Optional.of(new CalicoctlConfig(Map.of(key, value))),
        h.registration());
  }

  private static Snapshot pristine() {
    return new Snapshot(
        "host0",
        true,
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        Set.of(),
        Optional.empty(),
        new Registration.Unregistered());
  }

  @Nested
  class Planning {

    @Test
    void isInSyncForAHealthyNode() {
      node.plan(ARGS, healthy()).isInSync();
    }

    @Test
    void pullsTheImageBeforeItStartsTheNode() {
      node.plan(ARGS, pristine())
          .needs(
              """
              image on the host: absent -> quay.io/calico/node:v1.1.3
                run docker pull quay.io/calico/node:v1.1.3
              container: absent -> running
              """
                  + STEPS);
    }

    @Test
    void startsAKilledNode() {
      node.plan(ARGS, with(c -> running(c, false)))
          .needs("container: stopped -> running\n" + STEPS);
    }

    @Test
    void namesEveryPropertyThatDiffersAndStartsOnce() {
      Map<String, String> environment = environment();
      environment.put("IP", "192.0.2.9");
      environment.remove("NO_DEFAULT_POOLS");
      environment.put("FELIX_LOGSEVERITYSCREEN", "debug");
      node.plan(
              ARGS,
              with(
                  c ->
                      new Container(
                          true,
                          "quay.io/calico/node:latest",
                          "sha256:1",
                          environment,
                          Set.of("/lib/modules:/lib/modules", "/etc:/etc"),
                          "no",
                          "bridge",
                          false,
                          3600)))
          .needs(
              "image: quay.io/calico/node:latest -> quay.io/calico/node:v1.1.3\n"
                  + STEPS
                  + """
                  env FELIX_LOGSEVERITYSCREEN: debug -> absent
                  env IP: 192.0.2.9 -> 192.0.2.8
                  env NO_DEFAULT_POOLS: absent -> true
                  mount /etc:/etc: present -> absent
                  mount /run/docker/plugins:/run/docker/plugins: absent -> present
                  mount /var/log/calico:/var/log/calico: absent -> present
                  mount /var/run/calico:/var/run/calico: absent -> present
                  mount /var/run/docker.sock:/var/run/docker.sock: absent -> present
                  restart policy: no -> always
                  network: bridge -> host
                  privileged: no -> yes
                  """);
    }

    @Test
    void detectsAChangedImageOfTheSameName() {
      node.plan(
              ARGS,
              with(
                  c ->
                      new Container(
                          true,
                          c.image(),
                          "sha256:old",
                          c.environment(),
                          c.mounts(),
                          c.restart(),
                          c.network(),
                          true,
                          3600)))
          .needs("image id: sha256:old -> sha256:1\n" + STEPS);
    }

    @Test
    void waitsForANodeThatWasJustStarted() {
      Snapshot young = with(c -> seconds(c, 5));
      node.plan(ARGS, without(young))
          .waits("wait until calico-node is complete: bird calico calico-felix calico-ipam");
    }

    @Test
    void restartsANodeThatStaysIncomplete() {
      node.plan(ARGS, without(healthy()))
          .needs(
              "docker plugin calico-ipam: absent -> present\n"
                  + STEPS
                  + "process bird: absent -> present\n");
    }

    @Test
    void correctsTheAddressInCalico() {
      node.plan(ARGS, registered(new Registration.Registered("192.0.2.77", "", "")))
          .needs("ip in Calico: 192.0.2.77 -> 192.0.2.8\n" + STEPS);
      node.plan(ARGS, registered(new Registration.Unregistered()))
          .needs("node in Calico: absent -> present\n" + STEPS);
    }

    @Test
    void isBlockedWhenTheDatastoreDoesNotAnswer() {
      node.plan(ARGS, registered(new Registration.Unknown("Failed to get resources: dial tcp")))
          .isBlocked("Calico's datastore does not answer")
          .withDetail(
              """
              calicoctl could not query http://192.0.2.8:2379 for the node. It reported:
                  Failed to get resources: dial tcp\
              """)
          .fixableByEarlierTask();
    }

    @Test
    void reportsAConfigFileThatOverridesTheTask() {
      node.plan(ARGS, configured("etcdEndpoints", "http://192.0.2.99:2379"))
          .isBlocked("A configuration file overrides the task")
          .withDetail(
              """
              The host has the file /etc/calico/calicoctl.cfg, so calicoctl takes all of its settings from there and none from this task. \
              In the file, etcdEndpoints is "http://192.0.2.99:2379"; in the task, it is "http://192.0.2.8:2379".
              Remove the file (module file), or declare the same value in the task.\
              """)
          .notFixableByEarlierTask();
      node.plan(ARGS, configured("etcdEndpoints", "http://192.0.2.8:2379/")).isInSync();
    }

    @Test
    void isBlockedWithoutDockerOrCalicoctl() {
      node.plan(ARGS, new DockerUnavailable(new DockerInspection.NoDocker()))
          .isBlocked("Docker is not installed")
          .fixableByEarlierTask();
      Snapshot h = pristine();
      node.plan(
              ARGS,
              new Snapshot(
                  "host0",
                  false,
                  h.image(),
                  h.container(),
                  h.sockets(),
                  h.processes(),
                  h.config(),
                  new Registration.Unknown("not found")))
          .isBlocked("calicoctl is not installed")
          .fixableByEarlierTask();
    }

    @Test
    void removesTheContainerAndTheNodeInCalico() {
      String args = ARGS.replace("}", ", state: absent}");
      node.plan(args, healthy())
          .needs(
              """
              container: running -> absent
                run docker rm --force calico-node
                run rm -f /run/docker/plugins/calico.sock /run/docker/plugins/calico-ipam.sock
                run ip route flush proto bird
              node in Calico: node0 -> absent
                run /usr/local/bin/calicoctl delete node node0 --skip-not-exists --config=/etc/calico/calicoctl.cfg
              """);
      node.plan(args, pristine()).isInSync();
      node.plan(args, new DockerUnavailable(new DockerInspection.NoDocker())).isInSync();
    }

    @Test
    void passesEveryOptionToCalicoctl() {
      CalicoNodeSpec all =
          node.read(
              """
              {name: n, ip: autodetect, ip6: 'fd00::1', as: '64513', ip_autodetection_method: can-reach=192.0.2.1,
               ip6_autodetection_method: interface=eth.*, log_dir: /log, node_image: i, backend: gobgp, config: /c,
               no_default_ippools: true, docker_networking_ifprefix: cal,
               use_docker_networking_container_labels: true, etcd_endpoints: ['https://a:2379', 'https://b:2379'],
               etcd_ca_cert_file: /ca, etcd_cert_file: /cert, etcd_key_file: /key}
              """);
      assertThat(NodeContainer.command(all))
          .containsExactly(
              "/usr/local/bin/calicoctl",
              "node",
              "run",
              "--name=n",
              "--ip=autodetect",
              "--ip6=fd00::1",
              "--as=64513",
              "--ip-autodetection-method=can-reach=192.0.2.1",
              "--ip6-autodetection-method=interface=eth.*",
              "--log-dir=/log",
              "--node-image=i",
              "--backend=gobgp",
              "--config=/c",
              "--no-default-ippools",
              "--docker-networking-ifprefix=cal",
              "--use-docker-networking-container-labels");
      Container container = NodeContainer.of(all, "host0", "sha256:1");
      assertThat(container.environment())
          .containsEntry("AS", "64513")
          .containsEntry("IP", "autodetect")
          .containsEntry("IP6", "fd00::1")
          .containsEntry("CALICO_LIBNETWORK_CREATE_PROFILES", "false")
          .containsEntry("CALICO_LIBNETWORK_LABEL_ENDPOINTS", "true")
          .containsEntry("ETCD_ENDPOINTS", "https://a:2379,https://b:2379")
          .containsEntry("ETCD_CA_CERT_FILE", "/etc/calico/certs/ca_cert.crt");
      assertThat(container.mounts())
          .contains("/log:/var/log/calico", "/key:/etc/calico/certs/key.pem");
      CalicoNodeSpec none =
          node.read(
              "{disable_docker_networking: true, backend: none, etcd_endpoints: ['http://a:1']}");
      assertThat(NodeContainer.of(none, "host0", "x").environment())
          .containsEntry("NODENAME", "host0")
          .containsEntry("CALICO_LIBNETWORK_ENABLED", "false")
          .doesNotContainKey("CALICO_LIBNETWORK_IFPREFIX");
      assertThat(NodeContainer.sockets(none)).isEmpty();
    }

    private Snapshot without(Snapshot h) {
      return new Snapshot(
          h.hostname(),
          true,
          h.image(),
          h.container(),
          Set.of("calico"),
          Set.of("calico-felix"),
          h.config(),
          h.registration());
    }

    private Container running(Container c, boolean running) {
      return new Container(
          running,
          c.image(),
          c.imageId(),
          c.environment(),
          c.mounts(),
          c.restart(),
          c.network(),
          true,
          c.seconds());
    }

    private Container seconds(Container c, long seconds) {
      return new Container(
          true,
          c.image(),
          c.imageId(),
          c.environment(),
          c.mounts(),
          c.restart(),
          c.network(),
          true,
          seconds);
    }
  }

  @Nested
  class Probing {

    private static final String HOST =
        """
        calicoctl yes
        hostname host0
        now 1795618800
        socket calico
        socket calico-ipam
        process bird
        process calico-felix
        """;
    private static final String REGISTERED =
        """
        [{"kind": "node", "apiVersion": "v1", "metadata": {"name": "node0"},
          "spec": {"bgp": {"ipv4Address": "192.0.2.8/24"}}}]
        """;
    private static final String IMAGE =
        """
        [{"Id": "sha256:1", "Config": {"Env": ["PATH=/usr/sbin:/usr/bin"]}}]
        """;
    // As `docker inspect` 20.10 prints it for a container of `calicoctl node run`, without what is
    // not read.
    private static final String CONTAINER =
        """
        [{"Image": "sha256:1",
          "State": {"Status": "running", "Running": true, "StartedAt": "2026-11-25T14:00:00.352502420Z"},
          "Config": {"Image": "quay.io/calico/node:v1.1.3", "Env": ["NO_DEFAULT_POOLS=true",
            "CALICO_LIBNETWORK_ENABLED=true", "IP_AUTODETECTION_METHOD=first-found",
            "CALICO_LIBNETWORK_LABEL_ENDPOINTS=false", "IP=192.0.2.8", "NODENAME=node0", "CALICO_NETWORKING_BACKEND=bird",
            "IP6_AUTODETECTION_METHOD=first-found", "CALICO_LIBNETWORK_CREATE_PROFILES=true",
            "CALICO_LIBNETWORK_IFPREFIX=cali", "ETCD_ENDPOINTS=http://192.0.2.8:2379", "ETCD_AUTHORITY=", "ETCD_SCHEME=",
            "PATH=/usr/sbin:/usr/bin"]},
          "HostConfig": {"Binds": ["/var/log/calico:/var/log/calico", "/var/run/calico:/var/run/calico",
            "/lib/modules:/lib/modules:rw", "/run/docker/plugins:/run/docker/plugins",
            "/var/run/docker.sock:/var/run/docker.sock"],
            "RestartPolicy": {"Name": "always", "MaximumRetryCount": 0}, "NetworkMode": "host", "Privileged": true}}]
        """;

    private Reading<CalicoNodeState> read(Exec... endings) {
      return NodeProbe.of(node.read(ARGS)).read(List.of(endings));
    }

    private Exec ok(String out) {
      return Exec.Exited.of(0, out, "");
    }

    @Test
    void readsAHealthyNode() {
      assertThat(read(ok(HOST), ok(REGISTERED), ok(IMAGE), ok(CONTAINER)))
          .isEqualTo(Reading.of(healthy()));
    }

    @Test
    void readsAHostWithoutANode() {
      assertThat(
              read(
                  ok("calicoctl yes\nhostname host0\nnow 1\n"),
                  ok("[]\n"),
                  Exec.Exited.of(1, "[]\n", "Error: No such image: quay.io/calico/node:v1.1.3\n"),
                  Exec.Exited.of(1, "[]\n", "Error: No such container: calico-node\n")))
          .isEqualTo(Reading.of(pristine()));
    }

    @Test
    void readsTheConfigFile() {
      String file =
          """
          config
          apiVersion: v1
          kind: calicoApiConfig
          metadata:
          spec:
            datastoreType: "etcdv2"
            etcdEndpoints: http://192.0.2.9:2379
          """;
      assertThat(read(ok(HOST + file), ok(REGISTERED), ok(IMAGE), ok(CONTAINER)))
          .isInstanceOfSatisfying(
              Reading.Observed.class,
              seen ->
                  assertThat(((Snapshot) seen.state()).config())
                      .contains(
                          new CalicoctlConfig(
                              Map.of(
                                  "datastoreType", "etcdv2",
                                  "etcdEndpoints", "http://192.0.2.9:2379"))));
    }

    @Test
    void distinguishesMissingDockerFromAFailedQuery() {
      Exec notFound = Exec.Exited.of(127, "", "docker: not found");
      assertThat(read(ok(HOST), ok(REGISTERED), notFound, notFound))
          .isEqualTo(Reading.of(new DockerUnavailable(new DockerInspection.NoDocker())));
      String silent = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock.";
      Exec down = Exec.Exited.of(1, "", silent);
      assertThat(read(ok(HOST), ok(REGISTERED), down, down))
          .isEqualTo(Reading.of(new DockerUnavailable(new DockerInspection.Stopped())));
      Exec denied = Exec.Exited.of(1, "", "permission denied");
      assertThat(read(ok(HOST), ok(REGISTERED), denied, denied))
          .isEqualTo(Reading.unreadable("docker inspect ended with status 1: permission denied"));
    }

    @Test
    void distinguishesAFailedQueryFromAnUnregisteredNode() {
      assertThat(
              NodeProbe.readRegistered(
                  Exec.Exited.of(1, "Failed to get resources: dial tcp: refused\n", "")))
          .isEqualTo(new Registration.Unknown("Failed to get resources: dial tcp: refused"));
      assertThat(
              NodeProbe.readRegistered(
                  Exec.Exited.of(1, "resource does not exist: Node(name=node0)\n", "")))
          .isEqualTo(new Registration.Unregistered());
    }
  }

  @Test
  void rejectsWhatCalicoctlRejects() {
    node.rejects(
        "{etcd_endpoints: ['http://a:1'], docker_networking_ifprefix: a-b}",
        "Invalid arguments: The module calico_node must have letters and digits as"
            + " \"docker_networking_ifprefix\", but was given \"a-b\".");
    node.rejects(
        "{etcd_endpoints: ['http://a:1'], disable_docker_networking: true,"
            + " use_docker_networking_container_labels: true}",
        "Invalid arguments: The module calico_node cannot have"
            + " \"use_docker_networking_container_labels\" with \"disable_docker_networking\":"
            + " the network driver reads the labels.");
    node.rejects(
        "{etcd_endpoints: ['http://a:1'], ip: eth0}",
        "Invalid arguments: The module calico_node must have an IPv4 address or \"autodetect\" as"
            + " \"ip\", but was given \"eth0\".");
    node.rejects(
        "{name: node0}",
        "Invalid arguments: The module calico_node must have \"etcd_endpoints\" with URLs such as"
            + " \"http://192.168.199.108:2379\".");
  }
}
