package dev.plumb.module.iptables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.host.files.TextFile;
import dev.plumb.host.lockout.ManagementConnection;
import dev.plumb.module.ModuleHarness;
import dev.plumb.module.iptables.IptablesChainModule.ObservedChain;
import dev.plumb.remote.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IptablesChainModuleTest {

  private static final String WEB =
      "{chain: INPUT, rules: [{protocol: tcp, destination_port: 80, jump: ACCEPT},"
          + " {source: 192.0.2.7, jump: DROP}], persist: false}";

  private static final String KEPT =
      """
      *filter
      :INPUT ACCEPT [0:0]
      :DOCKER - [0:0]
      :plumb-INPUT - [0:0]
      -A INPUT -j plumb-INPUT
      -A INPUT -s 10.0.0.1/32 -j ACCEPT
      -A plumb-INPUT -p tcp -m tcp --dport 80 -j ACCEPT
      -A plumb-INPUT -s 192.0.2.7/32 -j DROP
      """;

  private static final ManagementConnection.Ssh SSH =
      new ManagementConnection.Ssh(
          "192.0.2.1", 40000, "192.0.2.8", 22, Optional.empty(), Optional.empty());

  private final ModuleHarness<IptablesChainSpec, ObservedChain> chain =
      ModuleHarness.of(new IptablesChainModule());

  private static ObservedChain found(String saved) {
    return new ObservedChain(SavedTable.table(saved), SSH, Optional.empty());
  }

  /** What iptables-restore is given. */
  private static String restored(Plan<ObservedChain> plan) {
    return plan instanceof Plan.Needed<ObservedChain>(List<Change> changes, var _)
            && changes.getFirst().steps().getFirst() instanceof Step.Run(var command)
        ? command.input().utf8()
        : "nothing";
  }

  @Test
  void createsItsChainAndTheJumpToIt() {
    var planned = chain.plan(WEB, found("-A INPUT -s 10.0.0.1/32 -j ACCEPT"));

    planned.needs(
        """
        chain plumb-INPUT: absent -> 2 rules
          run iptables-restore -w --noflush
        jump to plumb-INPUT: absent -> first rule of INPUT
        """);
    assertThat(restored(planned.plan()))
        .isEqualTo(
            """
            *filter
            :plumb-INPUT - [0:0]
            -A plumb-INPUT -p tcp --dport 80 -j ACCEPT
            -A plumb-INPUT -s 192.0.2.7/32 -j DROP
            -I INPUT 1 -j plumb-INPUT
            COMMIT
            """);
  }

  @Test
  void isInSyncWhenForeignRulesChange() {
    chain.plan(WEB, found(KEPT)).isInSync();
    chain.plan(WEB, found(KEPT + "-A INPUT -j DROP\n-A DOCKER -j RETURN\n")).isInSync();
  }

  @Test
  void detectsAMissingRule() {
    chain
        .plan(WEB, found(KEPT.replace("-A plumb-INPUT -s 192.0.2.7/32 -j DROP\n", "")))
        .needs(
            """
            rule: absent -> -s 192.0.2.7/32 -j DROP
              run iptables-restore -w --noflush
            """);
  }

  @Test
  void detectsADuplicateRule() {
    chain
        .plan(WEB, found(KEPT + "-A plumb-INPUT -s 192.0.2.7/32 -j DROP\n"))
        .needs(
            """
            rule: -s 192.0.2.7/32 -j DROP -> absent
              run iptables-restore -w --noflush
            """);
  }

  @Test
  void detectsReorderedRules() {
    chain
        .plan(
            WEB,
            found(
                KEPT.replace("-A plumb-INPUT -s 192.0.2.7/32 -j DROP\n", "")
                    .replace(
                        "-A plumb-INPUT -p",
                        "-A plumb-INPUT -s 192.0.2.7/32 -j DROP\n-A plumb-INPUT -p")))
        .needs(
            """
            rule 1: -s 192.0.2.7/32 -j DROP -> -p tcp --dport 80 -j ACCEPT
              run iptables-restore -w --noflush
            """);
  }

  @Test
  void movesItsJumpBeforeForeignRules() {
    var planned =
        chain.plan(
            WEB,
            found(KEPT.replace("-A INPUT -j plumb-INPUT\n", "") + "-A INPUT -j plumb-INPUT\n"));

    planned.needs(
        """
        jump to plumb-INPUT: rule 2 -> first rule of INPUT
          run iptables-restore -w --noflush
        """);
    assertThat(restored(planned.plan()))
        .isEqualTo("*filter\n-D INPUT -j plumb-INPUT\n-I INPUT 1 -j plumb-INPUT\nCOMMIT\n");
  }

  @Test
  void removesOnlyItsOwnRules() {
    var planned = chain.plan("{chain: INPUT, state: absent, persist: false}", found(KEPT));

    planned.needs(
        """
        jump to plumb-INPUT: 1 rule -> absent
          run iptables-restore -w --noflush
        chain plumb-INPUT: 2 rules -> absent
        """);
    assertThat(restored(planned.plan()))
        .isEqualTo("*filter\n-D INPUT -j plumb-INPUT\n-F plumb-INPUT\n-X plumb-INPUT\nCOMMIT\n");
  }

  @Test
  void managesACustomChainCompletely() {
    chain
        .plan(
            "{chain: WEB, rules: [{jump: ACCEPT, comment: 'a \"b\"'}], persist: false}", found(""))
        .needs(
            """
            chain WEB: absent -> 1 rule
              run iptables-restore -w --noflush
            """);
  }

  @Test
  void refusesToLockItselfOut() {
    chain
        .plan(WEB.replace("persist", "policy: DROP, persist"), found(KEPT))
        .isRefused("Change would lock plumb out")
        .fixableByEarlierTask();
  }

  @Test
  void appliesARiskyChangeOnTrialWhenAllowed() {
    chain
        .plan(
            WEB.replace("persist", "policy: DROP, allow_lockout_risk: true, persist"), found(KEPT))
        .needs(
            """
            policy of INPUT: ACCEPT -> DROP
              run note for the way back /run/plumb-trial iptables-save -t filter
              run try /run/plumb-trial 30 3 iptables-restore -w --noflush iptables-restore -w -T filter
              over a new connection, run confirm /run/plumb-trial
            """);
  }

  @Test
  void distinguishesPersistedFromRunningRules() {
    IptablesChainSpec spec = chain.read(WEB.replace("persist: false", "persist: true"));
    ChainPersistence kept =
        new ChainPersistence(
            new TextFile.Missing(), new TextFile.Missing(), ChainPersistence.Enabled.NO);
    chain
        .plan(spec, new ObservedChain(SavedTable.table(KEPT), SSH, Optional.of(kept)))
        .needs(
            """
            persisted rules: absent -> /etc/plumb/iptables/iptables_filter_INPUT.rules
              run mkdir -p /etc/plumb/iptables
              write /etc/plumb/iptables/iptables_filter_INPUT.rules
                |# Managed by plumb, module iptables_chain.
                |*filter
                |:plumb-INPUT - [0:0]
                |-A plumb-INPUT -p tcp --dport 80 -j ACCEPT
                |-A plumb-INPUT -s 192.0.2.7/32 -j DROP
                |-I INPUT 1 -j plumb-INPUT
                |COMMIT
            persisted unit: absent -> plumb-iptables.service
              write /etc/systemd/system/plumb-iptables.service
                |# Managed by plumb, module iptables_chain.
                |[Unit]
                |Description=Packet filter rules managed by plumb
                |DefaultDependencies=no
                |After=local-fs.target systemd-modules-load.service netfilter-persistent.service nftables.service ufw.service
                |Before=network-pre.target shutdown.target
                |Wants=network-pre.target
                |Conflicts=shutdown.target
                |ConditionPathExistsGlob=/etc/plumb/iptables/*.rules
                |
                |[Service]
                |Type=oneshot
                |RemainAfterExit=yes
                |ExecStart=/bin/sh -c 's=0; for f in /etc/plumb/iptables/*.rules; do p=$${f##*/}; "$${p%%%%_*}-restore" -w --noflush "$$f" || s=1; done; exit $$s'
                |
                |[Install]
                |WantedBy=multi-user.target
              run systemctl daemon-reload
            persisted unit enabled: no -> yes
              run systemctl enable plumb-iptables.service
            """);
    chain
        .plan(spec, new ObservedChain(SavedTable.table(KEPT), SSH, Optional.of(kept.wanted(spec))))
        .isInSync();
  }

  @Test
  void isBlockedWhenTheOtherPacketFilterHoldsRules() {
    chain
        .plan(
            WEB,
            found(
                "# Generated by iptables-save v1.8.9 (nf_tables)\n"
                    + KEPT
                    + "=\n:INPUT DROP [0:0]\n"))
        .isBlocked("Two packet filters hold rules")
        .withDetail(
            """
            Packets pass through both packet filters of the kernel. On this host iptables uses nft, but legacy \
            holds 1 rules and policies in its table filter, so the managed rules would not be the whole rule set.
            Inspect them with "iptables-legacy-save", and remove or migrate them. To use only one of the two, set:
                backend: nft\
            """);
  }

  @Test
  void rejectsForeignChainsAndInvalidRules() {
    chain.rejects(
        "{chain: DOCKER-USER, rules: []}",
        "Invalid arguments: The module iptables_chain must name a chain that no other program"
            + " manages: \"DOCKER-USER\" belongs to another program.");
    chain.rejects(
        "{chain: INPUT, rules: [{jump: ACCEPT}, {destination_port: 80, jump: ACCEPT}]}",
        "Invalid arguments: The module iptables_chain must have in rule 2 a \"protocol\" when it"
            + " names ports.");
    chain.rejects(
        "{chain: WEB, policy: DROP}",
        "Invalid arguments: The module iptables_chain must have a \"policy\" only for a built-in"
            + " chain: INPUT, FORWARD, OUTPUT.");
    chain.rejects(
        "{chain: INPUT, rules: [{sorce: 192.0.2.1, jump: DROP}, {source: node1, jump: DROP}]}",
        "Unknown argument: The rule has no argument \"sorce\". It takes: comment, ctstate,"
            + " destination, destination_port, destination_ports, dst_range, fragment, gateway,"
            + " gid_owner, go_to, icmp_type, in_interface, jump, limit, limit_burst, log_level,"
            + " log_prefix, mac_source, match, match_set, match_set_flags, out_interface, protocol,"
            + " reject_with, set_dscp_mark, source, source_port, source_ports, src_range, syn,"
            + " tcp_flags, to_destination, to_ports, to_source, uid_owner.\n"
            + "Did you mean \"source\"?",
        "Invalid argument: The argument \"source\" must be an address or network such as"
            + " \"192.0.2.0/24\", but was \"node1\".");
  }
}
