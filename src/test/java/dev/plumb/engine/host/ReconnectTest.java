package dev.plumb.engine.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.RemoteHost;
import dev.plumb.remote.Reply;
import dev.plumb.remote.Request;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.ScriptedHost;
import dev.plumb.remote.Step;
import dev.plumb.remote.StreamedProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconnectTest {

  private static final Command CONFIRM = Command.of("confirm");
  private static final Command LOOK = Command.of("look");
  private static final Step.Run TRY = new Step.Run(Command.of("try"));
  private static final Step.Run LATER = new Step.Run(Command.of("later"));
  private static final Exec DONE = Exec.Exited.of(0, "", "");

  private final ScriptedHost host = new ScriptedHost();

  private static Request request(Duration atMost) {
    return new Request(
        RunAs.LOGIN,
        List.of(TRY, new Step.Reconnect(CONFIRM, Duration.ZERO, atMost), LATER),
        List.of(LOOK));
  }

  private Reply send() {
    return send(Duration.ZERO, host);
  }

  private static Reply send(Duration timeout, RemoteHost to) {
    Interruption interruption = new Interruption();
    return new StepRunner(new HostExecutor(1, interruption), interruption)
        .run(to, request(timeout));
  }

  @Test
  void continuesOverTheNewConnection() {
    host.expect(TRY, DONE)
        .expect(new Step.Run(CONFIRM), DONE)
        .expect(LATER, DONE)
        .expect(LOOK, Exec.Exited.of(0, "seen", ""));

    Reply reply = send();

    assertThat(reply.steps()).containsExactly(DONE, DONE, DONE);
    assertThat(reply.answers()).containsExactly(Exec.Exited.of(0, "seen", ""));
    assertThat(host.abandoned()).isTrue();
  }

  @Test
  void keepsTheConnectionWhenAnEarlierStepFails() {
    Exec failed = Exec.Exited.of(1, "", "no");
    host.expect(TRY, failed);

    assertThat(send().steps()).containsExactly(failed);
    assertThat(host.abandoned()).isFalse();
  }

  @Test
  void stopsWhenTheConfirmationFails() {
    Exec failed = Exec.Exited.of(1, "", "taken back");
    host.expect(TRY, DONE).expect(new Step.Run(CONFIRM), failed);

    Reply reply = send();

    assertThat(reply.steps()).containsExactly(DONE, failed);
    assertThat(reply.answers()).isEmpty();
  }

  @Test
  void retriesUntilTheHostIsReachable() {
    host.expect(TRY, DONE).expect(new Step.Run(CONFIRM), DONE).expect(LATER, DONE);
    host.expect(LOOK, DONE);

    Reply reply = send(Duration.ofSeconds(9), new RestartingHost());

    assertThat(reply.steps()).containsExactly(DONE, DONE, DONE);
  }

  @Test
  void givesUpInTheEnd() {
    host.expect(TRY, DONE);

    assertThat(send(Duration.ZERO, new RestartingHost()).steps())
        .containsExactly(DONE, new Exec.Lost("Host unreachable"));
  }

  /** Refuses one connection after the first step. */
  private final class RestartingHost implements RemoteHost {
    @Override
    public List<Reply> send(List<Request> requests) {
      List<Reply> replies = host.send(requests);
      if (requests.getFirst().steps().equals(List.of(TRY))) {
        host.refuse(Diagnostic.error("Host unreachable", "It does not answer."));
      }
      return replies;
    }

    @Override
    public StreamedProcess stream(RunAs as, Command command) {
      return host.stream(as, command);
    }

    @Override
    public int roundTrips() {
      return host.roundTrips();
    }

    @Override
    public void abort() {
      host.abort();
    }

    @Override
    public void close() {
      host.close();
    }
  }
}
