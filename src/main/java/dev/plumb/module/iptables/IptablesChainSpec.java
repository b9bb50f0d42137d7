package dev.plumb.module.iptables;

import dev.plumb.host.lockout.LockoutOptions;
import dev.plumb.module.Arg;
import dev.plumb.module.iptables.IptablesSpec.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

record IptablesChainSpec(
    @Arg(doc = "The table.", example = "nat", defaultValue = "filter") TableRef.Table table,
    @Arg(
            doc =
                "The chain. Of one that every host has, plumb keeps a part: a chain of its own named"
                    + " plumb-CHAIN, and the one rule that leads there. Any other is plumb's whole.",
            example = "INPUT")
        String chain,
    @Arg(
            doc = "The rules in their order, each with the arguments of a rule in module iptables.",
            example = "[{protocol: tcp, destination_port: 80, jump: ACCEPT}]")
        List<RuleArgs> rules,
    @Arg(doc = "Whether it shall be there.", example = "absent", defaultValue = "present")
        Presence state,
    @Arg(doc = "What becomes of packets that no rule of the chain decides on.", example = "DROP")
        Optional<Policy> policy,
    @Arg(
            doc =
                "Whether plumb's part of a chain comes before the rules of others or behind them.",
            example = "last",
            defaultValue = "first")
        Position position,
    @Arg(doc = "Which protocol the rules are for.", example = "ipv6", defaultValue = "ipv4")
        IpVersion ipVersion,
    @Arg(
            doc = "Which of the kernel's two packet filters; auto is the one iptables speaks to.",
            example = "nft",
            defaultValue = "auto")
        Backend backend,
    @Arg(
            doc = "How many seconds to wait for another iptables to end.",
            example = "10",
            aliases = "wait")
        Optional<Integer> waitSeconds,
    @Arg(
            doc = "Whether it is there again after a boot: in /etc/plumb/iptables, read by a unit.",
            example = "false",
            defaultValue = "true")
        boolean persist,
    LockoutOptions risk) {

  /** Where plumb's part of a chain stands. */
  enum Position {
    FIRST,
    LAST
  }

  IptablesChainSpec {
    ChainChecks.validate(chain);
    if (ChainChecks.isForeign(chain)) {
      throw new IllegalArgumentException(
          "must have a chain of your own: \""
              + chain
              + "\" belongs to a program that keeps it itself");
    }
    boolean isBuiltIn = table.chains().contains(chain);
    if (policy.isPresent() && !isBuiltIn) {
      throw new IllegalArgumentException(
          "must have a \"policy\" only for a chain that every host has: "
              + String.join(", ", table.chains()));
    }
    if (state == Presence.ABSENT && !rules.isEmpty()) {
      throw new IllegalArgumentException("must have no \"rules\" when its state is absent");
    }
    for (int i = 0; i < rules.size(); i++) {
      try {
        if (rules.get(i).toRule(ipVersion).clauses().isEmpty()) {
          throw new IllegalArgumentException("must have something that it does");
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            String.valueOf(e.getMessage())
                .replaceFirst("^must have", "must have in rule " + (i + 1)),
            e);
      }
    }
  }

  boolean isBuiltIn() {
    return table.chains().contains(chain);
  }

  /** The chain that is plumb's whole. */
  String ownChain() {
    return isBuiltIn() ? "plumb-" + chain : chain;
  }

  List<Rule> wantedRules() {
    return rules.stream().map(rule -> rule.toRule(ipVersion)).toList();
  }

  TableRef tableRef() {
    return new TableRef(table, ipVersion, backend, waitSeconds);
  }

  /** What makes it on a host that has nothing of it. */
  List<TableEdit> editsFromScratch() {
    List<TableEdit> edits = new ArrayList<>(fillEdits());
    if (isBuiltIn()) {
      edits.add(jumpEdit());
    }
    policy.ifPresent(wanted -> edits.add(new TableEdit.SetPolicy(chain, wanted)));
    return edits;
  }

  /** What makes plumb's own chain, or fills it anew. */
  List<TableEdit> fillEdits() {
    List<TableEdit> edits = new ArrayList<>(List.of(new TableEdit.CreateOrFlush(ownChain())));
    wantedRules().forEach(rule -> edits.add(new TableEdit.Append(ownChain(), rule)));
    return edits;
  }

  /** What leads packets of the host's chain into plumb's. */
  TableEdit jumpEdit() {
    Rule jump = Rule.jumpTo(ownChain());
    return position == Position.FIRST
        ? new TableEdit.Insert(chain, 1, jump)
        : new TableEdit.Append(chain, jump);
  }
}
