package dev.plumb.module.weave;

import dev.plumb.module.Arg;
import dev.plumb.module.Presence;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The arguments of module {@code weave}. */
record WeaveSpec(
    @Arg(
            doc =
                "The addresses of the routers to connect to. Other routers may connect to this one"
                    + " too.",
            example = "[192.168.199.109, 192.168.199.110]")
        List<String> peers,
    @Arg(
            doc =
                "Whether routers also connect to peers that they learn of from other routers. If"
                    + " false, only the connections of \"peers\" exist.",
            example = "false",
            defaultValue = "true")
        boolean discovery,
    @Arg(
            doc =
                "The password that peers need to connect; packets are then encrypted. It never"
                    + " appears on a command line. Must be the same on all hosts.",
            example = "${weave_password}")
        Optional<Secret> password,
    @Arg(doc = "The name of this router. Default: the host's name.", example = "node0")
        Optional<String> nickname,
    @Arg(
            doc = "The address range that all routers share; the same on all hosts.",
            example = "192.0.2.0/24",
            defaultValue = "10.32.0.0/12")
        String ipallocRange,
    @Arg(
            doc = "The part of the range for containers that request no subnet.",
            example = "192.0.2.0/25")
        Optional<String> ipallocDefaultSubnet,
    @Arg(
            doc =
                "The number of routers at the first launch, which they need to divide the range."
                    + " Not checked afterwards.",
            example = "3")
        Optional<Integer> initPeerCount,
    @Arg(doc = "Networks in which packets are not encrypted.", example = "[192.168.199.0/24]")
        List<String> trustedSubnets,
    @Arg(
            doc = "Whether the host itself gets an address in the container network.",
            example = "true",
            defaultValue = "false")
        boolean expose,
    @Arg(
            doc = "The path of the program weave on the host.",
            example = "/usr/local/bin/weave",
            defaultValue = "/usr/local/bin/weave")
        RemotePath weave,
    @Arg(
            doc = "How long to wait until the routers agree on addresses.",
            example = "2m",
            defaultValue = "60")
        Duration timeout,
    @Arg(
            doc =
                "present: the router runs. absent: it is removed with its addresses, unless"
                    + " containers use some.",
            example = "present",
            defaultValue = "present")
        Presence state) {

  private static final String CIDR = "[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}";

  WeaveSpec {
    check("ipalloc_range", CIDR, "a network such as 192.0.2.0/24", List.of(ipallocRange));
    check(
        "ipalloc_default_subnet",
        CIDR,
        "a network such as 192.0.2.0/25",
        ipallocDefaultSubnet.stream().toList());
    check("trusted_subnets", CIDR, "networks such as 192.0.2.0/24", trustedSubnets);
    check("peers", "[A-Za-z0-9][A-Za-z0-9._-]*(:[0-9]+)?", "addresses", peers);
    if (password.filter(secret -> secret.reveal().contains("\n")).isPresent()) {
      throw new IllegalArgumentException("must have a \"password\" of one line");
    }
    if (initPeerCount.filter(count -> count < 1).isPresent()) {
      throw new IllegalArgumentException("must have an \"init_peer_count\" of at least 1");
    }
  }

  private static void check(String arg, String pattern, String what, List<String> values) {
    for (String value : values) {
      if (!value.matches(pattern)) {
        throw new IllegalArgumentException(
            "must have %s as \"%s\", but was given \"%s\"".formatted(what, arg, value));
      }
    }
  }

  /** Returns the peers without the default port. */
  Set<String> targets() {
    return withoutPort(peers);
  }

  static Set<String> withoutPort(List<String> peers) {
    Set<String> targets = new TreeSet<>();
    peers.forEach(peer -> targets.add(peer.replaceFirst(":6783$", "")));
    return targets;
  }

  String subnet() {
    return ipallocDefaultSubnet.orElse(ipallocRange);
  }
}
