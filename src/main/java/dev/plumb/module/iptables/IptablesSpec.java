package dev.plumb.module.iptables;

import dev.plumb.host.lockout.LockoutOptions;
import dev.plumb.module.Arg;
import dev.plumb.module.Presence;
import java.util.Optional;

record IptablesSpec(
    TableRef table,
    @Arg(doc = "The chain of the rule.", example = "INPUT") Optional<String> chain,
    @Arg(doc = "Whether the rule exists.", example = "absent", defaultValue = "present")
        Presence state,
    @Arg(
            doc =
                "Where a missing rule is added: at the end, or with insert at the"
                    + " beginning. An existing rule keeps its position.",
            example = "insert",
            defaultValue = "append")
        Action action,
    @Arg(doc = "With action insert: the position, counted from 1.", example = "5")
        Optional<Integer> ruleNum,
    RuleArgs rule,
    @Arg(
            doc =
                "The policy: the fate of packets that no rule of the chain decides on."
                    + " Excludes a rule.",
            example = "DROP")
        Optional<Policy> policy,
    @Arg(
            doc = "Whether to delete all rules of the chain or, without a chain, of the table.",
            example = "true",
            defaultValue = "false")
        boolean flush,
    @Arg(
            doc =
                "Whether to create a missing chain or, with state absent and without a"
                    + " rule, to delete it.",
            example = "true",
            defaultValue = "false")
        boolean chainManagement,
    LockoutOptions risk) {

  /** Where a new rule is added. */
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
          "must have exactly one of a rule, a \"policy\" or \"flush: true\"");
    }
    if (ruleNum.isPresent() && (action != Action.INSERT || ruleNum.get() < 1)) {
      throw new IllegalArgumentException(
          "must have \"action: insert\" when it has \"rule_num\", which counts from 1");
    }
    // Throws if the rule is invalid.
    rule.toRule(table.ipVersion());
  }
}
