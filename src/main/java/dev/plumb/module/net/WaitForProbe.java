package dev.plumb.module.net;

import dev.plumb.host.files.FileErrors;
import dev.plumb.remote.Command;

/** The questions of {@code wait_for}, each answered by status 0 when the thing is as asked. */
final class WaitForProbe {

  /** The status that says that the host has no program to look with. */
  static final int NO_TOOL = 3;

  // Takes whatever the host has that can open a connection: a bare host often has only one of
  // these. $1 host, $2 port, $3 seconds, $4 "open" or "closed". Some distributions build bash
  // without /dev/tcp; it then looks for a file of that name and says so.
  private static final String CONNECT =
      """
      if command -v timeout >/dev/null 2>&1; then limit="timeout $3"; else limit=; fi
      r=3
      if command -v bash >/dev/null 2>&1; then
        e=$($limit bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>&1)
        r=$?
        case $e in *"No such file or directory"*) r=3 ;; esac
      fi
      if [ "$r" = 3 ] && command -v python3 >/dev/null 2>&1; then
        python3 -c 'import socket,sys
      try: socket.create_connection((sys.argv[1],int(sys.argv[2])),float(sys.argv[3]))
      except OSError: sys.exit(1)' "$1" "$2" "$3"
        r=$?
      fi
      if [ "$r" = 3 ] && command -v nc >/dev/null 2>&1; then
        nc -z -w "$3" "$1" "$2" </dev/null >/dev/null 2>&1
        r=$?
      fi
      if [ "$r" = 3 ]; then exit 3; fi
      if [ "$r" = 0 ]; then found=open; else found=closed; fi
      [ "$found" = "$4" ]
      """;

  // $1 path, $2 "there" or "gone"
  private static final String EXISTS =
      "# existence:\n"
          + FileErrors.EXISTS
          + """
          if exists "$1"; then f=there; else f=gone; fi
          [ "$f" = "$2" ]
          """;

  // $1 path, $2 "there" or "gone", $3 expression
  private static final String MATCHES =
      "# lines that match:\n"
          + FileErrors.EXISTS
          + """
          f=gone
          if exists "$1"; then
            grep -Eq -e "$3" -- "$1"
            case $? in
              0) f=there ;;
              1) ;;
              *) exit 2 ;;
            esac
          fi
          [ "$f" = "$2" ]
          """;

  private WaitForProbe() {}

  static Command question(WaitForSpec spec) {
    if (spec.path().isPresent()) {
      String path = spec.path().get().value();
      String wanted = spec.wantsPresent() ? "there" : "gone";
      return spec.searchRegex()
          .map(regex -> Command.shell(MATCHES, path, wanted, regex))
          .orElseGet(() -> Command.shell(EXISTS, path, wanted));
    }
    return Command.shell(
        CONNECT,
        spec.host(),
        String.valueOf(spec.port().orElseThrow()),
        String.valueOf(Math.max(1, spec.connectTimeout().toSeconds())),
        spec.wantsPresent() ? "open" : "closed");
  }
}
