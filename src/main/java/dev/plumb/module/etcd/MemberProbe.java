package dev.plumb.module.etcd;

import dev.plumb.host.files.FileErrors;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.RemotePath;
import java.util.Optional;

/** Looks at a host's member: what is installed, written, running and on disk, and what it says. */
final class MemberProbe {

  /**
   * One program for all that hangs together. A line begins with a word that says what it is. What
   * cannot be looked at ends it with a status, so that it is never taken for nothing.
   */
  private static final String SCRIPT =
      "# data and answers of etcd\n"
          + FileErrors.EXISTS
          + """
      fail() { echo "$1" >&2; exit 3; }
      [ "$(id -u)" = 0 ] || fail "only root can look at the data of etcd (become: true)"
      unit=$1 data=$2 endpoint=$3
      shift 3
      # What etcd said since this log was begun; a file system that does not tell when is not asked.
      forgetful() {
        began=$(stat -c %W -- "$data/member/wal" 2>/dev/null) && [ "$began" -gt 0 ] || return 0
        journalctl --quiet --no-pager --output=cat --unit="$unit" --since="@$began" |
          grep -q 'Was the raft log corrupted, truncated, or lost' && echo forgetful
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
      [ "$pid" != 0 ] && [ -e "/proc/$pid/environ" ] || { forgetful; exit 0; }
      echo "program $(readlink "/proc/$pid/exe")"
      with=$(tr '\\0' '\\n' 2>/dev/null <"/proc/$pid/environ" | grep -E '^(ETCD_|PLUMB_UNIT=)')
      echo "$with" | sed 's/^/with /'
      command -v etcdctl >/dev/null || fail "there is no etcdctl to ask etcd with"
      advertised=$(echo "$with" | sed -n 's/^ETCD_ADVERTISE_CLIENT_URLS=//p' | cut -d, -f1)
      export ETCDCTL_API=3
      ask() { word=$1; shift; said=$(etcdctl --endpoints="${advertised:-$endpoint}" --dial-timeout=1s --command-timeout=2s -w json "$@" 2>/dev/null); echo "$word $said"; }
      ask status "$@" endpoint status
      ask health "$@" endpoint health --cluster
      # One that breaks down over and over may be there now, and even answer.
      case $said in
        *'"health":false'*) forgetful ;;
        *'"health":true'*) ;;
        *) forgetful ;;
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
    return version()
        .and(unit(spec), (version, unit) -> unit.with(version))
        .and(text(spec.unitFile()), UnitReport::withUnitFile)
        .and(text(spec.settingsFile()), UnitReport::withSettings)
        .and(Probe.of(Command.shell(SCRIPT, words), MemberReport::read), UnitReport::with);
  }

  /** The unit, and what was read beside it so far. */
  private record UnitReport(
      Optional<EtcdVersion> version,
      boolean active,
      boolean enabled,
      Optional<String> unitFile,
      Optional<String> settings) {

    UnitReport with(Optional<EtcdVersion> newVersion) {
      return new UnitReport(newVersion, active, enabled, unitFile, settings);
    }

    UnitReport withUnitFile(Optional<String> text) {
      return new UnitReport(version, active, enabled, text, settings);
    }

    UnitReport withSettings(Optional<String> text) {
      return new UnitReport(version, active, enabled, unitFile, text);
    }

    HostState with(MemberReport looked) {
      return new HostState(
          version,
          active,
          enabled,
          unitFile,
          settings,
          looked.environment(),
          looked.binaryReplaced(),
          looked.data(),
          looked.status());
    }
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
              : Reading.unreadable(
                  "etcd --version told no version. It said:\n    " + output(ended));
        });
  }

  private static Probe<UnitReport> unit(EtcdSpec spec) {
    return Probe.of(
        Command.of(
            "systemctl", "show", "--property=ActiveState,UnitFileState", "--", spec.service()),
        ended -> {
          if (!ended.succeeded()) {
            return Reading.unreadable(
                "systemctl show ended with status %d and said:\n    %s"
                    .formatted(ended.status(), output(ended)));
          }
          boolean active =
              ended
                  .out()
                  .lines()
                  .anyMatch(line -> line.matches("ActiveState=(active|reloading|activating)"));
          boolean enabled = ended.out().lines().anyMatch("UnitFileState=enabled"::equals);
          return Reading.of(
              new UnitReport(
                  Optional.empty(), active, enabled, Optional.empty(), Optional.empty()));
        });
  }

  private static Probe<Optional<String>> text(RemotePath path) {
    return Probe.of(
        Command.of("cat", "--", path.value()),
        ended ->
            ended.succeeded()
                ? Reading.of(Optional.of(ended.out()))
                : ended.err().contains("No such file")
                    ? Reading.of(Optional.empty())
                    : Reading.unreadable(
                        "%s could not be read:\n    %s".formatted(path, output(ended))));
  }

  static String output(Exec.Exited ended) {
    return (ended.err().isBlank() ? ended.out() : ended.err()).strip();
  }
}
