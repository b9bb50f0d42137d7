package dev.plumb.module.docker.network;

import dev.plumb.change.Change;
import dev.plumb.module.docker.network.NetworkState.Existing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The differences between a network and its declaration. */
final class NetworkDrift {

  private NetworkDrift() {}

  /** Returns the differences as changes without steps. What is not declared does not differ. */
  static List<Change> of(NetworkSpec spec, Existing found) {
    List<Change> drift = new ArrayList<>();
    compare(drift, "driver", found.driver(), Optional.of(spec.driver()));
    compare(drift, "driver_options", declarable(found.options()), sorted(spec.driverOptions()));
    compare(drift, "ipam_driver", found.ipamDriver(), spec.ipamDriver());
    compare(
        drift,
        "ipam_driver_options",
        new TreeMap<>(found.ipamOptions()),
        sorted(spec.ipamDriverOptions()));
    if (!spec.blocks().isEmpty() && !allSatisfied(spec.blocks(), found.blocks())) {
      drift.add(Change.of("ipam_config", found.blocks(), spec.blocks()));
    }
    compare(drift, "internal", found.internal(), spec.internal());
    compare(drift, "attachable", found.attachable(), spec.attachable());
    compare(drift, "enable_ipv6", found.ipv6(), spec.enableIpv6());
    compare(drift, "labels", new TreeMap<>(found.labels()), sorted(spec.labels()));
    return drift;
  }

  private static <T> void compare(
      List<Change> drift, String field, T found, Optional<? extends T> declared) {
    declared.ifPresent(value -> Change.addDifference(drift, field, found, value));
  }

  private static Optional<Map<String, String>> sorted(Optional<Map<String, String>> map) {
    return map.map(TreeMap::new);
  }

  /** Returns the options without the one that the overlay driver adds itself. */
  private static Map<String, String> declarable(Map<String, String> options) {
    Map<String, String> declarable = new TreeMap<>(options);
    declarable.remove("com.docker.network.driver.overlay.vxlanid_list");
    return declarable;
  }

  private static boolean allSatisfied(List<IpamBlock> declared, List<IpamBlock> found) {
    return declared.size() == found.size()
        && declared.stream().allMatch(block -> found.stream().anyMatch(block::isSatisfiedBy));
  }
}
