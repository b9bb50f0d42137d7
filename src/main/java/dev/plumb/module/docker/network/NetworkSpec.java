package dev.plumb.module.docker.network;

import dev.plumb.module.Arg;
import dev.plumb.module.Presence;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arguments of module {@code docker_network}. */
record NetworkSpec(
    @Arg(doc = "The name of the network.", example = "calico", aliases = "network_name")
        NetworkName name,
    @Arg(
            doc = "present or absent. A network in use is never removed.",
            example = "absent",
            defaultValue = "present")
        Presence state,
    @Arg(
            doc =
                "The driver. With overlay or a plugin's driver, all hosts of the task share the"
                    + " network through docker's cluster store.",
            example = "overlay",
            defaultValue = "bridge")
        String driver,
    @Arg(
            doc = "Options of the driver. Default: not checked.",
            example = "{com.docker.network.bridge.name: br1}")
        Optional<Map<String, String>> driverOptions,
    @Arg(
            doc = "The IPAM driver, which assigns addresses. Default: not checked.",
            example = "calico-ipam")
        Optional<String> ipamDriver,
    @Arg(doc = "Options of the IPAM driver. Default: not checked.", example = "{option: value}")
        Optional<Map<String, String>> ipamDriverOptions,
    @Arg(
            doc =
                "Address blocks, each with subnet and optionally gateway, iprange (or ip_range) and"
                    + " aux_addresses. Default: chosen by docker.",
            example = "[{subnet: 192.0.2.0/24, gateway: 192.0.2.1}]")
        List<Value.Entries> ipamConfig,
    @Arg(
            doc = "Whether containers cannot reach outside the network. Default: not checked.",
            example = "true")
        Optional<Boolean> internal,
    @Arg(
            doc = "Whether standalone containers may join a swarm network. Default: not checked.",
            example = "true")
        Optional<Boolean> attachable,
    @Arg(doc = "Whether it also has IPv6. Default: not checked.", example = "true")
        Optional<Boolean> enableIpv6,
    @Arg(doc = "Labels. Default: not checked.", example = "{team: net}")
        Optional<Map<String, String>> labels,
    @Arg(
            doc =
                "Whether to remove and recreate a network that differs: docker cannot change one."
                    + " Done only while no container uses it.",
            example = "true",
            defaultValue = "false")
        boolean allowRecreate) {

  NetworkSpec {
    ipamConfig = List.copyOf(ipamConfig);
    // Validates them.
    ipamConfig.forEach(IpamBlock::parse);
  }

  List<IpamBlock> blocks() {
    return ipamConfig.stream().map(IpamBlock::parse).toList();
  }

  /** Returns whether the driver is a local one: all built-in drivers but overlay are. */
  boolean isLocal() {
    return List.of("bridge", "macvlan", "ipvlan", "host", "null", "none").contains(driver);
  }

  /** The name of a network. */
  record NetworkName(String value) {
    NetworkName {
      if (!value.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
        throw new IllegalArgumentException(
            "must be a name of letters, digits, \"_\", \".\" and \"-\" that begins with a letter or digit, but was \"%s\""
                .formatted(value));
      }
      if (List.of("bridge", "host", "none").contains(value)) {
        throw new IllegalArgumentException(
            "must not be \"" + value + "\", which is one of docker's own networks");
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
