package dev.plumb.module.iptables;

import dev.plumb.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks and errors that both modules share. */
final class ChainChecks {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:+-]{1,28}");

  /** Prefixes of chains that other programs manage; plumb does not touch them. */
  private static final List<String> FOREIGN_PREFIXES =
      List.of("DOCKER", "cali-", "WEAVE", "KUBE-", "CNI-", "f2b-", "ufw-", "LIBVIRT_");

  private ChainChecks() {}

  /**
   * @throws IllegalArgumentException with a sentence that starts with "must"
   */
  static void validate(String chain) {
    if (!NAME.matcher(chain).matches()) {
      throw new IllegalArgumentException(
          "must have the name of a \"chain\" such as \"INPUT\", but has \"" + chain + "\"");
    }
  }

  /** Returns whether the chain belongs to a program that manages its own chains. */
  static boolean isForeign(String chain) {
    return FOREIGN_PREFIXES.stream().anyMatch(chain::startsWith);
  }

  static Diagnostic notInstalled(TableRef where) {
    return Diagnostic.error(
        "iptables is missing",
        "The host has no "
            + where.program()
            + "-save. Install the package iptables first; as an ordinary user, add"
            + " \"become: true\".");
  }

  static Diagnostic noSuchChain(TableRef where, String chain) {
    return Diagnostic.error(
        "No such chain", "The table " + where.table() + " has no chain " + chain + ".");
  }

  static Diagnostic noPolicy(String chain) {
    return Diagnostic.error(
        "Chain has no policy",
        "Only built-in chains have a policy, and " + chain + " is not one of them.");
  }

  /** Reports that the other packet filter, which the task does not manage, holds rules too. */
  static Optional<Diagnostic> otherFilterInUse(TableRef where, TableState.Table table) {
    if (where.backend() != FirewallBackend.AUTO || table.otherFilterEntries() == 0) {
      return Optional.empty();
    }
    String mine = table.backend() == FirewallBackend.NFT ? "nft" : "legacy";
    String other = table.backend() == FirewallBackend.NFT ? "legacy" : "nft";
    return Optional.of(
        Diagnostic.error(
            "Two packet filters hold rules",
            """
            Packets pass through both packet filters of the kernel. On this host %s uses %s, but %s holds \
            %d rules and policies in its table %s, so the managed rules would not be the whole rule set.
            Inspect them with "%s", and remove or migrate them. To use only one of the two, set:
                backend: %s\
            """
                .formatted(
                    where.program(),
                    mine,
                    other,
                    table.otherFilterEntries(),
                    where.table(),
                    where.ipVersion() == IpVersion.IPV4
                        ? "iptables-" + other + "-save"
                        : "ip6tables-" + other + "-save",
                    mine)));
  }
}
