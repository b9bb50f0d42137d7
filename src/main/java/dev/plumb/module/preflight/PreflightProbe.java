package dev.plumb.module.preflight;

import dev.plumb.module.preflight.ObservedHost.PortHolder;
import dev.plumb.module.preflight.PreflightSpec.Download;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Probes everything with one script. */
final class PreflightProbe {

  /** Each line of output begins with a keyword. */
  private static final String SCRIPT =
      """
      # check whether the host can be part of the cluster
      fail() { echo "$1" >&2; exit 3; }
      echo "hostname $(uname -n)"
      echo "clock $(date +%s)"
      addresses=$(ip -o addr show) || fail 'ip printed no addresses'
      echo "$addresses" | while read -r _ _ _ address _; do echo "address ${address%%/*}"; done
      sockets=$(ss -Hltnp) || fail 'ss printed no sockets'
      modules=/lib/modules/$(uname -r)

      port() {
        echo "$sockets" | while read -r _ _ _ at _ who; do
          [ "${at##*:}" = "$1" ] || continue
          pid=$(echo "$who" | sed -n 's/^[^=]*pid=\\([0-9]*\\).*/\\1/p')
          program=$(echo "$who" | sed -n 's/^users:(("\\([^"]*\\)".*/\\1/p' | tr ' ' '_')
          groups=$(sed -nE 's/^[0-9]+:(name=systemd)?:(.*)/\\2/p' "/proc/$pid/cgroup" 2>/dev/null | tr '\\n' ' ')
          echo "port $1 ${pid:--} ${program:--} $groups"
        done
      }
      package() {
        version=$(dpkg-query -W -f '${db:Status-Status} ${Version}\\n' "$1" 2>/dev/null | sed -n 's/^installed //p')
        [ -n "$version" ] || version=$(apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: //p')
        echo "package $1 $version"
      }
      kernel() {
        grep -qw -- "$1" /proc/filesystems || [ -e "/sys/module/$1" ] || ! [ -e "$modules/modules.dep" ] ||
          grep -qsE "/$1[.]ko" "$modules/modules.dep" "$modules/modules.builtin" || echo "lacks $1"
      }
      space() {
        at=$1
        while ! [ -e "$at/" ]; do at=${at%/*}; done
        echo "space $1 $(df -Pk -- "$at/" | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4)"
      }
      digest() {
        case $1 in
          md5) md5sum ;;
          sha1) sha1sum ;;
          sha256) sha256sum ;;
          sha512) sha512sum ;;
        esac <"$2" | cut -d ' ' -f 1
      }
      have() {
        if [ -n "$2" ]; then
          [ -f "$1" ] && [ "$(digest "${2%%:*}" "$1")" = "${2#*:}" ]
        elif [ -n "$3" ]; then
          grep -qF -- "$3" "$1" 2>/dev/null
        else
          [ -e "$1" ]
        fi
      }
      # Without curl the URL cannot be checked yet.
      answers() {
        if command -v curl >/dev/null; then
          curl -fsSIL --connect-timeout 10 --max-time 30 --url "$1" >/dev/null && return
          # Some servers reject HEAD requests.
          [ $? = 22 ] && curl -fsSL --connect-timeout 10 --max-time 30 -r 0-0 --url "$1" >/dev/null
        fi
      }
      while [ $# -gt 0 ]; do
        case $1 in
          download)
            have "$3" "$4" "$5" || said=$(answers "$2" 2>&1) || echo "unreachable $2 $(echo "$said" | tr '\\n' ' ')"
            shift 5 ;;
          port) port "$2"; shift 2 ;;
          package) package "$2"; shift 2 ;;
          kernel) kernel "$2"; shift 2 ;;
          space) space "$2"; shift 2 ;;
        esac
      done
      exit 0
      """;

  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private PreflightProbe() {}

  static Probe<ObservedHost> of(PreflightSpec spec) {
    List<String> words = new ArrayList<>();
    spec.ports().keySet().forEach(port -> words.addAll(List.of("port", port)));
    spec.packages().keySet().forEach(name -> words.addAll(List.of("package", name)));
    spec.kernel().forEach(name -> words.addAll(List.of("kernel", name)));
    spec.space().keySet().forEach(folder -> words.addAll(List.of("space", folder)));
    for (Download file : spec.downloads()) {
      words.addAll(
          List.of(
              "download",
              file.url(),
              file.dest().value(),
              file.checksum().orElse(""),
              file.holds().orElse("")));
    }
    return Probe.of(
        Command.shell(SCRIPT, words.toArray(String[]::new)).withTimeout(TIMEOUT),
        PreflightProbe::read);
  }

  static Reading<ObservedHost> read(Exec.Exited ended) {
    if (!ended.succeeded()) {
      return Reading.unreadable("The host could not be probed:\n    " + ended.err().strip());
    }
    Map<String, String> one = new TreeMap<>();
    Set<String> addresses = new TreeSet<>();
    List<PortHolder> ports = new ArrayList<>();
    Map<String, String> packages = new TreeMap<>();
    Set<String> lacks = new TreeSet<>();
    Map<String, Long> space = new TreeMap<>();
    Map<String, String> unreachable = new TreeMap<>();
    for (String line : ended.out().lines().toList()) {
      String[] words = line.split(" ", 3);
      String word = words.length > 1 ? words[1] : "";
      String rest = words.length > 2 ? words[2].strip() : "";
      switch (words[0]) {
        case "address" -> addresses.add(word);
        case "port" -> ports.add(parseHolder(word, rest));
        case "package" -> packages.put(word, rest);
        case "lacks" -> lacks.add(word);
        case "space" -> space.put(word, rest.matches("\\d+") ? Long.parseLong(rest) / 1024 : -1L);
        case "unreachable" -> unreachable.put(word, rest);
        default -> one.put(words[0], word);
      }
    }
    String clock = one.getOrDefault("clock", "");
    return clock.matches("\\d+")
        ? Reading.of(
            new ObservedHost(
                one.getOrDefault("hostname", ""),
                Long.parseLong(clock),
                addresses,
                ports,
                packages,
                lacks,
                space,
                unreachable))
        : Reading.unreadable("The host printed an invalid time: " + clock);
  }

  private static PortHolder parseHolder(String port, String rest) {
    String[] words = rest.split(" ", 3);
    boolean known = words.length > 1 && !words[0].equals("-");
    return new PortHolder(
        port,
        known ? words[0] : "",
        known ? words[1] : "",
        known && words.length > 2 ? words[2] : "");
  }
}
