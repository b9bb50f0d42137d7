package dev.plumb.module.iptables;

import dev.plumb.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is said of chains in more than one place. */
final class ChainChecks {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:+-]{1,28}");

  /** What others keep by themselves; plumb does not touch it. */
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

  /** Whether it belongs to a program that keeps its own chains. */
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
        "Only the chains that every host has can have a policy, and "
            + chain
            + " is none of them.");
  }

  /** That packets pass through a second filter which nobody here looks at. */
  static Optional<Diagnostic> otherFilterInUse(TableRef where, TableState.Table table) {
    if (where.backend() != Backend.AUTO || table.otherFilterEntries() == 0) {
      return Optional.empty();
    }
    String mine = table.backend() == Backend.NFT ? "nft" : "legacy";
    String other = table.backend() == Backend.NFT ? "legacy" : "nft";
    return Optional.of(
        Diagnostic.error(
            "Two packet filters hold rules",
            """
            Packets pass through both packet filters of the kernel. %s of this host speaks to the %s \
            one, but the %s one holds %d rules and policies in its table %s, so what is kept here \
            would be half of the truth.
            Look at them with "%s", and take them away or move them over. To go on with one of the \
            two, say which:
                backend: %s"""
                .formatted(
                    where.program(),
                    mine,
                    other,
                    table.otherFilterEntries(),
                    where.table(),
                    where.version() == IpVersion.IPV4
                        ? "iptables-" + other + "-save"
                        : "ip6tables-" + other + "-save",
                    mine)));
  }
}
