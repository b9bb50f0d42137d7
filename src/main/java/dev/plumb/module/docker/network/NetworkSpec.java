package dev.plumb.module.docker.network;

import dev.plumb.module.Arg;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What module {@code docker_network} is asked for. */
record NetworkSpec(
    @Arg(doc = "The network.", example = "calico", aliases = "network_name") NetworkName name,
    @Arg(
            doc = "Whether it is there. One that containers use is not taken away.",
            example = "absent",
            defaultValue = "present")
        State state,
    @Arg(
            doc =
                "What makes it. With overlay, or a driver that a plug-in brings, all hosts of the"
                    + " task have the network together, through docker's cluster store.",
            example = "overlay",
            defaultValue = "bridge")
        String driver,
    @Arg(
            doc = "Options of the driver. Left as found when absent.",
            example = "{com.docker.network.bridge.name: br1}")
        Optional<Map<String, String>> driverOptions,
    @Arg(doc = "What hands out addresses. Left as found when absent.", example = "calico-ipam")
        Optional<String> ipamDriver,
    @Arg(
            doc = "Options of the IPAM driver. Left as found when absent.",
            example = "{option: value}")
        Optional<Map<String, String>> ipamDriverOptions,
    @Arg(
            doc =
                "Blocks of addresses, each with subnet and perhaps gateway, iprange (or ip_range) and"
                    + " aux_addresses. Docker chooses when absent.",
            example = "[{subnet: 192.0.2.0/24, gateway: 192.0.2.1}]")
        List<Value.Entries> ipamConfig,
    @Arg(
            doc = "Whether its containers reach nothing outside of it. Left as found when absent.",
            example = "true")
        Optional<Boolean> internal,
    @Arg(doc = "Whether containers by themselves may join a network of a swarm.", example = "true")
        Optional<Boolean> attachable,
    @Arg(doc = "Whether it has IPv6, too. Left as found when absent.", example = "true")
        Optional<Boolean> enableIpv6,
    @Arg(doc = "Labels. Left as found when absent.", example = "{team: net}")
        Optional<Map<String, String>> labels,
    @Arg(
            doc =
                "Whether a network that differs is taken away and made anew, which docker has no"
                    + " other way for. Only done while no container uses it.",
            example = "true",
            defaultValue = "false")
        boolean allowRecreate) {

  enum State {
    PRESENT,
    ABSENT
  }

  NetworkSpec {
    ipamConfig = List.copyOf(ipamConfig);
    // Reading them tells what is wrong with them.
    ipamConfig.forEach(IpamBlock::parse);
  }

  List<IpamBlock> blocks() {
    return ipamConfig.stream().map(IpamBlock::parse).toList();
  }

  /** Whether a driver's networks belong to one host. All that docker has built in but overlay. */
  boolean isLocal() {
    return List.of("bridge", "macvlan", "ipvlan", "host", "null", "none").contains(driver);
  }

  /** A network's name. */
  record NetworkName(String value) {
    NetworkName {
      if (!value.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
        throw new IllegalArgumentException(
            "must be a name of letters, digits, \"_\", \".\" and \"-\" that begins with a letter or"
                + " digit, but was \""
                + value
                + "\"");
      }
      if (List.of("bridge", "host", "none").contains(value)) {
        throw new IllegalArgumentException(
            "must be another name than \"" + value + "\", which is docker's own network");
      }
    }

    public static NetworkName of(String value) {
      return new NetworkName(value);
    }

    @Override
    public String toString() {
      return value;
    }
  }
}
