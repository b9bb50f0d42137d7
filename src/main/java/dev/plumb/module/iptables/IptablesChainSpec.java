package dev.plumb.module.iptables;

import dev.plumb.host.lockout.LockoutOptions;
import dev.plumb.module.Arg;
import dev.plumb.module.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

record IptablesChainSpec(
    TableRef table,
    @Arg(
            doc =
                "The chain. For a built-in chain, plumb manages a separate chain named"
                    + " plumb-CHAIN and the rule that jumps to it. Any other chain is managed"
                    + " completely.",
            example = "INPUT")
        String chain,
    @Arg(
            doc = "The rules in order, each with the arguments of a rule in module iptables.",
            example = "[{protocol: tcp, destination_port: 80, jump: ACCEPT}]")
        List<RuleArgs> rules,
    @Arg(doc = "Whether the chain exists.", example = "absent", defaultValue = "present")
        Presence state,
    @Arg(
            doc = "The policy: the fate of packets that no rule of the chain decides on.",
            example = "DROP")
        Optional<Policy> policy,
    @Arg(
            doc = "Whether plumb's jump comes before or after foreign rules of a built-in chain.",
            example = "last",
            defaultValue = "first")
        Position position,
    @Arg(
            doc = "Whether the chain is restored at boot, from a file in /etc/plumb/iptables.",
            example = "false",
            defaultValue = "true")
        boolean persist,
    LockoutOptions risk) {

  /** The position of plumb's jump in a built-in chain. */
  enum Position {
    FIRST,
    LAST
  }

  IptablesChainSpec {
    ChainChecks.validate(chain);
    if (ChainChecks.isForeign(chain)) {
      throw new IllegalArgumentException(
          "must name a chain that no other program manages: \""
              + chain
              + "\" belongs to another program");
    }
    boolean isBuiltIn = table.table().chains().contains(chain);
    if (policy.isPresent() && !isBuiltIn) {
      throw new IllegalArgumentException(
          "must have a \"policy\" only for a built-in chain: "
              + String.join(", ", table.table().chains()));
    }
    if (state == Presence.ABSENT && !rules.isEmpty()) {
      throw new IllegalArgumentException("must have no \"rules\" when its state is absent");
    }
    for (int i = 0; i < rules.size(); i++) {
      try {
        if (rules.get(i).toRule(table.ipVersion()).clauses().isEmpty()) {
          throw new IllegalArgumentException("must have at least one argument");
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
    return table.table().chains().contains(chain);
  }

  /** Returns the chain that plumb manages completely. */
  String ownChain() {
    return isBuiltIn() ? "plumb-" + chain : chain;
  }

  List<FirewallRule> wantedRules() {
    return rules.stream().map(rule -> rule.toRule(table.ipVersion())).toList();
  }

  /** Returns the edits that create everything on a host without it. */
  List<TableEdit> editsFromScratch() {
    List<TableEdit> edits = new ArrayList<>(fillEdits());
    if (isBuiltIn()) {
      edits.add(jumpEdit());
    }
    policy.ifPresent(wanted -> edits.add(new TableEdit.SetPolicy(chain, wanted)));
    return edits;
  }

  /** Returns the edits that create or rebuild plumb's chain. */
  List<TableEdit> fillEdits() {
    List<TableEdit> edits = new ArrayList<>(List.of(new TableEdit.CreateOrFlush(ownChain())));
    wantedRules().forEach(rule -> edits.add(new TableEdit.Append(ownChain(), rule)));
    return edits;
  }

  /** Returns the edit that adds the jump to plumb's chain. */
  TableEdit jumpEdit() {
    FirewallRule jump = FirewallRule.jumpTo(ownChain());
    return position == Position.FIRST
        ? new TableEdit.Insert(chain, 1, jump)
        : new TableEdit.Append(chain, jump);
  }
}
