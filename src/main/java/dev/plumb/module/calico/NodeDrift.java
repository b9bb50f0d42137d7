package dev.plumb.module.calico;

import dev.plumb.change.Change;
import dev.plumb.module.calico.CalicoNodeState.Container;
import dev.plumb.module.calico.CalicoNodeState.Registration;
import dev.plumb.module.calico.CalicoNodeState.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The differences between the node found and the declared one. */
final class NodeDrift {

  private NodeDrift() {}

  /** Returns the differences of the container, which only a new container resolves. */
  static List<Change> of(CalicoNodeSpec spec, Snapshot found) {
    if (found.container().isEmpty()) {
      return List.of(Change.of("container", "absent", "running"));
    }
    Container is = found.container().get();
    Container wanted = NodeContainer.of(spec, found.hostname(), found.image().orElse("pulled"));
    List<Change> drift = new ArrayList<>();
    compare(drift, "container", is.running() ? "running" : "stopped", "running");
    compare(drift, "image", is.image(), wanted.image());
    if (is.image().equals(wanted.image())) {
      compare(drift, "image id", shortId(is.imageId()), shortId(wanted.imageId()));
    }
    compareAll(drift, "env ", is.environment(), wanted.environment());
    compareAll(drift, "mount ", present(is.mounts()), present(wanted.mounts()));
    compare(drift, "restart policy", is.restart(), wanted.restart());
    compare(drift, "network", is.network(), wanted.network());
    compare(drift, "privileged", is.privileged() ? "yes" : "no", "yes");
    return drift;
  }

  /** Returns the differences in Calico's datastore; a start of the node writes it again. */
  static List<Change> ofRegistration(CalicoNodeSpec spec, Registration registered) {
    List<Change> drift = new ArrayList<>();
    if (!(registered instanceof Registration.Registered known)) {
      drift.add(Change.of("node in Calico", "absent", "present"));
      return drift;
    }
    Registration.Registered wanted = desiredRegistration(spec, known);
    compare(drift, "ip in Calico", known.ip(), wanted.ip());
    compare(drift, "ip6 in Calico", known.ip6(), wanted.ip6());
    compare(drift, "as in Calico", known.as(), wanted.as());
    return drift;
  }

  /** Returns the registration found, updated with the values of the task. */
  static Registration.Registered desiredRegistration(
      CalicoNodeSpec spec, Registration.Registered known) {
    return new Registration.Registered(
        address(spec.ip()).orElse(known.ip()),
        address(spec.ip6()).orElse(known.ip6()),
        // calicoctl converts the dotted form to a number, so that form is not compared.
        spec.as().filter(as -> !as.contains(".")).orElse(known.as()));
  }

  private static Optional<String> address(Optional<String> given) {
    return given.filter(address -> !address.equals("autodetect"));
  }

  private static Map<String, String> present(Set<String> mounts) {
    return mounts.stream().collect(Collectors.toMap(mount -> mount, _ -> "present"));
  }

  private static void compareAll(
      List<Change> drift, String prefix, Map<String, String> is, Map<String, String> wanted) {
    Set<String> names = new TreeSet<>(is.keySet());
    names.addAll(wanted.keySet());
    for (String name : names) {
      compare(
          drift,
          prefix + name,
          is.getOrDefault(name, "absent"),
          wanted.getOrDefault(name, "absent"));
    }
  }

  private static void compare(List<Change> drift, String property, String is, String wanted) {
    Change.addDifference(
        drift, property, is.isEmpty() ? "none" : is, wanted.isEmpty() ? "none" : wanted);
  }

  private static String shortId(String id) {
    return id.substring(0, Math.min(id.length(), 19));
  }
}
