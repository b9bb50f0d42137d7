package dev.plumb.engine.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.StreamedProcess;
import dev.plumb.remote.Target;
import dev.plumb.transport.local.LocalHost;
import dev.plumb.value.Bytes;
import dev.plumb.value.Content;
import dev.plumb.value.FileTree;
import dev.plumb.value.HostName;
import dev.plumb.value.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class StreamCopierTest {

  private final LocalHost here = host();
  private final LocalHost there = host();
  @TempDir private Path folder;

  private static LocalHost host() {
    return new LocalHost(
        new Target(
            new HostName("here"),
            Target.Kind.LOCAL,
            "localhost",
            22,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Target.HostKeys.STRICT,
            Duration.ofSeconds(5),
            Optional.empty()));
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private StreamedProcess reader(String line) {
    return here.stream(RunAs.LOGIN, Command.shell(line));
  }

  private StreamedProcess writer(String line) {
    return there.stream(RunAs.LOGIN, Command.shell(line));
  }

  private Exec carry(String from, String to) {
    return StreamCopier.copy(reader(to), StreamCopier.from(writer(from), "save on there"));
  }

  @Nested
  class FromOneHostToAnother {

    @Test
    void copiesMoreThanFitsInMemory() {
      assertThat(carry("head -c 400000000 /dev/zero", "wc -c"))
          .isEqualTo(Exec.Exited.of(0, "400000000\n", ""));
    }

    @Test
    void reportsAFailedReader() {
      assertThat(
              carry("head -c 400000000 /dev/zero", "head -c 5 >/dev/null; echo full >&2; exit 4"))
          .isEqualTo(Exec.Exited.of(4, "", "full\n"));
    }

    @Test
    void reportsAFailedWriter() {
      assertThat(carry("echo a; echo gone >&2; exit 7", "cat"))
          .isEqualTo(Exec.Exited.of(7, "", "This command failed: save on there\ngone\n"));
    }

    @Test
    void reportsALostConnectionOfTheWriter() {
      StreamedProcess writer = writer("echo a; sleep 60");
      Thread.ofPlatform().start(there::abort);

      assertThat(StreamCopier.copy(reader("cat"), StreamCopier.from(writer, "save on there")))
          .isInstanceOfSatisfying(
              Exec.Lost.class, lost -> assertThat(lost.reason()).startsWith("save on there: "));
    }

    @Test
    void reportsALostConnectionOfTheReader() {
      StreamedProcess reader = reader("sleep 60");
      StreamedProcess writer = writer("cat /dev/zero");
      Thread.ofPlatform().start(here::abort);

      assertThat(StreamCopier.copy(reader, StreamCopier.from(writer, "save on there")))
          .isInstanceOf(Exec.Lost.class);
    }
  }

  @Nested
  class OfFiles {

    private static final String LONG = "folder/" + "n".repeat(150) + "/" + "ü".repeat(90);

    @Test
    void arriveAsTar() throws IOException {
      Path large = folder.resolve("large");
      byte[] bytes = new byte[3_000_001];
      Files.write(large, bytes);
      FileTree files =
          new FileTree(
              "here",
              List.of(
                  new FileTree.Entry.Folder("folder"),
                  new FileTree.Entry.File("a b", Content.utf8("text"), true),
                  new FileTree.Entry.File(LONG, Content.utf8("long"), false),
                  new FileTree.Entry.Link("folder/link", "../a b"),
                  new FileTree.Entry.File(
                      "large",
                      new Content.LocalFile(large.toString(), bytes.length, Sha256.of(bytes)),
                      false)));
      Path to = Files.createDirectory(folder.resolve("to"));

      Exec end = StreamCopier.copy(reader("tar -C '" + to + "' -xf -"), StreamCopier.from(files));

      assertThat(end).isEqualTo(Exec.Exited.of(0, "", ""));
      assertThat(to.resolve("a b")).hasContent("text").isExecutable();
      assertThat(to.resolve(LONG)).hasContent("long");
      assertThat(Files.isExecutable(to.resolve(LONG))).isFalse();
      assertThat(to.resolve("large")).hasBinaryContent(bytes);
      assertThat(Files.readSymbolicLink(to.resolve("folder/link"))).hasToString("../a b");
    }

    @Test
    void reportsFilesThatChangedMeanwhile() throws IOException {
      Path file = Files.writeString(folder.resolve("file"), "old");
      FileTree files =
          new FileTree(
              "here",
              List.of(
                  new FileTree.Entry.File(
                      "file",
                      new Content.LocalFile(file.toString(), 3, Bytes.utf8("old").sha256()),
                      false)));
      Files.writeString(file, "new");

      assertThat(StreamCopier.copy(reader("cat >/dev/null"), StreamCopier.from(files)))
          .isEqualTo(Exec.Exited.of(1, "", file + " changed while it was sent"));
    }
  }
}
