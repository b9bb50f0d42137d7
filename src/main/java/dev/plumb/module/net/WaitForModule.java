package dev.plumb.module.net;

import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.files.FileErrors;
import dev.plumb.module.Arg;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Waits until a port accepts connections or a path exists. Changes nothing; when the first probe
 * finds the condition met, it takes no extra time.
 */
public final class WaitForModule implements TaskModule<WaitForModule.Spec, WaitForModule.State> {

  /** What to wait for. */
  enum Awaited {
    STARTED,
    STOPPED,
    PRESENT,
    ABSENT
  }

  record Spec(
      @Arg(
              doc = "The address to connect to, as seen from the host.",
              example = "192.0.2.10",
              defaultValue = "127.0.0.1")
          String host,
      @Arg(doc = "The TCP port to connect to.", example = "2379") Optional<Integer> port,
      @Arg(doc = "A path on the host, instead of a port.", example = "/run/docker.sock")
          Optional<RemotePath> path,
      @Arg(
              doc =
                  "What to wait for: started means that the port accepts connections, stopped that"
                      + " it does not; present and absent mean the same of the path.",
              example = "stopped",
              defaultValue = "started")
          Awaited state,
      @Arg(
              doc =
                  "An extended regular expression (grep -E) that a line of the file must match."
                      + " Only with path.",
              example = "^ready")
          Optional<String> searchRegex,
      @Arg(doc = "The timeout in seconds.", example = "60", defaultValue = "300") Duration timeout,
      @Arg(doc = "The interval between probes, in seconds.", example = "5", defaultValue = "1")
          Duration sleep,
      @Arg(
              doc =
                  "Accepted for Ansible compatibility; ignored: the first probe is part of a round"
                      + " trip that happens anyway.",
              example = "5",
              defaultValue = "0")
          Duration delay,
      @Arg(
              doc = "The timeout of one connection attempt, in seconds.",
              example = "2",
              defaultValue = "5")
          Duration connectTimeout,
      @Arg(doc = "The message after a timeout.", example = "etcd did not start")
          Optional<String> msg) {

    Spec {
      if (port.isPresent() == path.isPresent()) {
        throw new IllegalArgumentException("must have either \"port\" or \"path\"");
      }
      if (port.isPresent() && (port.get() < 1 || port.get() > 65535)) {
        throw new IllegalArgumentException("must have a \"port\" from 1 to 65535");
      }
      if (searchRegex.isPresent() && path.isEmpty()) {
        throw new IllegalArgumentException("must have a \"path\" to search for \"search_regex\"");
      }
    }

    boolean wantsPresent() {
      return state == Awaited.STARTED || state == Awaited.PRESENT;
    }

    /** The condition for a person. */
    String describe() {
      String not = wantsPresent() ? "" : "not ";
      return port.isPresent()
          ? "port %d of %s %sto accept connections".formatted(port.get(), host, not)
          : searchRegex
              .map(regex -> "%s %sto contain a line like %s".formatted(path.get(), not, regex))
              .orElse("%s %sto exist".formatted(path.get(), not));
    }
  }

  /** What a probe of the condition finds. */
  enum State {
    MET,
    NOT_MET,
    /** The host has no program that can open a connection. */
    NO_PROGRAM
  }

  /** The status of a probe on a host without a program to connect with. */
  private static final int NO_PROGRAM = 3;

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

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of(
        "wait_for",
        Spec.class,
        "Waits until a port accepts connections or a path exists, as seen from the host.");
  }

  @Override
  public Probe<State> probe(Spec spec) {
    return Probe.of(
        question(spec),
        answer ->
            switch (answer.status()) {
              case 0 -> Reading.of(State.MET);
              case NO_PROGRAM -> Reading.of(State.NO_PROGRAM);
              default ->
                  answer.status() == 1 && answer.err().isBlank()
                      ? Reading.of(State.NOT_MET)
                      : Reading.unreadable("The probe failed: " + answer.err());
            });
  }

  /** Exits with status 0 when the condition is met. */
  private static Command question(Spec spec) {
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

  @Override
  public Plan<State> plan(Spec spec, State state) {
    return switch (state) {
      case MET -> Plan.inSync();
      case NOT_MET ->
          new Plan.Waiting<>(
              new Step.Await(question(spec), spec.timeout(), spec.sleep()),
              Diagnostic.error(
                  "Timed out waiting",
                  spec.msg().map(text -> text + "\n").orElse("")
                      + "Waited %d s for %s."
                          .formatted(spec.timeout().toSeconds(), spec.describe())));
      case NO_PROGRAM ->
          Plan.blocked(
              Diagnostic.error(
                  "No program to connect with",
                  "The host needs bash, python3 or nc to try a connection, and has none of them."));
    };
  }

  @Override
  public Map<String, Value> result(Spec spec, State state, List<Exec> ran) {
    Map<String, Value> result = new LinkedHashMap<>();
    spec.port().ifPresent(port -> result.put("port", Value.number(port)));
    spec.path().ifPresent(path -> result.put("path", Value.text(path.value())));
    return result;
  }
}
