package dev.plumb.transport.sshj;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownHostsTest {

  private static List<Integer> lines(Path file, String address, int port) throws IOException {
    return KnownHosts.read(file, KnownHosts.name(address, port)).entries().stream()
        .map(KnownHosts.Entry::line)
        .toList();
  }

  private static Path file(Path temp, String... lines) throws IOException {
    return Files.write(temp.resolve("known_hosts"), List.of(lines));
  }

  @Test
  void findsAHostByNameAddressListAndPattern(@TempDir Path temp) throws IOException {
    Path file =
        file(
            temp,
            "# comment",
            "",
            "node0,10.0.0.1 ssh-ed25519 AAAA comment here",
            "  node1\tssh-rsa\tBBBB",
            "*.example.org,!bad.example.org ssh-ed25519 CCCC",
            "[node0]:2222 ssh-ed25519 DDDD",
            "10.0.0.? ssh-ed25519 EEEE",
            "broken",
            "node0 ssh-ed25519");
    assertThat(lines(file, "node0", 22)).containsExactly(3);
    assertThat(lines(file, "NODE1", 22)).containsExactly(4);
    assertThat(lines(file, "10.0.0.1", 22)).containsExactly(3, 7);
    assertThat(lines(file, "good.example.org", 22)).containsExactly(5);
    assertThat(lines(file, "bad.example.org", 22)).isEmpty();
    assertThat(lines(file, "elsewhere.org", 22)).isEmpty();
    assertThat(lines(file, "node0", 2222)).containsExactly(6);
    assertThat(lines(file, "node", 22)).isEmpty();
  }

  @Test
  void findsAHostByTheHashOfItsName(@TempDir Path temp) throws Exception {
    Path file = file(temp, "[node0]:2222 ssh-ed25519 AAAA", "node1 ssh-ed25519 BBBB");
    // The example of sshd(8) itself cannot be used: it does not tell the name.
    Path hashed = temp.resolve("hashed");
    Files.writeString(
        hashed,
        """
        |1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ssh-rsa AAAA
        |1|bad|base64%|x ssh-rsa AAAA
        """);
    assertThat(lines(hashed, "192.168.1.61", 22)).containsExactly(1);
    assertThat(lines(hashed, "192.168.1.62", 22)).isEmpty();
    assertThat(lines(file, "node1", 22)).containsExactly(2);
  }

  @Test
  void readsRevokedKeysAndIgnoresAuthorities(@TempDir Path temp) throws IOException {
    Path file =
        file(
            temp,
            "@revoked * ssh-ed25519 AAAA",
            "@cert-authority * ssh-ed25519 BBBB",
            "node0 ssh-ed25519 CCCC");
    assertThat(KnownHosts.read(file, "node0").entries())
        .containsExactly(
            new KnownHosts.Entry(1, true, "ssh-ed25519", "AAAA"),
            new KnownHosts.Entry(3, false, "ssh-ed25519", "CCCC"));
  }

  @Test
  void treatsAMissingFileAsEmpty(@TempDir Path temp) throws IOException {
    assertThat(lines(temp.resolve("none"), "node0", 22)).isEmpty();
  }

  @Test
  void keepsLinesWholeWhenManyHostsAreNewAtOnce(@TempDir Path temp) throws Exception {
    Path file = temp.resolve(".ssh/known_hosts");
    Files.createDirectory(temp.resolve(".ssh"));
    Files.writeString(file, "unfinished ssh-ed25519 AAAA");
    List<String> added =
        IntStream.range(0, 50).mapToObj(i -> "node" + i + " ssh-ed25519 BBBB").toList();
    List<Thread> threads = new ArrayList<>();
    for (String line : added) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      KnownHosts.append(file, line);
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(Files.readAllLines(file))
        .hasSize(51)
        .startsWith("unfinished ssh-ed25519 AAAA")
        .containsAll(added);
  }
}
