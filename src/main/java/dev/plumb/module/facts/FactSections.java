package dev.plumb.module.facts;

import dev.plumb.remote.Command;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The output of the probe, in named sections of lines.
 *
 * @param lines by the name of the section; empty without output
 */
record FactSections(Map<String, List<String>> lines) {

  // One process for the shell and six more: the shell itself reads every file. Markers begin with a
  // byte that none of these files contains.
  private static final String SCRIPT =
      """
      PATH=$PATH:/usr/sbin:/sbin
      m() { printf '\\036%s\\n' "$1"; }
      s() { while IFS= read -r l; do printf '%s\\n' "$l"; done; }
      f() { if [ -r "$2" ]; then m "$1"; s 2>/dev/null <"$2"; fi; }
      m uname; uname -snrm
      f os /etc/os-release
      f debian /etc/debian_version
      m cpu; grep -hE '^(processor|MemTotal|MemFree|MemAvailable|SwapTotal|SwapFree)' /proc/cpuinfo /proc/meminfo 2>/dev/null
      m user; id
      m ip; ip -o addr show 2>/dev/null
      m route; ip route show default 2>/dev/null
      for d in /sys/class/net/*; do
        case ${d##*/} in veth*|cali*|bonding_masters) continue ;; esac
        f "link ${d##*/}" "$d/address"
        f "mtu ${d##*/}" "$d/mtu"
        f "oper ${d##*/}" "$d/operstate"
      done
      f machine /etc/machine-id
      f init /proc/1/comm
      m systemd; [ -d /run/systemd/system ] && echo yes
      m packages
      for p in apt-get:apt dnf:dnf yum:yum zypper:zypper apk:apk pacman:pacman; do
        [ -x "/usr/bin/${p%%:*}" ] || [ -x "/sbin/${p%%:*}" ] && echo "${p##*:}" && break
      done
      f board /sys/class/dmi/id/product_name
      m virtual; command -v systemd-detect-virt >/dev/null && systemd-detect-virt 2>/dev/null
      m names; getent hosts "$(uname -n)"
      exit 0
      """;

  static Command command() {
    return Command.shell(SCRIPT);
  }

  static FactSections parse(String printed) {
    Map<String, List<String>> sections = new HashMap<>();
    for (String section : printed.split("\036")) {
      List<String> lines = section.lines().toList();
      if (!lines.isEmpty()) {
        sections
            .computeIfAbsent(lines.getFirst(), _ -> new ArrayList<>())
            .addAll(lines.subList(1, lines.size()));
      }
    }
    return new FactSections(sections);
  }

  List<String> of(String section) {
    return lines.getOrDefault(section, List.of());
  }

  /** The first line of the section, or the empty string. */
  String first(String section) {
    List<String> all = of(section);
    return all.isEmpty() ? "" : all.getFirst().strip();
  }
}
