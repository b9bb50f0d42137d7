package dev.plumb.module.etcd;

import dev.plumb.host.files.FileErrors;
import dev.plumb.host.files.TextFile;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Bytes;
import dev.plumb.value.RemotePath;
import java.util.List;
import java.util.Optional;

/** Probes a host's member: installation, files, process, data and status. */
final class MemberProbe {

  /**
   * One script for data, process and status. Each line of output begins with a keyword. A failed
   * read ends the script with a status, so that it is never mistaken for absence.
   */
  private static final String SCRIPT =
      "# data and status of etcd\n"
          + FileErrors.EXISTS
          + """
          fail() { echo "$1" >&2; exit 3; }
          [ "$(id -u)" = 0 ] || fail "only root can read the data of etcd (become: true)"
          unit=$1 data=$2 endpoint=$3
          shift 3
          # Searches the journal since this log was created; skipped if the file system does not record creation times.
          lost_log() {
            began=$(stat -c %W -- "$data/member/wal" 2>/dev/null) && [ "$began" -gt 0 ] || return 0
            journalctl --quiet --no-pager --output=cat --unit="$unit" --since="@$began" |
              grep -q 'Was the raft log corrupted, truncated, or lost' && echo lost
          }
          if exists "$data/member/wal"; then
            logs=$(ls -- "$data/member/wal") || exit 3
            for log in $logs; do
              case $log in
                *.wal)
                  head=$(head -c 256 -- "$data/member/wal/$log" | od -An -v -tx1 | tr -d '[:space:]') || exit 3
                  echo "log $head"
                  break ;;
              esac
            done
          elif exists "$data"; then
            ls -- "$data" >/dev/null || exit 3
          fi
          pid=$(systemctl show --property=MainPID --value -- "$unit") || exit 3
          [ "$pid" != 0 ] && [ -e "/proc/$pid/environ" ] || { lost_log; exit 0; }
          echo "program $(readlink "/proc/$pid/exe")"
          with=$(tr '\\0' '\\n' 2>/dev/null <"/proc/$pid/environ" | grep -E '^(ETCD_|PLUMB_UNIT=)')
          echo "$with" | sed 's/^/with /'
          command -v etcdctl >/dev/null || fail "there is no etcdctl to query etcd with"
          advertised=$(echo "$with" | sed -n 's/^ETCD_ADVERTISE_CLIENT_URLS=//p' | cut -d, -f1)
          export ETCDCTL_API=3
          ask() { word=$1; shift; said=$(etcdctl --endpoints="${advertised:-$endpoint}" --dial-timeout=1s --command-timeout=2s -w json "$@" 2>/dev/null); echo "$word $said"; }
          ask status "$@" endpoint status
          ask health "$@" endpoint health --cluster
          # A crash-looping member may be running right now, and even answer.
          case $said in
            *'"health":false'*) lost_log ;;
            *'"health":true'*) ;;
            *) lost_log ;;
          esac
          ask members "$@" member list
          exit 0
          """;

  private MemberProbe() {}

  static Probe<HostState> of(EtcdSpec spec) {
    String[] tls = Etcdctl.tls(spec);
    String[] words = new String[tls.length + 3];
    words[0] = spec.service();
    words[1] = spec.dataDir().value();
    words[2] = spec.endpoint().value();
    System.arraycopy(tls, 0, words, 3, tls.length);
    return unit(spec)
        .and(version(), HostState::withVersion)
        .and(text(spec.unitFile()), HostState::withUnitFile)
        .and(text(spec.settingsFile()), HostState::withSettings)
        .and(Probe.of(Command.shell(SCRIPT, words), MemberReport::read), HostState::with);
  }

  private static Probe<Optional<EtcdVersion>> version() {
    return Probe.of(
        Command.of("etcd", "--version"),
        ended -> {
          if (ended.status() == 127) {
            return Reading.of(Optional.empty());
          }
          Optional<EtcdVersion> version = EtcdVersion.parse(ended.out());
          return version.isPresent()
              ? Reading.of(version)
              : Reading.unreadable("etcd --version printed no version:\n    " + output(ended));
        });
  }

  private static Probe<HostState> unit(EtcdSpec spec) {
    return Probe.of(
        Command.of(
            "systemctl", "show", "--property=ActiveState,UnitFileState", "--", spec.service()),
        ended -> {
          if (!ended.succeeded()) {
            return Reading.unreadable(
                "systemctl show ended with status %d:\n    %s"
                    .formatted(ended.status(), output(ended)));
          }
          List<String> lines = ended.out().lines().toList();
          return Reading.of(
              HostState.ofUnit(
                  lines.stream()
                      .anyMatch(l -> l.matches("ActiveState=(active|reloading|activating)")),
                  lines.contains("UnitFileState=enabled")));
        });
  }

  private static Probe<Optional<String>> text(RemotePath path) {
    return TextFile.probe(path)
        .map(
            file ->
                switch (file) {
                  case TextFile.Missing _ -> Optional.empty();
                  case TextFile.Present(Bytes bytes) -> Optional.of(bytes.utf8());
                });
  }

  static String output(Exec.Exited ended) {
    return (ended.err().isBlank() ? ended.out() : ended.err()).strip();
  }
}
