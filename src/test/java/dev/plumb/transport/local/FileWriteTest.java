package dev.plumb.transport.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Reply;
import dev.plumb.remote.Request;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.Step;
import dev.plumb.value.Bytes;
import dev.plumb.value.Content;
import dev.plumb.value.FileMode;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Sha256;
import dev.plumb.value.UserName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWriteTest {

  private static final Optional<FileMode> NO_MODE = Optional.empty();

  private final LocalHost host = new LocalHost(LocalHostTest.target());

  @AfterEach
  void close() {
    host.close();
  }

  private Exec write(Step.Write step) {
    return host.send(new Request(RunAs.LOGIN, List.of(step), List.of())).steps().getFirst();
  }

  private Exec write(Path path, String content) {
    return write(Step.Write.of(remote(path), Content.utf8(content), NO_MODE));
  }

  private static RemotePath remote(Path path) {
    return RemotePath.of(path.toString());
  }

  private static Step.Write validated(Path path, String content, String... validation) {
    return new Step.Write(
        remote(path),
        Content.utf8(content),
        NO_MODE,
        Optional.empty(),
        Optional.empty(),
        Optional.of(Command.of(validation)),
        false,
        true);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private static void assertRefused(Exec ending, String why) {
    assertThat(ending).isInstanceOf(Exec.Exited.class);
    assertThat(((Exec.Exited) ending).succeeded()).isFalse();
    assertThat(((Exec.Exited) ending).err()).contains(why);
  }

  @Test
  void createsAFileWithTheDefaultMode(@TempDir Path temp) throws IOException {
    Path file = temp.resolve("it's new $x\n");
    assertThat(write(file, "one\n")).isEqualTo(Exec.Exited.of(0, "", ""));
    assertThat(file).hasContent("one\n");
    assertThat(mode(file)).isEqualTo("rw-r--r--");
    assertThat(names(temp)).hasSize(1);
  }

  @Test
  void keepsModeAndOwnerOfAnOldFile(@TempDir Path temp) throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx--x---"));
    Files.setAttribute(file, "unix:uid", 65534);
    Files.setAttribute(file, "unix:gid", 12);
    assertThat(write(file, "new")).isEqualTo(Exec.Exited.of(0, "", ""));
    assertThat(file).hasContent("new");
    assertThat(mode(file)).isEqualTo("rwx--x---");
    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(65534);
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(12);
  }

  @Test
  void setsModeOwnerAndGroupWhenAsked(@TempDir Path temp) throws IOException {
    Path file = temp.resolve("file");
    Step.Write step =
        new Step.Write(
            remote(file),
            Content.utf8("x"),
            Optional.of(new FileMode(04750)),
            Optional.of(UserName.of("nobody")),
            Optional.of(UserName.of("daemon")),
            Optional.empty(),
            false,
            true);
    assertThat(write(step)).isEqualTo(Exec.Exited.of(0, "", ""));
    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(65534);
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(1);
    assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(04750);
  }

  @Test
  void leavesTheOldFileWhenTheValidationFails(@TempDir Path temp) throws IOException {
    Path file = Files.writeString(temp.resolve("app.conf"), "old");
    Exec ending = write(validated(file, "new", "sh", "-c", "cat \"$1\"; exit 3", "sh", "%s"));
    assertThat(ending)
        .isEqualTo(
            Exec.Exited.of(
                1,
                "new",
                "plumb: the file was not replaced: its validation exited with status" + " 3\n"));
    assertThat(file).hasContent("old");
    assertThat(names(temp)).containsExactly("app.conf");
  }

  @Test
  void validatesAFileWithTheSameSuffix(@TempDir Path temp) {
    Path file = temp.resolve("app.service");
    assertThat(write(validated(file, "new", "expr", "name=%s", ":", ".*app\\.service$")))
        .isInstanceOfSatisfying(
            Exec.Exited.class, exited -> assertThat(exited.succeeded()).isTrue());
    assertThat(file).hasContent("new");
  }

  @Test
  void keepsABackupOnRequest(@TempDir Path temp) throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "old");
    Step.Write step =
        new Step.Write(
            remote(file),
            Content.utf8("new"),
            NO_MODE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true,
            true);
    Exec.Exited ending = (Exec.Exited) write(step);
    assertThat(ending.out()).matches(file + "\\.\\d{8}T\\d{6}Z\\.[0-9a-f]{10}~\n");
    assertThat(Path.of(ending.out().strip())).hasContent("old");
    assertThat(file).hasContent("new");
  }

  @Test
  void followsSymbolicLinks(@TempDir Path temp) throws IOException {
    Files.createDirectory(temp.resolve("real"));
    Path file = Files.writeString(temp.resolve("real/file"), "old");
    Path link = Files.createSymbolicLink(temp.resolve("link"), Path.of("real/file"));
    assertThat(write(link, "new")).isEqualTo(Exec.Exited.of(0, "", ""));
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  void rejectsNonFiles(@TempDir Path temp) throws IOException {
    assertRefused(write(temp, "x"), "plumb: " + temp + " is a directory\n");
    assertRefused(write(Path.of("/dev/null"), "x"), "plumb: /dev/null is not a regular file\n");
    assertRefused(
        write(temp.resolve("not/there"), "x"),
        "plumb: the directory " + temp + "/not does not exist\n");
    assertThat(names(temp)).isEmpty();
    assertThat(write(temp.resolve("file"), "x")).isEqualTo(Exec.Exited.of(0, "", ""));
  }

  @Test
  void streamsAFileThatIsTooBigToHold(@TempDir Path temp) throws IOException {
    Path source = temp.resolve("source");
    long size = 300L << 20;
    byte[] piece = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(source)) {
      for (int i = 0; i < 300; i++) {
        piece[i] = (byte) i;
        out.write(piece);
      }
    }
    Content content = new Content.LocalFile(source.toString(), size, digest(source));
    Path file = temp.resolve("file");
    long before = usedAfterCollection();
    Reply reply =
        host.send(
            new Request(
                RunAs.LOGIN,
                List.of(
                    Step.Write.of(remote(file), content, NO_MODE),
                    new Step.Run(Command.of("cat").withInput(Bytes.utf8("in step")))),
                List.of(Command.of("cmp", source.toString(), file.toString()))));
    assertThat(usedAfterCollection() - before).isLessThan(32L << 20);
    assertThat(reply.steps())
        .containsExactly(Exec.Exited.of(0, "", ""), Exec.Exited.of(0, "in step", ""));
    assertThat(reply.answers()).containsExactly(Exec.Exited.of(0, "", ""));
    assertThat(host.roundTrips()).isEqualTo(1);
  }

  private static long usedAfterCollection() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static Sha256 digest(Path path) throws IOException {
    try (InputStream in = new DigestInputStream(Files.newInputStream(path), Sha256.digest())) {
      in.transferTo(OutputStream.nullOutputStream());
      return Sha256.of(((DigestInputStream) in).getMessageDigest());
    }
  }

  @Test
  void putsNothingInPlaceWhenTheSourceChangedMeanwhile(@TempDir Path temp) throws IOException {
    Path source = Files.writeString(temp.resolve("source"), "short");
    Path file = Files.writeString(temp.resolve("file"), "old");
    for (long size : new long[] {5, 5_000_000}) {
      Content content = new Content.LocalFile(source.toString(), size, Sha256.of(new byte[] {1}));
      assertRefused(
          write(Step.Write.of(remote(file), content, NO_MODE)),
          "plumb: " + source + " changed while it was sent\n");
    }
    Content gone = new Content.LocalFile(temp + "/gone", 9, Sha256.of(new byte[] {1}));
    assertRefused(
        write(Step.Write.of(remote(file), gone, NO_MODE)),
        "plumb: " + temp + "/gone could not be read: ");
    assertThat(file).hasContent("old");
    assertThat(names(temp)).containsExactly("file", "source");
  }

  @Test
  void leavesTheOldFileAndNothingElseWhenTheConnectionIsCut(@TempDir Path temp) throws Exception {
    Path folder = Files.createDirectory(temp.resolve("folder"));
    Path file = Files.writeString(folder.resolve("file"), "old");
    Path source = temp.resolve("source");
    assertThat(new ProcessBuilder("mkfifo", source.toString()).start().waitFor()).isZero();
    Content content =
        new Content.LocalFile(source.toString(), 5_000_000, Sha256.of(new byte[] {1}));
    CompletableFuture<Exec> ending =
        CompletableFuture.supplyAsync(() -> write(Step.Write.of(remote(file), content, NO_MODE)));
    try (OutputStream half = Files.newOutputStream(source)) {
      half.write(new byte[1_000_000]);
      waitUntil(() -> names(folder).size() == 2);
      host.abort();
      assertThat(ending.get(5, TimeUnit.SECONDS)).isInstanceOf(Exec.Lost.class);
      waitUntil(() -> names(folder).size() == 1);
    }
    assertThat(file).hasContent("old");
    assertThat(write(file, "new")).isEqualTo(Exec.Exited.of(0, "", ""));
  }

  private static void waitUntil(Callable<Boolean> condition) throws Exception {
    for (int i = 0; i < 500 && !condition.call(); i++) {
      Thread.sleep(10);
    }
    assertThat(condition.call()).isTrue();
  }

  @Test
  void continuesAfterAFailedStepWithMuchContentPending(@TempDir Path temp) throws IOException {
    Path source = temp.resolve("source");
    Files.write(source, new byte[20 << 20]);
    Content big = new Content.LocalFile(source.toString(), 20 << 20, digest(source));
    Reply reply =
        host.send(
            new Request(
                RunAs.LOGIN,
                List.of(
                    Step.run("false"), Step.Write.of(remote(temp.resolve("file")), big, NO_MODE)),
                List.of(Command.of("id"))));
    assertThat(reply).isEqualTo(new Reply(List.of(Exec.Exited.of(1, "", "")), List.of()));
    assertThat(write(temp.resolve("other"), "x")).isEqualTo(Exec.Exited.of(0, "", ""));
    assertThat(names(temp)).containsExactly("other", "source");
  }
}
