package dev.plumb.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptedHostTest {

  private static final Command ID = Command.of("id", "-u");
  private static final Step STOP = Step.run("systemctl", "stop", "etcd");
  private static final Exec ROOT = Exec.Exited.of(0, "0\n", "");
  private static final Exec FAILED = Exec.Exited.of(1, "", "no\n");

  @Test
  void failsOnAnUnscriptedQuestion() {
    ScriptedHost host = new ScriptedHost();
    assertThatThrownBy(() -> host.send(Request.ask(RunAs.LOGIN, List.of(ID))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("as the login user: id -u");
    assertThatThrownBy(host::close).isInstanceOf(AssertionError.class);
  }

  @Test
  void failsOnCloseWhenLinesAreLeft() {
    ScriptedHost host = new ScriptedHost().expect(ID, ROOT);
    assertThatThrownBy(host::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("id -u (1x)");
  }

  @Test
  void asksEqualQuestionsOfOneRequestOnce() {
    ScriptedHost host = new ScriptedHost().expect(ID, ROOT);
    assertThat(host.send(Request.ask(RunAs.LOGIN, List.of(ID, ID))).answers())
        .containsExactly(ROOT, ROOT);
    assertThat(host.roundTrips()).isEqualTo(1);
    assertThatCode(host::close).doesNotThrowAnyException();
  }

  @Test
  void answersNoQuestionBehindAFailedStep() {
    ScriptedHost host = new ScriptedHost().expect(STOP, FAILED);
    Reply reply = host.send(new Request(RunAs.LOGIN, List.of(STOP, STOP), List.of(ID)));
    assertThat(reply).isEqualTo(new Reply(List.of(FAILED), List.of()));
    assertThatCode(host::close).doesNotThrowAnyException();
  }
}
