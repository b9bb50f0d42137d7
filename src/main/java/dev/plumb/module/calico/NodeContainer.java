package dev.plumb.module.calico;

import dev.plumb.value.RemotePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The command line of {@code calicoctl node run} v1.1.3, and the container that it starts. */
final class NodeContainer {

  static final String NAME = "calico-node";

  private NodeContainer() {}

  /** Returns the words of the command. */
  static List<String> command(CalicoNodeSpec spec) {
    List<String> words = new ArrayList<>(List.of(spec.calicoctl().value(), "node", "run"));
    spec.name().ifPresent(name -> words.add("--name=" + name));
    spec.ip().ifPresent(ip -> words.add("--ip=" + ip));
    spec.ip6().ifPresent(ip6 -> words.add("--ip6=" + ip6));
    spec.as().ifPresent(as -> words.add("--as=" + as));
    words.add("--ip-autodetection-method=" + spec.ipAutodetectionMethod());
    words.add("--ip6-autodetection-method=" + spec.ip6AutodetectionMethod());
    words.add("--log-dir=" + spec.logDir());
    words.add("--node-image=" + spec.nodeImage());
    words.add("--backend=" + backend(spec));
    words.add("--config=" + spec.config());
    if (spec.noDefaultIppools()) {
      words.add("--no-default-ippools");
    }
    if (spec.disableDockerNetworking()) {
      words.add("--disable-docker-networking");
    } else {
      words.add("--docker-networking-ifprefix=" + spec.dockerNetworkingIfprefix());
    }
    if (spec.useDockerNetworkingContainerLabels()) {
      words.add("--use-docker-networking-container-labels");
    }
    return words;
  }

  /** Returns the variables that configure calicoctl's datastore. */
  static Map<String, String> calicoctlEnvironment(CalicoNodeSpec spec) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("ETCD_ENDPOINTS", String.join(",", spec.etcdEndpoints()));
    put(environment, "ETCD_CA_CERT_FILE", spec.etcdCaCertFile());
    put(environment, "ETCD_CERT_FILE", spec.etcdCertFile());
    put(environment, "ETCD_KEY_FILE", spec.etcdKeyFile());
    return environment;
  }

  private static void put(Map<String, String> environment, String name, Optional<RemotePath> path) {
    path.ifPresent(p -> environment.put(name, p.value()));
  }

  /** Returns the declared container, long after its start. */
  static CalicoNodeState.Container of(CalicoNodeSpec spec, String hostname, String imageId) {
    return new CalicoNodeState.Container(
        true,
        spec.nodeImage(),
        imageId,
        environment(spec, hostname),
        mounts(spec),
        "always",
        "host",
        true,
        Duration.ofHours(1).toSeconds());
  }

  private static Map<String, String> environment(CalicoNodeSpec spec, String hostname) {
    boolean networking = !spec.disableDockerNetworking();
    boolean labels = spec.useDockerNetworkingContainerLabels();
    Map<String, String> environment = new TreeMap<>();
    environment.put("NODENAME", spec.name().orElse(hostname));
    environment.put("CALICO_NETWORKING_BACKEND", backend(spec));
    environment.put("NO_DEFAULT_POOLS", spec.noDefaultIppools() ? "true" : "");
    environment.put("CALICO_LIBNETWORK_ENABLED", Boolean.toString(networking));
    environment.put("IP_AUTODETECTION_METHOD", spec.ipAutodetectionMethod());
    environment.put("IP6_AUTODETECTION_METHOD", spec.ip6AutodetectionMethod());
    environment.put("CALICO_LIBNETWORK_CREATE_PROFILES", Boolean.toString(!labels));
    environment.put("CALICO_LIBNETWORK_LABEL_ENDPOINTS", Boolean.toString(labels));
    if (networking) {
      environment.put("CALICO_LIBNETWORK_IFPREFIX", spec.dockerNetworkingIfprefix());
    }
    spec.as().ifPresent(as -> environment.put("AS", as));
    spec.ip().ifPresent(ip -> environment.put("IP", ip));
    spec.ip6().ifPresent(ip6 -> environment.put("IP6", ip6));
    environment.put("ETCD_ENDPOINTS", String.join(",", spec.etcdEndpoints()));
    environment.put("ETCD_AUTHORITY", "");
    environment.put("ETCD_SCHEME", "");
    certificates(spec).forEach((name, files) -> environment.put(name, files.inside()));
    return environment;
  }

  private static Set<String> mounts(CalicoNodeSpec spec) {
    Set<String> mounts = new TreeSet<>();
    mounts.add(spec.logDir() + ":/var/log/calico");
    mounts.add("/var/run/calico:/var/run/calico");
    mounts.add("/lib/modules:/lib/modules");
    if (!spec.disableDockerNetworking()) {
      mounts.add("/run/docker/plugins:/run/docker/plugins");
      mounts.add("/var/run/docker.sock:/var/run/docker.sock");
    }
    certificates(spec).values().forEach(files -> mounts.add(files.host() + ":" + files.inside()));
    return mounts;
  }

  private record Certificate(String host, String inside) {}

  private static Map<String, Certificate> certificates(CalicoNodeSpec spec) {
    Map<String, Certificate> all = new TreeMap<>();
    Map<String, String> given = calicoctlEnvironment(spec);
    Map.of(
            "ETCD_CA_CERT_FILE",
            "ca_cert.crt",
            "ETCD_CERT_FILE",
            "cert.crt",
            "ETCD_KEY_FILE",
            "key.pem")
        .forEach(
            (name, file) -> {
              if (given.containsKey(name)) {
                all.put(name, new Certificate(given.get(name), "/etc/calico/certs/" + file));
              }
            });
    return all;
  }

  /** Returns the docker plugins that a healthy node serves. */
  static Set<String> sockets(CalicoNodeSpec spec) {
    return spec.disableDockerNetworking() ? Set.of() : Set.of("calico", "calico-ipam");
  }

  /** Returns the processes of a healthy node; the kernel truncates names to 15 characters. */
  static Set<String> processes(CalicoNodeSpec spec) {
    return switch (spec.backend()) {
      case BIRD -> Set.of("calico-felix", "bird");
      case GOBGP -> Set.of("calico-felix", "calico-bgp-daem");
      case NONE -> Set.of("calico-felix");
    };
  }

  private static String backend(CalicoNodeSpec spec) {
    return spec.backend().name().toLowerCase(Locale.ROOT);
  }
}
