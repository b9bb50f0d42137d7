package dev.plumb.module.calico;

import dev.plumb.module.Arg;
import dev.plumb.module.Presence;
import dev.plumb.value.RemotePath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The arguments of module {@code calico_node}. */
record CalicoNodeSpec(
    @Arg(doc = "The name of this node in Calico. Default: the host's own name.", example = "node0")
        Optional<String> name,
    @Arg(
            doc =
                "The IPv4 address that other nodes send packets to. autodetect finds one at each"
                    + " start. Default: the node's current address, or a detected one.",
            example = "192.168.199.108")
        Optional<String> ip,
    @Arg(doc = "The IPv6 address, or autodetect. Default: none.", example = "'fd00::108'")
        Optional<String> ip6,
    @Arg(
            doc = "The AS number of the node. Default: the cluster's.",
            example = "'64512'",
            aliases = "as_number")
        Optional<String> as,
    @Arg(
            doc =
                "How to detect the IPv4 address: first-found, can-reach=ADDRESS or"
                    + " interface=REGEX.",
            example = "can-reach=192.168.199.1",
            defaultValue = "first-found")
        String ipAutodetectionMethod,
    @Arg(
            doc = "How to detect the IPv6 address.",
            example = "interface=eth0",
            defaultValue = "first-found")
        String ip6AutodetectionMethod,
    @Arg(
            doc = "The directory of the node's logs.",
            example = "/var/log/calico",
            defaultValue = "/var/log/calico")
        RemotePath logDir,
    @Arg(
            doc = "The image of calico/node. It is pulled if the host does not have it.",
            example = "quay.io/calico/node:v1.1.3",
            defaultValue = "quay.io/calico/node:v1.1.3",
            aliases = "image")
        String nodeImage,
    @Arg(
            doc = "The BGP daemon: bird, gobgp, or none if something else distributes the routes.",
            example = "bird",
            defaultValue = "bird")
        Backend backend,
    @Arg(
            doc =
                "calicoctl's configuration file. If it exists, calicoctl takes the datastore from"
                    + " it and not from this task, so the two must agree.",
            example = "/etc/calico/calicoctl.cfg",
            defaultValue = "/etc/calico/calicoctl.cfg")
        RemotePath config,
    @Arg(
            doc =
                "Whether to skip the default pools 192.168.0.0/16 and fd80:24e2:f998:72d6::/64,"
                    + " which the first node creates otherwise.",
            example = "true",
            defaultValue = "false")
        boolean noDefaultIppools,
    @Arg(
            doc = "Whether to disable Calico's network driver for docker on this node.",
            example = "true",
            defaultValue = "false")
        boolean disableDockerNetworking,
    @Arg(
            doc = "The prefix of interface names in containers.",
            example = "cali",
            defaultValue = "cali")
        String dockerNetworkingIfprefix,
    @Arg(
            doc = "Whether container labels select policies, instead of one profile per network.",
            example = "true",
            defaultValue = "false")
        boolean useDockerNetworkingContainerLabels,
    @Arg(
            doc = "The URLs of etcd: of each member, or just of this host's.",
            example = "['http://192.168.199.108:2379']")
        List<String> etcdEndpoints,
    @Arg(doc = "The CA certificate of etcd.", example = "/etc/etcd/ca.crt")
        Optional<RemotePath> etcdCaCertFile,
    @Arg(doc = "The client certificate for etcd.", example = "/etc/etcd/client.crt")
        Optional<RemotePath> etcdCertFile,
    @Arg(doc = "The key of the client certificate.", example = "/etc/etcd/client.key")
        Optional<RemotePath> etcdKeyFile,
    @Arg(
            doc = "The path of the program calicoctl on the host.",
            example = "/usr/local/bin/calicoctl",
            defaultValue = "/usr/local/bin/calicoctl")
        RemotePath calicoctl,
    @Arg(
            doc =
                "How long to wait until a started node is healthy. calicoctl's own limit of 10 s is"
                    + " not a failure here.",
            example = "2m",
            defaultValue = "60")
        Duration timeout,
    @Arg(
            doc =
                "present: calico-node runs. absent: the container and the node's data in Calico are"
                    + " removed.",
            example = "present",
            defaultValue = "present")
        Presence state) {

  enum Backend {
    BIRD,
    GOBGP,
    NONE
  }

  private static final String IPV4 = "[0-9]{1,3}(\\.[0-9]{1,3}){3}";

  CalicoNodeSpec {
    check("ip", ip, IPV4 + "|autodetect", "an IPv4 address or \"autodetect\"");
    check("ip6", ip6, "[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*|autodetect", "an IPv6 address");
    check("as", as, "[0-9]+(\\.[0-9]+)?", "a number such as 64512");
    check("name", name, "[A-Za-z0-9_.-]+", "a name of letters, digits, dots, hyphens");
    for (String method : List.of(ipAutodetectionMethod, ip6AutodetectionMethod)) {
      if (!method.matches("first-found|can-reach=\\S+|interface=\\S+")) {
        throw new IllegalArgumentException(
            "must have \"first-found\", \"can-reach=ADDRESS\" or \"interface=REGEX\" as method to"
                + " detect an address, but was given \"%s\"".formatted(method));
      }
    }
    if (!dockerNetworkingIfprefix.matches("[a-zA-Z0-9]+")) {
      throw new IllegalArgumentException(
          "must have letters and digits as \"docker_networking_ifprefix\", but was given \"%s\""
              .formatted(dockerNetworkingIfprefix));
    }
    if (disableDockerNetworking && useDockerNetworkingContainerLabels) {
      throw new IllegalArgumentException(
          "cannot have \"use_docker_networking_container_labels\" with"
              + " \"disable_docker_networking\": the network driver reads the labels");
    }
    if (etcdEndpoints.isEmpty() || !etcdEndpoints.stream().allMatch(CalicoNodeSpec::isUrl)) {
      throw new IllegalArgumentException(
          "must have \"etcd_endpoints\" with URLs such as \"http://192.168.199.108:2379\"");
    }
    if (etcdCertFile.isPresent() != etcdKeyFile.isPresent()) {
      throw new IllegalArgumentException(
          "must have both \"etcd_cert_file\" and \"etcd_key_file\", or neither");
    }
  }

  private static boolean isUrl(String text) {
    return text.matches("https?://[^\\s,/]+/?");
  }

  private static void check(String arg, Optional<String> value, String pattern, String what) {
    if (value.isPresent() && !value.get().matches(pattern)) {
      throw new IllegalArgumentException(
          "must have %s as \"%s\", but was given \"%s\"".formatted(what, arg, value.get()));
    }
  }
}
