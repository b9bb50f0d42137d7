package dev.plumb.host.lockout;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How plumb itself comes to a host, as the host sees it: what a change must not cut. */
public sealed interface ManagementConnection {

  /** Not over a network. */
  record Local() implements ManagementConnection {}

  /**
   * Over SSH.
   *
   * @param device the interface that packets to the client leave by, when it was asked for
   * @param neighbor the hardware address that packets from the client bear, when it was asked for
   */
  record Ssh(
      String client,
      int clientPort,
      String server,
      int serverPort,
      Optional<String> device,
      Optional<String> neighbor)
      implements ManagementConnection {

    @Override
    public String toString() {
      return "SSH from %s to %s port %d".formatted(client, server, serverPort);
    }
  }

  /*
   * sshd tells each process where it came from, and plumb's shells pass it on to other users. Where somebody
   * else became another user on the way, its parents know.
   */
  String SCRIPT =
      """
      # the connection of this run
      c=$SSH_CONNECTION
      p=$$
      while [ -z "$c" ] && [ "${p:-1}" -gt 1 ]; do
        c=$(tr '\\0' '\\n' <"/proc/$p/environ" 2>/dev/null | sed -n 's/^SSH_CONNECTION=//p')
        p=$(sed -n 's/^PPid:[^0-9]*//p' "/proc/$p/status" 2>/dev/null)
      done
      printf '%s\\n' "$c"
      [ "$1" = way ] && [ -n "$c" ] || exit 0
      ip -o route get "${c%% *}"
      ip neigh show
      exit 0
      """;

  Pattern ROUTE = Pattern.compile("^\\S+ (?:via (\\S+) )?dev (\\S+) ", Pattern.MULTILINE);

  /** Which connection it is. Asked once, whatever asks. */
  static Probe<ManagementConnection> probe() {
    return Probe.of(Command.shell(SCRIPT), ManagementConnection::parse);
  }

  /** Also by which interface, and from which neighbour. */
  static Probe<ManagementConnection> probeWithRoute() {
    return Probe.of(Command.shell(SCRIPT, "way"), ManagementConnection::parse);
  }

  /** Reads an answer of the question. */
  static Reading<ManagementConnection> parse(Exec.Exited ended) {
    if (!ended.succeeded()) {
      return Reading.unreadable("The connection could not be read: " + ended.err().strip());
    }
    String[] told = ended.out().split("\n", 2);
    List<String> words = List.of(told[0].strip().split(" "));
    if (words.size() != 4) {
      return words.equals(List.of(""))
          ? Reading.of(new Local())
          : Reading.unreadable("The host told an odd connection: " + told[0]);
    }
    String rest = told.length == 1 ? "" : told[1];
    Matcher route = ROUTE.matcher(rest);
    boolean found = route.find();
    Optional<String> device = found ? Optional.of(route.group(2)) : Optional.empty();
    String next = found ? Optional.ofNullable(route.group(1)).orElse(words.get(0)) : words.get(0);
    Optional<String> neighbour =
        rest.lines()
            .map(line -> List.of(line.split(" ")))
            .filter(line -> line.getFirst().equals(next) && line.contains("lladdr"))
            .map(line -> line.get(line.indexOf("lladdr") + 1))
            .findFirst();
    return Reading.of(
        new Ssh(
            words.get(0),
            Integer.parseInt(words.get(1)),
            words.get(2),
            Integer.parseInt(words.get(3)),
            device,
            neighbour));
  }
}
