package dev.plumb.module.link;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.lockout.ManagementConnection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Detects link changes that would cut plumb's own connection. */
final class LinkLockout {

  private LinkLockout() {}

  /** Returns why the change is unsafe over this connection, if it is. */
  static Optional<Diagnostic> check(
      NetworkLinkSpec spec,
      ManagementConnection connection,
      NamespaceState.Present before,
      LinkPlanner planner) {
    if (spec.namespace().isPresent()
        || !(connection instanceof ManagementConnection.Ssh ssh)
        || ssh.device().isEmpty()) {
      return Optional.empty();
    }
    return carriers(ssh.device().get(), before).stream()
        .sorted()
        .flatMap(name -> disruption(name, ssh, before, planner).stream())
        .findFirst()
        .map(what -> refusal(ssh, what));
  }

  /** Returns the link that carries the packets, and all links below it. */
  private static Set<String> carriers(String device, NamespaceState.Present links) {
    Set<String> all = new HashSet<>();
    Set<String> next = new HashSet<>(Set.of(device));
    while (all.addAll(next)) {
      Set<String> below = new HashSet<>();
      for (NetworkLink link : links.links().values()) {
        if (link.master().filter(next::contains).isPresent()) {
          below.add(link.name());
        }
        if (next.contains(link.name())) {
          link.lower().ifPresent(below::add);
        }
      }
      next = below;
    }
    return all;
  }

  private static Optional<String> disruption(
      String name,
      ManagementConnection.Ssh ssh,
      NamespaceState.Present before,
      LinkPlanner planner) {
    NetworkLink was = before.links().get(name);
    NetworkLink is = planner.links().links().get(name);
    if (was == null) {
      return Optional.empty();
    }
    if (is == null) {
      return Optional.of(name + " would be deleted");
    }
    if (is.index() != was.index()) {
      return Optional.of(name + " would be recreated");
    }
    if (was.up() && !is.up()) {
      return Optional.of(name + " would be down");
    }
    if (!is.master().equals(was.master())) {
      return Optional.of(
          is.master()
              .map(master -> name + " would be a port of " + master)
              .orElse(name + " would no longer be a port"));
    }
    boolean had = was.addresses().stream().anyMatch(a -> a.startsWith(ssh.server() + "/"));
    boolean has = is.addresses().stream().anyMatch(a -> a.startsWith(ssh.server() + "/"));
    return had && !has ? Optional.of(name + " would lose " + ssh.server()) : Optional.empty();
  }

  private static Diagnostic refusal(ManagementConnection.Ssh ssh, String what) {
    return Diagnostic.error(
        "Change would cut plumb off",
        """
        This run uses %s through %s, and %s. Nothing was changed.
        Connect through another link to change this one. To try the change anyway, with the host reverting it \
        unless a new connection succeeds, set:
            allow_lockout_risk: true\
        """
            .formatted(ssh, ssh.device().orElseThrow(), what));
  }
}
