package dev.plumb.module.calico;

import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

record CalicoNodeSpec(
    @Arg(
            doc = "The name of this node in Calico; the host's own name when absent.",
            example = "node0")
        Optional<String> name,
    @Arg(
            doc =
                "The IPv4 address that other nodes send packets to. The word autodetect looks for"
                    + " one at each start; when absent, the one it had or else one that is found.",
            example = "192.168.199.108")
        Optional<String> ip,
    @Arg(doc = "The IPv6 address, or autodetect; none when absent.", example = "'fd00::108'")
        Optional<String> ip6,
    @Arg(
            doc = "The number of its autonomous system; the cluster's when absent.",
            example = "'64512'",
            aliases = "as_number")
        Optional<String> as,
    @Arg(
            doc = "How an IPv4 address is found: first-found, can-reach=ADDRESS, interface=REGEX.",
            example = "can-reach=192.168.199.1",
            defaultValue = "first-found")
        String ipAutodetectionMethod,
    @Arg(
            doc = "How an IPv6 address is found.",
            example = "interface=eth0",
            defaultValue = "first-found")
        String ip6AutodetectionMethod,
    @Arg(
            doc = "Where the node's logs go.",
            example = "/var/log/calico",
            defaultValue = "/var/log/calico")
        RemotePath logDir,
    @Arg(
            doc = "The image of calico/node. It is pulled when the host does not have it.",
            example = "quay.io/calico/node:v1.1.3",
            defaultValue = "quay.io/calico/node:v1.1.3",
            aliases = "image")
        String nodeImage,
    @Arg(
            doc = "What speaks BGP: bird, gobgp, or none where something else makes the routes.",
            example = "bird",
            defaultValue = "bird")
        Backend backend,
    @Arg(
            doc =
                "Where calicoctl looks for a configuration. When that file is there, calicoctl"
                    + " takes its datastore from it and not from this task, so the two must agree.",
            example = "/etc/calico/calicoctl.cfg",
            defaultValue = "/etc/calico/calicoctl.cfg")
        RemotePath config,
    @Arg(
            doc =
                "Whether the first node leaves out to make the pools 192.168.0.0/16 and"
                    + " fd80:24e2:f998:72d6::/64 where there are none.",
            example = "true",
            defaultValue = "false")
        boolean noDefaultIppools,
    @Arg(
            doc = "Whether docker gets no network driver from this node.",
            example = "true",
            defaultValue = "false")
        boolean disableDockerNetworking,
    @Arg(
            doc = "How names of interfaces in containers begin.",
            example = "cali",
            defaultValue = "cali")
        String dockerNetworkingIfprefix,
    @Arg(
            doc =
                "Whether the labels of containers choose their policies, and not a profile for each"
                    + " network.",
            example = "true",
            defaultValue = "false")
        boolean useDockerNetworkingContainerLabels,
    @Arg(
            doc = "Where etcd answers: one URL for each member, or just this host's.",
            example = "['http://192.168.199.108:2379']")
        List<String> etcdEndpoints,
    @Arg(
            doc = "The certificate of the authority that etcd's own are signed by.",
            example = "/etc/etcd/ca.crt")
        Optional<RemotePath> etcdCaCertFile,
    @Arg(doc = "The certificate to show etcd.", example = "/etc/etcd/client.crt")
        Optional<RemotePath> etcdCertFile,
    @Arg(doc = "The key of that certificate.", example = "/etc/etcd/client.key")
        Optional<RemotePath> etcdKeyFile,
    @Arg(
            doc = "The program calicoctl on the host.",
            example = "/usr/local/bin/calicoctl",
            defaultValue = "/usr/local/bin/calicoctl")
        RemotePath calicoctl,
    @Arg(
            doc =
                "How long a started node may take until it is healthy. calicoctl itself loses"
                    + " patience after 10 s, which is no failure here.",
            example = "2m",
            defaultValue = "60")
        Duration timeout,
    @Arg(
            doc =
                "present keeps calico-node running; absent removes it, and what Calico knows of the"
                    + " node.",
            example = "present",
            defaultValue = "present")
        State state) {

  enum Backend {
    BIRD,
    GOBGP,
    NONE
  }

  enum State {
    PRESENT,
    ABSENT
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
            "takes \"first-found\", \"can-reach=ADDRESS\" or \"interface=REGEX\" to find an"
                + " address, not \""
                + method
                + "\"");
      }
    }
    if (!dockerNetworkingIfprefix.matches("[a-zA-Z0-9]+")) {
      throw new IllegalArgumentException(
          "takes letters and digits as \"docker_networking_ifprefix\", not \""
              + dockerNetworkingIfprefix
              + "\"");
    }
    if (disableDockerNetworking && useDockerNetworkingContainerLabels) {
      throw new IllegalArgumentException(
          "cannot have \"use_docker_networking_container_labels\" with"
              + " \"disable_docker_networking\": without its network driver there is nobody to"
              + " read them");
    }
    if (etcdEndpoints.isEmpty() || !etcdEndpoints.stream().allMatch(CalicoNodeSpec::isUrl)) {
      throw new IllegalArgumentException(
          "must have \"etcd_endpoints\" with URLs such as \"http://192.168.199.108:2379\"");
    }
    if (etcdCertFile.isPresent() != etcdKeyFile.isPresent()) {
      throw new IllegalArgumentException("needs \"etcd_cert_file\" and \"etcd_key_file\" together");
    }
  }

  private static boolean isUrl(String text) {
    return text.matches("https?://[^\\s,/]+/?");
  }

  private static void check(String arg, Optional<String> value, String pattern, String what) {
    if (value.isPresent() && !value.get().matches(pattern)) {
      throw new IllegalArgumentException(
          "takes %s as \"%s\", not \"%s\"".formatted(what, arg, value.get()));
    }
  }
}
