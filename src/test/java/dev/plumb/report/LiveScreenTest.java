package dev.plumb.report;

import static dev.plumb.report.Results.host;
import static dev.plumb.report.Results.play;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.Status;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jline.terminal.Size;
import org.junit.jupiter.api.Test;

class LiveScreenTest {

  private static final Results INSTALL = new Results("install docker", "apt");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now;

  @Test
  void showsWhatEachBusyHostDoesAndForHowLong() {
    LiveScreen screen = screen(80, 24);
    screen.follow(play("node0", "node10"));
    screen.follow(INSTALL.ends("node0", Status.OK));
    screen.follow(new Event.HostBusy(host("node0"), "installing docker.io"));
    screen.follow(new Event.HostBusy(host("node10"), "connecting"));
    now = 8_200_000_000L;

    assertThat(screen.area())
        .containsExactly(
            "node0   1/40  installing docker.io  8.2 s", "node10  0/40  connecting  8.2 s");
  }

  @Test
  void forgetsAHostThatIsDone() {
    LiveScreen screen = screen(80, 24);
    screen.follow(new Event.HostBusy(host("node0"), "connecting"));
    screen.follow(INSTALL.ends("node0", Status.OK));
    assertThat(screen.area()).isEmpty();
  }

  @Test
  void neverWrapsNorFillsTheTerminal() {
    LiveScreen screen = screen(20, 4);
    for (int i = 0; i < 5; i++) {
      screen.follow(new Event.HostBusy(host("node" + i), "installing docker.io"));
    }
    assertThat(screen.area())
        .containsExactly("node0  0  installin", "node1  0  installin", "and 3 more hosts");
  }

  @Test
  void putsLinesThatStayAboveTheArea() {
    LiveScreen screen = screen(80, 24);
    screen.follow(new Event.HostBusy(host("node0"), "connecting"));
    screen.print(List.of("one"));
    screen.print(List.of("two"));
    screen.close();

    String area = "\033[2mnode0  0  connecting  0.0 s\033[0m\n";
    String erased = "\033[1A\033[2K";
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("one\n" + area + erased + "two\n" + area + erased);
  }

  private LiveScreen screen(int columns, int rows) {
    return new LiveScreen(
        new PrintStream(bytes, false, StandardCharsets.UTF_8),
        new Size(columns, rows),
        () -> now,
        Map.of(Results.PLAY, 40));
  }
}
