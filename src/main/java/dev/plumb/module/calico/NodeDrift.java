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

/** What differs between the node found and the one asked for, property by property. */
final class NodeDrift {

  private NodeDrift() {}

  /** What only a new container mends. */
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
    compareVariables(drift, is.environment(), wanted.environment());
    compareMounts(drift, is.mounts(), wanted.mounts());
    compare(drift, "restart policy", is.restart(), wanted.restart());
    compare(drift, "network", is.network(), wanted.network());
    compare(drift, "privileged", is.privileged() ? "yes" : "no", "yes");
    return drift;
  }

  /** What Calico's datastore says otherwise than asked; a start writes it anew. */
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

  /** What is known, with what the task says of it. */
  static Registration.Registered desiredRegistration(
      CalicoNodeSpec spec, Registration.Registered known) {
    return new Registration.Registered(
        address(spec.ip()).orElse(known.ip()),
        address(spec.ip6()).orElse(known.ip6()),
        // calicoctl turns the dotted form into a number; that one is not compared.
        spec.as().filter(as -> !as.contains(".")).orElse(known.as()));
  }

  private static Optional<String> address(Optional<String> given) {
    return given.filter(address -> !address.equals("autodetect"));
  }

  private static void compareVariables(
      List<Change> drift, Map<String, String> is, Map<String, String> wanted) {
    Set<String> names = new TreeSet<>(is.keySet());
    names.addAll(wanted.keySet());
    for (String name : names) {
      compare(
          drift,
          "env " + name,
          is.getOrDefault(name, "absent"),
          wanted.getOrDefault(name, "absent"));
    }
  }

  private static void compareMounts(List<Change> drift, Set<String> is, Set<String> wanted) {
    Set<String> mounts = new TreeSet<>(is);
    mounts.addAll(wanted);
    for (String mount : mounts) {
      compare(
          drift,
          "mount " + mount,
          is.contains(mount) ? "present" : "absent",
          wanted.contains(mount) ? "present" : "absent");
    }
  }

  private static void compare(List<Change> drift, String property, String is, String wanted) {
    if (!is.equals(wanted)) {
      drift.add(
          Change.of(property, is.isEmpty() ? "none" : is, wanted.isEmpty() ? "none" : wanted));
    }
  }

  private static String shortId(String id) {
    return id.substring(0, Math.min(id.length(), 19));
  }
}
