package dev.plumb.module.net;

import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import java.time.Duration;
import java.util.Optional;

record WaitForSpec(
    @Arg(
            doc = "The address to connect to, as the host sees it.",
            example = "192.0.2.10",
            defaultValue = "127.0.0.1")
        String host,
    @Arg(doc = "The TCP port to connect to.", example = "2379") Optional<Integer> port,
    @Arg(doc = "A file or folder on the host, in place of a port.", example = "/run/docker.sock")
        Optional<RemotePath> path,
    @Arg(
            doc =
                "What to wait for: started means that the port takes connections, stopped that it"
                    + " does not; present and absent mean the same of the path.",
            example = "stopped",
            defaultValue = "started")
        State state,
    @Arg(
            doc =
                "An extended regular expression, as grep -E takes it, that a line of the file must"
                    + " match. Only with path.",
            example = "^ready")
        Optional<String> searchRegex,
    @Arg(doc = "How long to wait, in seconds.", example = "60", defaultValue = "300")
        Duration timeout,
    @Arg(doc = "How long to wait between looks, in seconds.", example = "5", defaultValue = "1")
        Duration sleep,
    @Arg(
            doc =
                "Taken for Ansible's sake, without effect: the first look is part of a round trip"
                    + " that is made anyway.",
            example = "5",
            defaultValue = "0")
        Duration delay,
    @Arg(
            doc = "How long one connection attempt may take, in seconds.",
            example = "2",
            defaultValue = "5")
        Duration connectTimeout,
    @Arg(doc = "What to say when it did not come about.", example = "etcd did not come up")
        Optional<String> msg) {

  /** What can be waited for. */
  enum State {
    STARTED,
    STOPPED,
    PRESENT,
    ABSENT
  }

  WaitForSpec {
    if (port.isPresent() == path.isPresent()) {
      throw new IllegalArgumentException("must have either \"port\" or \"path\"");
    }
    if (port.isPresent() && (port.get() < 1 || port.get() > 65535)) {
      throw new IllegalArgumentException("must have a \"port\" from 1 to 65535");
    }
    if (searchRegex.isPresent() && path.isEmpty()) {
      throw new IllegalArgumentException("must have a \"path\" to look in for \"search_regex\"");
    }
  }

  /** Whether the thing shall be there, as opposed to gone. */
  boolean wantsPresent() {
    return state == State.STARTED || state == State.PRESENT;
  }

  /** The awaited thing in words. */
  String describe() {
    String thing =
        port.map(number -> "port " + number + " of " + host).orElse("" + path.orElse(null));
    return thing
        + switch (state) {
          case STARTED, PRESENT ->
              port.isPresent()
                  ? " to take connections"
                  : searchRegex.map(regex -> " to hold a line like " + regex).orElse(" to exist");
          case STOPPED, ABSENT ->
              port.isPresent()
                  ? " to take no connections"
                  : searchRegex
                      .map(regex -> " to hold no line like " + regex)
                      .orElse(" to be gone");
        };
  }
}
