package dev.plumb.module.link;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.lockout.ManagementConnection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Whether a change of links would cut the connection that makes it. */
final class LinkLockout {

  private LinkLockout() {}

  /** Why the change is not to be made over this connection; empty when it is safe. */
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

  /** The link that packets go by, and all that it stands on. */
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
      return Optional.of(name + " would be gone");
    }
    if (is.index() != was.index()) {
      return Optional.of(name + " would be made anew");
    }
    if (was.up() && !is.up()) {
      return Optional.of(name + " would be down");
    }
    if (!is.master().equals(was.master())) {
      return Optional.of(
          is.master()
              .map(master -> name + " would be a port of " + master)
              .orElse(name + " would be no port any more"));
    }
    boolean had = was.addresses().stream().anyMatch(a -> a.startsWith(ssh.server() + "/"));
    boolean has = is.addresses().stream().anyMatch(a -> a.startsWith(ssh.server() + "/"));
    return had && !has ? Optional.of(name + " would lose " + ssh.server()) : Optional.empty();
  }

  private static Diagnostic refusal(ManagementConnection.Ssh ssh, String what) {
    return Diagnostic.error(
        "Would cut plumb off",
        """
        This run comes by %s through %s, and %s. Nothing was changed.
        Reach the host by another link to change this one. To try it all the same, and have the host take it back by itself unless a new connection comes through, say:
            allow_lockout_risk: true"""
            .formatted(ssh, ssh.device().orElseThrow(), what));
  }
}
