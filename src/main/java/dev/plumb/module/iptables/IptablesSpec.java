package dev.plumb.module.iptables;

import dev.plumb.host.lockout.LockoutOptions;
import dev.plumb.module.Arg;
import java.util.Optional;

record IptablesSpec(
    @Arg(doc = "The table.", example = "nat", defaultValue = "filter") TableRef.Table table,
    @Arg(doc = "The chain the rule stands in.", example = "INPUT") Optional<String> chain,
    @Arg(doc = "Whether the rule shall be there.", example = "absent", defaultValue = "present")
        Presence state,
    @Arg(
            doc =
                "Where a rule that is not there yet goes: to the end, or with insert to the"
                    + " beginning. A rule that is there stays where it is.",
            example = "insert",
            defaultValue = "append")
        Action action,
    @Arg(doc = "With action insert: the place, counted from 1.", example = "5")
        Optional<Integer> ruleNum,
    @Arg(doc = "Which protocol the rule is for.", example = "ipv6", defaultValue = "ipv4")
        IpVersion ipVersion,
    RuleArgs rule,
    @Arg(
            doc = "What becomes of packets that no rule of the chain decides on. Stands alone.",
            example = "DROP")
        Optional<Policy> policy,
    @Arg(
            doc =
                "Whether the chain, or without one every chain of the table, shall have no rules.",
            example = "true",
            defaultValue = "false")
        boolean flush,
    @Arg(
            doc =
                "Whether the chain itself is made when it is missing, or with state absent and no"
                    + " rule taken away.",
            example = "true",
            defaultValue = "false")
        boolean chainManagement,
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
    LockoutOptions risk) {

  /** Whether something shall be there. */
  enum Presence {
    PRESENT,
    ABSENT
  }

  /** Where a new rule goes. */
  enum Action {
    APPEND,
    INSERT
  }

  IptablesSpec {
    chain.ifPresent(ChainChecks::validate);
    if (chain.isEmpty() && !flush) {
      throw new IllegalArgumentException("must have a \"chain\", or \"flush: true\"");
    }
    boolean hasRule = !rule.isEmpty();
    int asks = (hasRule ? 1 : 0) + (policy.isPresent() ? 1 : 0) + (flush ? 1 : 0);
    if ((asks == 0 && !chainManagement) || asks > 1) {
      throw new IllegalArgumentException(
          "must have either a rule, a \"policy\" or \"flush: true\", and one of them");
    }
    if (ruleNum.isPresent() && (action != Action.INSERT || ruleNum.get() < 1)) {
      throw new IllegalArgumentException(
          "must have \"action: insert\" when it has \"rule_num\", which counts from 1");
    }
    // Says what is wrong with it.
    rule.toRule(ipVersion);
  }

  TableRef tableRef() {
    return new TableRef(table, ipVersion, backend, waitSeconds);
  }
}
