package dev.plumb.module.iptables;

import dev.plumb.module.Arg;
import dev.plumb.module.LockOutRisk;
import dev.plumb.module.iptables.IptablesSpec.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

record IptablesChainSpec(
    @Arg(doc = "The table.", example = "nat", byDefault = "filter") Where.Table table,
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
    @Arg(doc = "Whether it shall be there.", example = "absent", byDefault = "present")
        Presence state,
    @Arg(doc = "What becomes of packets that no rule of the chain decides on.", example = "DROP")
        Optional<Policy> policy,
    @Arg(
            doc =
                "Whether plumb's part of a chain comes before the rules of others or behind them.",
            example = "last",
            byDefault = "first")
        Position position,
    @Arg(doc = "Which protocol the rules are for.", example = "ipv6", byDefault = "ipv4")
        IpVersion ipVersion,
    @Arg(
            doc = "Which of the kernel's two packet filters; auto is the one iptables speaks to.",
            example = "nft",
            byDefault = "auto")
        Backend backend,
    @Arg(
            doc = "How many seconds to wait for another iptables to end.",
            example = "10",
            aliases = "wait")
        Optional<Integer> waitSeconds,
    @Arg(
            doc = "Whether it is there again after a boot: in /etc/plumb/iptables, read by a unit.",
            example = "false",
            byDefault = "true")
        boolean persist,
    LockOutRisk risk) {

  /** Where plumb's part of a chain stands. */
  enum Position {
    FIRST,
    LAST
  }

  IptablesChainSpec {
    Chains.check(chain);
    if (Chains.isStrangers(chain)) {
      throw new IllegalArgumentException(
          "must have a chain of your own: \""
              + chain
              + "\" belongs to a program that keeps it itself");
    }
    boolean builtIn = table.chains().contains(chain);
    if (policy.isPresent() && !builtIn) {
      throw new IllegalArgumentException(
          "must have a \"policy\" only for a chain that every host has: "
              + String.join(", ", table.chains()));
    }
    if (state == Presence.ABSENT && !rules.isEmpty()) {
      throw new IllegalArgumentException("must have no \"rules\" when its state is absent");
    }
    for (int i = 0; i < rules.size(); i++) {
      try {
        if (rules.get(i).rule(ipVersion).parts().isEmpty()) {
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

  boolean builtIn() {
    return table.chains().contains(chain);
  }

  /** The chain that is plumb's whole. */
  String own() {
    return builtIn() ? "plumb-" + chain : chain;
  }

  List<Rule> wanted() {
    return rules.stream().map(rule -> rule.rule(ipVersion)).toList();
  }

  Where where() {
    return new Where(table, ipVersion, backend, waitSeconds);
  }

  /** What makes it on a host that has nothing of it. */
  List<Edit> fromNothing() {
    List<Edit> edits = new ArrayList<>(filling());
    if (builtIn()) {
      edits.add(leading());
    }
    policy.ifPresent(wanted -> edits.add(new Edit.SetPolicy(chain, wanted)));
    return edits;
  }

  /** What makes plumb's own chain, or fills it anew. */
  List<Edit> filling() {
    List<Edit> edits = new ArrayList<>(List.of(new Edit.Fresh(own())));
    wanted().forEach(rule -> edits.add(new Edit.Append(own(), rule)));
    return edits;
  }

  /** What leads packets of the host's chain into plumb's. */
  Edit leading() {
    Rule jump = Rule.to(own());
    return position == Position.FIRST
        ? new Edit.Insert(chain, 1, jump)
        : new Edit.Append(chain, jump);
  }
}
