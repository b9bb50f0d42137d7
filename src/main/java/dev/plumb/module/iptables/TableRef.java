package dev.plumb.module.iptables;

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

/**
 * One table of one protocol, and how it is asked for and spoken to.
 *
 * @param waitSeconds how long to wait for another iptables to end; for ever when absent
 */
record TableRef(Table table, IpVersion version, Backend backend, Optional<Integer> waitSeconds) {

  /** A table with the chains that every host has. */
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
   * Behind the rules come, after a line "=", those of the other packet filter, when it may have any:
   * packets pass through both. Its own program is not asked unasked, as asking makes the old one's
   * tables.
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

  /** Equal for all tasks of a table, so they are asked as one. */
  Probe<TableState> probe() {
    String family = version == IpVersion.IPV4 ? "ip" : "ip6";
    return Probe.of(
        Command.shell(
            SAVE_SCRIPT, table.toString(), program(), family + "_tables", family + "tables"),
        ended -> TableState.parse(ended, table.chains()));
  }

  String program() {
    String plain = version == IpVersion.IPV4 ? "iptables" : "ip6tables";
    return backend == Backend.AUTO ? plain : plain + "-" + backend.name().toLowerCase(Locale.ROOT);
  }

  /** The edit by a program of its own. */
  Step step(TableEdit edit) {
    List<String> words = new ArrayList<>(List.of(program()));
    words.addAll(waitOption());
    words.addAll(List.of("-t", table.toString()));
    words.addAll(edit.words());
    return new Step.Run(Command.of(words));
  }

  /** All edits at once, or none. */
  Command restore(List<TableEdit> edits) {
    return Command.of(restoreCommand("--noflush")).withInput(Bytes.utf8(restoreText(edits)));
  }

  /** What {@link #restore} takes. */
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

  /** Makes the table what {@link #save} printed. */
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
