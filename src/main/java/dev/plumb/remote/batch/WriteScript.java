package dev.plumb.remote.batch;

import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.value.Bytes;
import java.util.Optional;

/** A {@link Step.Write} as shell text. */
final class WriteScript {

  private WriteScript() {}

  /*
   * w PATH SIZE MODE USER GROUP BACKUP ID, in its own subshell; v validates "$t".
   *
   * The content comes with a last word ("ok") behind it. Without it nothing is put in place: the
   * connection broke, or what was promised is not what was sent.
   *
   * A link is followed: who manages /etc/resolv.conf or a file below alternatives means what is
   * read under that name, and a link that a package made is not ours to break.
   *
   * The name keeps its end, as validators look at it (systemd-analyze verify wants ".service"), and
   * gets a dot in front, so that what reads "*.conf" does not see it.
   */
  static final String FUNCTION =
      """
      no() { printf 'plumb: %s\\n' "$1" >&2; exit 1; }
      w() {
        p=$1 n=$2 m=$3 u=$4 g=$5 b=$6 t= k=
        trap '[ -z "$t" ] || rm -f "$t"' EXIT
        trap 'exit 1' HUP INT TERM PIPE
        if [ -L "$p" ]; then
          p=$(readlink -f "$p") || no "$1 is a dangling symbolic link"
        fi
        [ ! -d "$p" ] || no "$p is a directory"
        [ ! -e "$p" ] || [ -f "$p" ] || no "$p is not a regular file"
        f=${p%/*}
        [ -d "${f:-/}" ] || no "the directory ${f:-/} does not exist"
        a=${p##*/}
        [ "${#a}" -le 200 ] || a=new
        t=$f/.plumb-$7.$a
        ( umask 077; set -C; take "$n" >"$t" ) || no "$t could not be written"
        IFS= read -r x || no "the connection ended before all content was transferred"
        [ "$x" = ok ] || no "$x"
        if [ -e "$p" ]; then
          k=$(stat -c '%u %g %a' "$t" "$p") || exit 1
          set -- $k
          m=${m:-$6}
          if [ -n "$u$g" ] || [ "$1:$2" != "$4:$5" ]; then u=${u:-$4} g=${g:-$5}; fi
        fi
        if [ -n "$u$g" ]; then chown "$u${g:+:$g}" "$t" || exit 1; fi
        chmod "${m:-+r}" "$t" || exit 1
        sync "$t" 2>/dev/null
        v || { s=$?; no "the file was not replaced: its validation exited with status $s"; }
        if [ "$b" ] && [ -e "$p" ]; then
          k=$p.$(date -u +%Y%m%dT%H%M%SZ)~
          cp -p "$p" "$k" && printf '%s\\n' "$k" || exit 1
        fi
        mv -f "$t" "$p" || exit 1
        t=
      }
      """;

  static String call(int job, Step.Write write, String nonce) {
    String validate =
        write
            .validate()
            .map(
                command -> {
                  if (!command.input().equals(Bytes.EMPTY)) {
                    throw new IllegalArgumentException("must be a validation without input");
                  }
                  return validation(command);
                })
            .orElse("v() { :; }; ");
    return validate
        + "( w "
        + ShellQuote.word(write.path().value())
        + " "
        + write.content().size()
        + " "
        + ShellQuote.word(write.mode().map(Object::toString).orElse(""))
        + " "
        + ShellQuote.word(write.owner().map(Object::toString).orElse(""))
        + " "
        + ShellQuote.word(write.group().map(Object::toString).orElse(""))
        + " "
        + (write.backup() ? "yes" : "''")
        + " "
        + nonce.substring(0, Math.min(12, nonce.length()))
        + job
        + " )"
        + Script.redirections(job);
  }

  private static String validation(Command command) {
    return "v() { "
        + Subshell.text(command, command.words(), Optional.of("\"$t\""))
        + " </dev/null; }; ";
  }
}
