package dev.plumb.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.cli.process.TestEnvironments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code broken} holds a playbook or an inventory that is wrong and, in
 * expected.txt, all that a person is told; {@code args} has more words of the command line. Every
 * one ends in status 5 before any host is called. {@code -Dplumb.record=true} writes what is told.
 */
class InvalidPlaybooksTest {

  private static final Path BROKEN = Path.of("src/test/resources/broken");

  static Stream<String> folders() throws IOException {
    try (Stream<Path> folders = Files.list(BROKEN)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void reportsEveryProblem(String name) throws IOException {
    Path folder = BROKEN.resolve(name);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status;
    try (ServerSocket host = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      status = check(folder, host.getLocalPort(), err);
      host.setSoTimeout(1);
      assertThatThrownBy(host::accept).isInstanceOf(SocketTimeoutException.class);
    }
    String told = err.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
    Path expected = folder.resolve("expected.txt");
    if (Boolean.getBoolean("plumb.record")) {
      Files.writeString(expected, told);
    }
    assertThat(told).isEqualTo(Files.readString(expected));
    assertThat(status).isEqualTo(5);
  }

  private static int check(Path folder, int port, ByteArrayOutputStream err) throws IOException {
    List<String> words = new ArrayList<>(List.of("check", folder.resolve("site.yml").toString()));
    Path more = folder.resolve("args");
    List<String> args = Files.exists(more) ? Files.readAllLines(more) : List.of();
    if (!args.contains("-i")) {
      words.addAll(List.of("-i", inventory(folder)));
    }
    words.addAll(args);
    words.addAll(List.of("-e", "ansible_host=127.0.0.1 ansible_port=" + port));
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    return new Cli(
            TestEnvironments.of(
                nowhere,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                Map.of(),
                folder.toAbsolutePath(),
                Optional.empty()))
        .run(words.toArray(String[]::new));
  }

  private static String inventory(Path folder) {
    return Stream.of("hosts.yml", "hosts.ini", "hosts")
        .map(folder::resolve)
        .filter(Files::exists)
        .findFirst()
        .map(Path::toString)
        .orElse("node0,");
  }
}
