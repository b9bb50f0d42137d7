package dev.plumb.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.cli.process.TestEnvironments;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.HostSummary;
import dev.plumb.value.HostName;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetryFileTest {

  @TempDir Path folder;

  private ProcessEnvironment environment() {
    PrintStream none = new PrintStream(PrintStream.nullOutputStream());
    return TestEnvironments.of(none, none, false, Map.of(), folder, Optional.empty());
  }

  private static Event.RunEnded ended(int failed, List<HostName> notAttempted) {
    SortedMap<HostName, HostSummary> hosts = new TreeMap<>();
    hosts.put(new HostName("a"), new HostSummary(1, 0, 0, 0, failed, 0, false, 1));
    hosts.put(new HostName("b"), new HostSummary(1, 0, 0, 0, 0, 0, false, 1));
    return new Event.RunEnded(hosts, Duration.ZERO, false, List.of(), notAttempted);
  }

  @Test
  void listsTheUnfinishedHosts() {
    assertThat(RetryFile.write(ended(1, List.of(new HostName("c"))), environment()))
        .contains("To continue with the unfinished hosts only:\n    --limit @.plumb/retry");

    assertThat(RetryFile.pattern("@.plumb/retry", environment())).isEqualTo("a,c");
  }

  @Test
  void isDeletedWhenEveryHostSucceeded() {
    RetryFile.write(ended(1, List.of()), environment());

    assertThat(RetryFile.write(ended(0, List.of()), environment())).isEmpty();
    assertThat(Files.exists(folder.resolve(".plumb/retry"))).isFalse();
  }

  @Test
  void returnsAPatternUnchanged() {
    assertThat(RetryFile.pattern("etcd:!node0", environment())).isEqualTo("etcd:!node0");
  }

  @Test
  void reportsAMissingFile() {
    assertThatThrownBy(() -> RetryFile.pattern("@none", environment()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("which is missing or not readable");
  }
}
