package dev.plumb.module.iptables;

import dev.plumb.module.Arg;
import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.value.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table of one IP version, and the commands that read and change it. */
record TableRef(
    @Arg(doc = "The table.", example = "nat", defaultValue = "filter") Table table,
    @Arg(doc = "The IP version of the rules.", example = "ipv6", defaultValue = "ipv4")
        IpVersion ipVersion,
    @Arg(
            doc = "The packet filter of the kernel; auto is the one that iptables uses.",
            example = "nft",
            defaultValue = "auto")
        FirewallBackend backend,
    @Arg(
            doc = "Timeout in seconds to wait for another iptables process (default: unlimited).",
            example = "10",
            aliases = "wait")
        Optional<Integer> waitSeconds) {

  /** A table with its built-in chains. */
  enum Table {
    FILTER,
    NAT,
    MANGLE,
    RAW,
    SECURITY;

    List<String> chains() {
      return switch (this) {
        case FILTER, SECURITY -> List.of("INPUT", "FORWARD", "OUTPUT");
        case NAT -> List.of("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING");
        case MANGLE -> List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING");
        case RAW -> List.of("PREROUTING", "OUTPUT");
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /*
   * Prints the rules and, after a line "=", those of the other packet filter if it may hold any, because packets pass through both. The legacy program runs only if needed, because it creates the legacy tables.
   */
  private static final String SAVE_SCRIPT =
      """
      # the rules of table
      r=$("$2-save" -t "$1") || exit
      printf '%s\\n' "$r"
      case $r in
        *'(nf_tables)'*)
          grep -qx "$1" "/proc/net/$3_names" 2>/dev/null || exit 0
          echo =
          "$4-legacy-save" -t "$1" 2>/dev/null ;;
        *)
          [ -n "$r" ] && command -v "$4-nft-save" >/dev/null || exit 0
          echo =
          "$4-nft-save" -t "$1" 2>/dev/null ;;
      esac
      exit 0
      """;

  /** Probes the table; equal for all tasks of a table, so that it is sent once. */
  Probe<TableState> probe() {
    String family = ipVersion == IpVersion.IPV4 ? "ip" : "ip6";
    return Probe.of(
        Command.shell(
            SAVE_SCRIPT, table.toString(), program(), family + "_tables", family + "tables"),
        ended -> TableState.parse(ended, table.chains()));
  }

  String program() {
    String plain = ipVersion == IpVersion.IPV4 ? "iptables" : "ip6tables";
    return backend == FirewallBackend.AUTO
        ? plain
        : plain + "-" + backend.name().toLowerCase(Locale.ROOT);
  }

  /** Returns the step that makes a single edit. */
  Step step(TableEdit edit) {
    List<String> words = new ArrayList<>(List.of(program()));
    words.addAll(waitOption());
    words.addAll(List.of("-t", table.toString()));
    words.addAll(edit.words());
    return new Step.Run(Command.of(words));
  }

  /** Returns the command that makes all edits atomically. */
  Command restore(List<TableEdit> edits) {
    return Command.of(restoreCommand("--noflush")).withInput(Bytes.utf8(restoreText(edits)));
  }

  /** Returns the input of {@link #restore}. */
  String restoreText(List<TableEdit> edits) {
    return Stream.concat(
                Stream.of("*" + table),
                edits.stream().flatMap(edit -> edit.restoreLines().stream()))
            .collect(Collectors.joining("\n"))
        + "\nCOMMIT\n";
  }

  Command save() {
    return Command.of(program() + "-save", "-t", table.toString());
  }

  /** Returns the command that restores the output of {@link #save}. */
  Command restoreSaved() {
    return Command.of(restoreCommand("-T", table.toString()));
  }

  private List<String> restoreCommand(String... more) {
    List<String> words = new ArrayList<>(List.of(program() + "-restore"));
    words.addAll(waitOption());
    words.addAll(List.of(more));
    return words;
  }

  private List<String> waitOption() {
    return waitSeconds.map(s -> List.of("-w", String.valueOf(s))).orElse(List.of("-w"));
  }
}
