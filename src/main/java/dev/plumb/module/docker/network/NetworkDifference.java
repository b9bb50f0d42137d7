package dev.plumb.module.docker.network;

import dev.plumb.module.docker.network.NetworkState.Existing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A field of a network that is not as asked for.
 *
 * @param field the argument's name
 */
record NetworkDifference(String field, String found, String requested) {

  /** What is not asked for is as asked for. */
  static List<NetworkDifference> between(NetworkSpec spec, Existing found) {
    List<NetworkDifference> all = new ArrayList<>();
    add(all, "driver", found.driver(), Optional.of(spec.driver()));
    add(
        all,
        "driver_options",
        withoutGenerated(found.options()),
        spec.driverOptions().map(TreeMap::new));
    add(all, "ipam_driver", found.ipamDriver(), spec.ipamDriver());
    add(
        all,
        "ipam_driver_options",
        new TreeMap<>(found.ipamOptions()),
        spec.ipamDriverOptions().map(TreeMap::new));
    if (!spec.blocks().isEmpty() && !allSatisfied(spec.blocks(), found.blocks())) {
      all.add(
          new NetworkDifference(
              "ipam_config", found.blocks().toString(), spec.blocks().toString()));
    }
    add(all, "internal", found.internal(), spec.internal());
    add(all, "attachable", found.attachable(), spec.attachable());
    add(all, "enable_ipv6", found.ipv6(), spec.enableIpv6());
    add(all, "labels", new TreeMap<>(found.labels()), spec.labels().map(TreeMap::new));
    return all;
  }

  private static <T> void add(
      List<NetworkDifference> to, String field, T found, Optional<? extends T> asked) {
    if (asked.isPresent() && !asked.get().equals(found)) {
      to.add(new NetworkDifference(field, found.toString(), asked.get().toString()));
    }
  }

  /** Without what the overlay driver adds by itself. */
  private static Map<String, String> withoutGenerated(Map<String, String> options) {
    Map<String, String> made = new TreeMap<>(options);
    made.remove("com.docker.network.driver.overlay.vxlanid_list");
    return made;
  }

  private static boolean allSatisfied(List<IpamBlock> asked, List<IpamBlock> found) {
    return asked.size() == found.size()
        && asked.stream().allMatch(block -> found.stream().anyMatch(block::isSatisfiedBy));
  }
}
