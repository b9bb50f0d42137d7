package dev.plumb.report;

import static dev.plumb.report.TaskResults.host;
import static dev.plumb.report.TaskResults.play;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.Status;
import dev.plumb.report.LiveScreen.Size;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveScreenTest {

  private static final TaskResults INSTALL = new TaskResults("install docker", "apt");
  private static final Size ROOMY = new Size(80, 24);
  private static final String ERASED = "\033[1A\033[2K";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now;

  private final LiveScreen screen =
      new LiveScreen(
          new PrintStream(bytes, false, StandardCharsets.UTF_8),
          () -> now,
          Map.of(TaskResults.PLAY, 40));

  @Test
  void showsWhatEachBusyHostDoesAndForHowLong() {
    screen.onEvent(play("node0", "node10"));
    screen.onEvent(INSTALL.ends("node0", Status.OK));
    screen.onEvent(new Event.HostBusy(host("node0"), "installing docker.io"));
    screen.onEvent(new Event.HostBusy(host("node10"), "connecting"));
    now = 8_200_000_000L;
    screen.redraw(ROOMY);

    assertThat(text())
        .isEqualTo(
            dim("node0   1/40  installing docker.io  8.2 s")
                + dim("node10  0/40  connecting  8.2 s"));
  }

  @Test
  void forgetsAHostThatIsDone() {
    screen.onEvent(new Event.HostBusy(host("node0"), "connecting"));
    screen.redraw(ROOMY);
    screen.onEvent(INSTALL.ends("node0", Status.OK));
    screen.redraw(ROOMY);
    assertThat(text()).isEqualTo(dim("node0  0  connecting  0.0 s") + ERASED);
  }

  @Test
  void neverWrapsNorFillsTheTerminal() {
    for (int i = 0; i < 5; i++) {
      screen.onEvent(new Event.HostBusy(host("node" + i), "installing docker.io"));
    }
    screen.redraw(new Size(20, 4));
    assertThat(text())
        .isEqualTo(
            dim("node0  0  installin") + dim("node1  0  installin") + dim("and 3 more hosts"));
  }

  @Test
  void drawsNothingOnATerminalOfNoSize() {
    screen.onEvent(new Event.HostBusy(host("node0"), "connecting"));
    screen.redraw(new Size(0, 0));
    screen.print(List.of("one"));
    assertThat(text()).isEqualTo("one\n");
  }

  @Test
  void printsPermanentLinesAboveTheArea() {
    String area = dim("node0  0  connecting  0.0 s");
    screen.onEvent(new Event.HostBusy(host("node0"), "connecting"));
    screen.redraw(ROOMY);
    screen.print(List.of("one"));
    screen.print(List.of("two"));
    screen.close();
    assertThat(text()).isEqualTo(area + ERASED + "one\n" + area + ERASED + "two\n" + area + ERASED);
  }

  private static String dim(String line) {
    return "\033[2m" + line + "\033[0m\n";
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
