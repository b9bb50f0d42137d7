package dev.plumb.remote.batch;

import java.util.List;

/**
 * The program on a host: a loop that reads scripts and runs them.
 *
 * <p>The loop comes by {@code -c}, as a shell that reads its program from standard input reads
 * ahead, and would eat the scripts and files that follow. It greets with {@code GREETING PID
 * FOLDER}, where the folder is its own, for outputs, and goes with it. Then it reads, again and
 * again, a line {@code NONCE SIZE} and a script of so many bytes; what the script takes from
 * standard input (file contents, inputs of commands) follows behind. {@link Script} writes such
 * scripts, {@link ReplyParser} reads what they print.
 *
 * <p>The texts pass through the login shell of a user, which may be anything. So they hold no
 * single quote, backslash, exclamation mark or newline.
 */
public final class ShellLoop {

  private ShellLoop() {}

  /*
   * take N            copies exactly N bytes from standard input. Some implementations of head read
   *                   ahead (BusyBox's does); then it is dd, in ever smaller blocks.
   * ended JOB STATUS  reports how a job ended, with "o" and "e" if it printed to stdout and stderr
   * input JOB SIZE    stores what a job reads
   * finish stay|bye   sends all that was printed. The text between two outputs is written to disk only
   *                   now, so that no command can have read it.
   *
   * The names are long, as some shells have one letter names of their own (ksh's r).
   */
  private static final String LOOP =
      // The shell's own words (bash reports killed children) do not belong to the protocol.
      "exec 2>/dev/null; unset CDPATH ENV; LC_ALL=C; export LC_ALL;"
          // What sudo forgets of sshd's word.
          + " if [ \"$2\" ]; then SSH_CONNECTION=$2; export SSH_CONNECTION; fi;"
          + " PATH=${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/sbin:/sbin; export PATH;"
          + " cd || cd /;"
          // A loop that was killed by force left its folder behind.
          + " for o in /dev/shm/plumb.*.* /tmp/plumb.*.*; do x=${o#*plumb.};"
          + " if [ -O \"$o\" ]; then kill -s 0 \"${x%.*}\" || rm -rf \"$o\"; fi; done;"
          + " d=$(mktemp -d /dev/shm/plumb.$$.XXXXXXXXXX || mktemp -d /tmp/plumb.$$.XXXXXXXXXX) ||"
          + " { echo; echo \"plumb: cannot create a directory in /dev/shm or /tmp\"; exit 1; };"
          + " trap \"rm -rf $d\" EXIT; trap \"exit 1\" HUP INT TERM PIPE;"
          + " take() { head -c \"$1\"; };"
          + " if echo abcd | { head -c 2 >/dev/null; read -r x; [ \"$x\" = cd ]; }; then :;"
          + " else take() { a=$1; for k in 65536 512 1; do c=$((a / k)); a=$((a % k));"
          + " [ $c = 0 ] || dd bs=$k count=$c iflag=fullblock 2>/dev/null || return 1; done; }; fi;"
          + " ended() { s=$2; x=;"
          + " if [ -s \"$d/$1.o\" ]; then x=o; l=\"$l $d/$1.o $d/s\"; fi;"
          + " if [ -s \"$d/$1.e\" ]; then x=${x}e; l=\"$l $d/$1.e $d/s\"; fi;"
          + " echo \"$N $1 $s $x\"; };"
          + " input() { take \"$2\" >\"$d/$1.i\" && IFS= read -r x && [ \"$x\" = ok ]; };"
          + " finish() { echo \"$N data\";"
          + " if [ -n \"$l\" ]; then printf %s \"$N\" >\"$d/s\"; cat $l; fi;"
          + " echo \"$N done $1\"; rm -f \"$d\"/*; };"
          + " run() { eval \"$s\"; };"
          + " echo; echo \"$1 $$ $d\";"
          + " while read -r N n; do l=; s=$(take \"$n\"; echo .); s=${s%.};"
          // Half a script, as from a connection that broke, is not run.
          + " [ ${#s} = \"$n\" ] || exit 1; run; done";

  private static final String BECOME =
      "if command -v sudo >/dev/null 2>&1; then exec sudo -n -H -u \"$1\" -- /bin/sh -c \"$3\" sh"
          + " \"$4\" \"$SSH_CONNECTION\" 2>&1; fi; if [ \"$(id -u)\" = 0 ]; then exec su -s /bin/sh"
          + " -c \"$3\" -- \"$2\" sh \"$4\" \"$SSH_CONNECTION\" 2>&1; fi; echo \"sudo: command not"
          + " found\"; exit 1";

  private static final String BECOME_BY_PASSWORD = BECOME.replace("sudo -n", "sudo -S -p \"$5\"");

  /** The loop for the user that logged in. */
  public static List<String> loginCommand(String greeting) {
    return List.of("/bin/sh", "-c", LOOP, "sh", greeting);
  }

  /**
   * The loop for another user, who is become without a password: by sudo, or where there is none
   * and the login is root, by su.
   */
  public static List<String> becomeCommand(String user, String greeting) {
    return List.of("/bin/sh", "-c", BECOME, "sh", forSudo(user), user, LOOP, greeting);
  }

  /** The same, where sudo may ask for a password with this prompt and reads it from the input. */
  public static List<String> becomeWithPasswordCommand(
      String user, String greeting, String prompt) {
    return List.of(
        "/bin/sh", "-c", BECOME_BY_PASSWORD, "sh", forSudo(user), user, LOOP, greeting, prompt);
  }

  private static String forSudo(String user) {
    return user.chars().allMatch(c -> c >= '0' && c <= '9') ? "#" + user : user;
  }

  /**
   * A line for {@code /bin/sh} that ends what another loop is busy with: all processes below it,
   * first with TERM and, when some are left after a second, with KILL. Linux only; elsewhere it
   * does nothing. It spares a loop that has ended that job by now.
   *
   * @param process the loop's process id, from its greeting
   * @param folder the loop's folder, from its greeting
   */
  public static List<String> killCommand(String process, String folder, int job) {
    return List.of("/bin/sh", "-c", KILL, "sh", process, folder + "/" + (job + 1) + ".o", folder);
  }

  private static final String KILL =
      """
      [ -e "$2" ] || [ -e "$3/s" ] && exit 0
      all=
      for f in /proc/[0-9]*/stat; do
        { read -r line <"$f"; } 2>/dev/null || continue
        id=${f#/proc/}
        rest=${line##*) }
        rest=${rest#* }
        all="$all ${id%/stat}:${rest%% *}"
      done
      found=" $1 "
      again=1
      while [ "$again" ]; do
        again=
        for pair in $all; do
          case $found in *" ${pair%:*} "*) continue ;; esac
          case $found in *" ${pair#*:} "*) found="$found${pair%:*} "; again=1 ;; esac
        done
      done
      found=${found#" $1 "}
      [ "$found" ] || exit 0
      kill -s TERM $found 2>/dev/null
      for i in 1 2 3 4 5 6 7 8 9 10; do
        left=
        for id in $found; do kill -s 0 "$id" 2>/dev/null && left=1; done
        [ "$left" ] || exit 0
        sleep 0.1 2>/dev/null || sleep 1
      done
      kill -s KILL $found 2>/dev/null
      exit 0
      """;
}
