package dev.plumb.module.iptables;

import dev.plumb.change.Change;
import dev.plumb.change.FileText;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.files.FileErrors;
import dev.plumb.host.files.TextFile;
import dev.plumb.module.Presence;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Bytes;
import dev.plumb.value.Content;
import dev.plumb.value.RemotePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files and the unit that restore a chain at boot.
 *
 * @param rules the file with the rules of the chain
 * @param unit the unit that loads all such files
 * @param enabled whether the unit starts at boot
 */
record ChainPersistence(TextFile rules, TextFile unit, Enabled enabled) {

  /** Whether a unit starts at boot. */
  enum Enabled {
    YES,
    NO,
    /** The host has no systemd. */
    NO_SYSTEMD
  }

  private static final String DIRECTORY = "/etc/plumb/iptables";
  private static final String NAME = "plumb-iptables.service";
  private static final RemotePath UNIT = RemotePath.of("/etc/systemd/system/" + NAME);

  /*
   * Runs after other programs that load rules at boot, because they may flush tables first. A file's name begins with the program that loads it.
   */
  private static final String UNIT_TEXT =
      """
      # Managed by plumb, module iptables_chain.
      [Unit]
      Description=Packet filter rules managed by plumb
      DefaultDependencies=no
      After=local-fs.target systemd-modules-load.service netfilter-persistent.service nftables.service ufw.service
      Before=network-pre.target shutdown.target
      Wants=network-pre.target
      Conflicts=shutdown.target
      ConditionPathExistsGlob=/etc/plumb/iptables/*.rules

      [Service]
      Type=oneshot
      RemainAfterExit=yes
      ExecStart=/bin/sh -c 's=0; for f in /etc/plumb/iptables/*.rules; do p=$${f##*/}; "$${p%%%%_*}-restore" -w --noflush "$$f" || s=1; done; exit $$s'

      [Install]
      WantedBy=multi-user.target
      """;

  static Probe<ChainPersistence> probe(IptablesChainSpec spec) {
    Probe<Enabled> enabled =
        Probe.of(Command.of("systemctl", "is-enabled", NAME), ChainPersistence::readEnabled);
    return Probe.combine(
        TextFile.probe(file(spec)), TextFile.probe(UNIT), enabled, ChainPersistence::new);
  }

  private static Reading<Enabled> readEnabled(Exec.Exited ended) {
    if (ended.status() == 127) {
      return Reading.of(Enabled.NO_SYSTEMD);
    }
    if (ended.out().isBlank() && !FileErrors.isMissing(ended)) {
      return Reading.unreadable("systemctl is-enabled failed: " + ended.err().strip());
    }
    return Reading.of(ended.succeeded() ? Enabled.YES : Enabled.NO);
  }

  private static RemotePath file(IptablesChainSpec spec) {
    return RemotePath.of(
        "%s/%s_%s_%s.rules"
            .formatted(DIRECTORY, spec.table().program(), spec.table().table(), spec.chain()));
  }

  /** Returns why the chain cannot be persisted, if it cannot. */
  Optional<Diagnostic> missingSystemd() {
    return enabled == Enabled.NO_SYSTEMD
        ? Optional.of(
            Diagnostic.error(
                "No systemd to persist rules with",
                """
                The rules must survive a reboot, but this host has no systemd to restore them. To manage \
                them only in the running kernel, set:
                    persist: false\
                """))
        : Optional.empty();
  }

  List<Change> changes(IptablesChainSpec spec) {
    List<Change> changes = new ArrayList<>();
    ChainPersistence wanted = wanted(spec);
    if (!rules.equals(wanted.rules)) {
      changes.add(rules(spec, wanted.rules));
    }
    if (!unit.equals(wanted.unit)) {
      changes.add(
          Change.of(
                  "persisted unit",
                  describe(unit),
                  NAME,
                  Step.Write.of(UNIT, Content.utf8(UNIT_TEXT), Optional.empty()),
                  Step.run("systemctl", "daemon-reload"))
              .withFileText(new FileText(UNIT, asContent(unit), Content.utf8(UNIT_TEXT))));
    }
    if (enabled != wanted.enabled) {
      changes.add(
          Change.of("persisted unit enabled", "no", "yes", Step.run("systemctl", "enable", NAME)));
    }
    return changes;
  }

  private Change rules(IptablesChainSpec spec, TextFile wanted) {
    RemotePath path = file(spec);
    return switch (wanted) {
      case TextFile.Missing _ ->
          Change.of(
              "persisted rules", describe(rules), "absent", Step.run("rm", "-f", path.value()));
      case TextFile.Present(Bytes bytes) -> {
        Content text = new Content.Inline(bytes);
        yield Change.of(
                "persisted rules",
                describe(rules),
                path,
                Step.run("mkdir", "-p", DIRECTORY),
                Step.Write.of(path, text, Optional.empty()))
            .withFileText(new FileText(path, asContent(rules), text));
      }
    };
  }

  /** Returns the wanted state. */
  ChainPersistence wanted(IptablesChainSpec spec) {
    return spec.state() == Presence.ABSENT
        ? new ChainPersistence(new TextFile.Missing(), unit, enabled)
        : new ChainPersistence(
            new TextFile.Present(
                Bytes.utf8(
                    "# Managed by plumb, module iptables_chain.\n"
                        + spec.table().restoreText(spec.editsFromScratch()))),
            new TextFile.Present(Bytes.utf8(UNIT_TEXT)),
            Enabled.YES);
  }

  private static String describe(TextFile file) {
    return file instanceof TextFile.Present ? "different" : "absent";
  }

  private static Optional<Content> asContent(TextFile file) {
    return file instanceof TextFile.Present(Bytes bytes)
        ? Optional.of(new Content.Inline(bytes))
        : Optional.empty();
  }
}
