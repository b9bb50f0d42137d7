package dev.plumb.module.weave;

import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

record WeaveSpec(
    @Arg(
            doc =
                "The addresses that this router connects to: the topology. Others may connect to it"
                    + " besides.",
            example = "[192.168.199.109, 192.168.199.110]")
        List<String> peers,
    @Arg(
            doc =
                "Whether routers also connect to those that they hear of from others. Without it"
                    + " there are the connections that \"peers\" says and no more.",
            example = "false",
            defaultValue = "true")
        boolean discovery,
    @Arg(
            doc =
                "What peers must know to connect; packets are then encrypted. It never stands on a"
                    + " command line. Must be the same on all hosts.",
            example = "${weave_password}")
        Optional<Secret> password,
    @Arg(doc = "What others call this router; the host's name when absent.", example = "node0")
        Optional<String> nickname,
    @Arg(
            doc = "The addresses that the routers share out among them; the same on all hosts.",
            example = "192.0.2.0/24",
            defaultValue = "10.32.0.0/12")
        String ipallocRange,
    @Arg(
            doc = "Of these, the ones for containers that ask for none in particular.",
            example = "192.0.2.0/25")
        Optional<String> ipallocDefaultSubnet,
    @Arg(
            doc =
                "How many routers there are at the first launch, so that they agree on who gives"
                    + " out which addresses. Not looked at afterwards.",
            example = "3")
        Optional<Integer> initPeerCount,
    @Arg(doc = "Networks that packets to need not be encrypted.", example = "[192.168.199.0/24]")
        List<String> trustedSubnets,
    @Arg(
            doc = "Whether the host itself has an address among the containers.",
            example = "true",
            defaultValue = "false")
        boolean expose,
    @Arg(
            doc = "The program weave on the host.",
            example = "/usr/local/bin/weave",
            defaultValue = "/usr/local/bin/weave")
        RemotePath weave,
    @Arg(
            doc = "How long the routers may take until they agree on addresses.",
            example = "2m",
            defaultValue = "60")
        Duration timeout,
    @Arg(
            doc =
                "present keeps the router running; absent removes it with its addresses, unless"
                    + " containers have some.",
            example = "present",
            defaultValue = "present")
        State state) {

  enum State {
    PRESENT,
    ABSENT
  }

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
      throw new IllegalArgumentException("takes a password of one line");
    }
    if (initPeerCount.filter(count -> count < 1).isPresent()) {
      throw new IllegalArgumentException("takes a number from 1 on as \"init_peer_count\"");
    }
  }

  private static void check(String arg, String pattern, String what, List<String> values) {
    for (String value : values) {
      if (!value.matches(pattern)) {
        throw new IllegalArgumentException(
            "takes %s as \"%s\", not \"%s\"".formatted(what, arg, value));
      }
    }
  }

  /** The peers without the port that they have anyway. */
  Set<String> targets() {
    Set<String> targets = new TreeSet<>();
    peers.forEach(peer -> targets.add(peer.replaceFirst(":6783$", "")));
    return targets;
  }

  String subnet() {
    return ipallocDefaultSubnet.orElse(ipallocRange);
  }
}
