package dev.plumb.transport.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.host.files.FileAttributes;
import dev.plumb.host.files.FileEntry;
import dev.plumb.host.files.Permissions;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Request;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.Step;
import dev.plumb.value.Content;
import dev.plumb.value.FileMode;
import dev.plumb.value.ModeChange;
import dev.plumb.value.RemotePath;
import dev.plumb.value.UserName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The table of ADR 81: what placing a file does with links, in directories that only root can write
 * to ("exclusive") and in those of another user ("shared").
 */
class PlacementTest {

  private static final int NOBODY = 65534;

  private final LocalHost host = new LocalHost(LocalHostTest.target());
  @TempDir Path temp;

  @BeforeEach
  void prepare() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root and another user");
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String name : List.of("exclusive", "shared", "elsewhere")) {
      Files.createDirectory(temp.resolve(name));
    }
    Files.writeString(temp.resolve("victim"), "victim\n");
    Files.setAttribute(temp.resolve("shared"), "unix:uid", NOBODY);
  }

  @AfterEach
  void close() {
    host.close();
  }

  private Exec.Exited run(Step step) {
    return (Exec.Exited)
        host.send(new Request(RunAs.LOGIN, List.of(step), List.of())).steps().getFirst();
  }

  private Exec.Exited write(Path path, boolean backup, boolean follow) {
    return run(
        new Step.Write(
            RemotePath.of(path.toString()),
            Content.utf8("new\n"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            backup,
            follow));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "exclusive, file, false, replaced",
    "exclusive, file, true, replaced",
    "shared, file, false, replaced",
    "shared, file, true, replaced",
    "exclusive, nothing, false, replaced",
    "shared, nothing, true, replaced",
    "exclusive, link, false, replaced",
    "exclusive, link, true, followed",
    "shared, link, false, replaced",
    "shared, link, true, refused",
    "exclusive, directory, false, failed",
    "shared, directory, true, failed",
    "exclusive, pipe, false, failed",
    "exclusive, link to directory, false, replaced",
    "shared, link to directory, false, replaced",
    "shared, link to directory, true, refused",
    "exclusive, dangling link, true, created",
    "shared, dangling link, true, refused",
  })
  void placesAccordingToTheTable(String folder, String kind, boolean follow, String outcome)
      throws Exception {
    Path path = temp.resolve(folder).resolve("conf");
    switch (kind) {
      case "file" -> Files.writeString(path, "old\n");
      case "link" -> Files.createSymbolicLink(path, temp.resolve("victim"));
      case "directory" -> Files.createDirectory(path);
      case "link to directory" -> Files.createSymbolicLink(path, temp.resolve("elsewhere"));
      case "dangling link" -> Files.createSymbolicLink(path, temp.resolve("elsewhere/none"));
      case "pipe" ->
          assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
      default -> {}
    }

    Exec.Exited ending = write(path, false, follow);

    switch (outcome) {
      case "replaced" -> {
        assertThat(ending).isEqualTo(Exec.Exited.of(0, "", ""));
        assertThat(Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(path).hasContent("new\n");
      }
      case "followed", "created" -> {
        assertThat(ending).isEqualTo(Exec.Exited.of(0, "", ""));
        assertThat(path).isSymbolicLink().hasContent("new\n");
      }
      case "refused" ->
          assertThat(ending.err())
              .isEqualTo(
                  "plumb: %s is a symbolic link in a directory that other users can write to, so it is not followed; remove it, or run the task as its owner (become_user)\n"
                      .formatted(path));
      default -> assertThat(ending.err()).startsWith("plumb: " + path + " is ");
    }
    assertThat(temp.resolve("victim"))
        .hasContent(outcome.equals("followed") ? "new\n" : "victim\n");
    assertThat(list(temp.resolve("elsewhere"))).hasSize(outcome.equals("created") ? 1 : 0);
    assertThat(list(temp.resolve(folder))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"exclusive, true", "shared, false"})
  void followsALinkOnTheWayOnlyInAnExclusiveDirectory(String folder, boolean followed)
      throws IOException {
    Path link = temp.resolve(folder).resolve("link");
    Files.createSymbolicLink(link, Path.of("../elsewhere"));

    Exec.Exited ending = write(link.resolve("conf"), false, false);

    assertThat(ending.succeeded()).isEqualTo(followed);
    assertThat(ending.err())
        .contains(followed ? "" : link + " is a symbolic link in a directory that other users");
    assertThat(list(temp.resolve("elsewhere"))).hasSize(followed ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"exclusive", "shared"})
  void keepsTheOldFileUnderAnUnpredictableName(String folder) throws IOException {
    Path path = Files.writeString(temp.resolve(folder).resolve("conf"), "old\n");

    Exec.Exited ending = write(path, true, false);

    assertThat(ending.out()).matches(path + "\\.\\d{8}T\\d{6}Z\\.[0-9a-f]{10}~\n");
    assertThat(Path.of(ending.out().strip())).hasContent("old\n");
    assertThat(path).hasContent("new\n");
  }

  @Test
  void doesNotTakeSetIdBitsFromAFileInASharedDirectory() throws IOException {
    Path path = Files.writeString(temp.resolve("shared/conf"), "old\n");
    Files.setAttribute(path, "unix:mode", 04755);

    assertThat(write(path, false, false).succeeded()).isTrue();
    assertThat((int) Files.getAttribute(path, "unix:mode") & 07777).isEqualTo(0755);
  }

  /** The user who owns the directory exchanges everything in it as fast as it can. */
  @Test
  void losesNoRaceAgainstTheOwnerOfTheDirectory() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "the attacker is written in Perl");
    Path shared = temp.resolve("shared");
    Path victim = temp.resolve("victim");
    Files.setAttribute(victim, "unix:mode", 0600);
    String attack =
        """
        my ($d, @v) = @ARGV; my $n = 0; chdir $d or die;
        while (1) {
          opendir(my $h, '.') or next;
          for my $e (readdir $h) {
            next if $e =~ /^(\\.\\.?|x.*)$/;
            if ($e =~ /^\\.plumb/) { rename $e, "x$n" and $n++; symlink $v[rand @v], $e }
            elsif (rand() < 0.5) { unlink $e; symlink $v[rand @v], $e }
          }
          closedir $h;
        }
        """;
    Process attacker =
        new ProcessBuilder(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "perl",
                "-e",
                attack,
                shared.toString(),
                victim.toString(),
                temp.resolve("elsewhere").toString())
            .start();
    try {
      for (int i = 0; i < 20; i++) {
        Path path = shared.resolve("conf" + i);
        write(path, true, i % 2 == 0);
        changesOf(path).forEach(this::run);
      }
    } finally {
      attacker.destroyForcibly().waitFor();
    }
    assertThat(victim).hasContent("victim\n");
    assertThat(Files.getAttribute(victim, "unix:uid")).isEqualTo(0);
    assertThat((int) Files.getAttribute(victim, "unix:mode") & 07777).isEqualTo(0600);
    assertThat(Files.getAttribute(victim, "unix:nlink")).isEqualTo(1);
    assertThat(list(temp.resolve("elsewhere"))).isEmpty();
    assertThat(Files.getAttribute(temp.resolve("elsewhere"), "unix:uid")).isEqualTo(0);
  }

  private static List<Step> changesOf(Path path) {
    var permissions =
        new Permissions(
            Optional.of(ModeChange.of("0666")),
            Optional.of(UserName.of("nobody")),
            Optional.of(UserName.of("nogroup")));
    var found = new FileEntry.Regular(FileAttributes.ofNewFile(new FileMode(0600)));
    return permissions.changes(RemotePath.of(path.toString()), found).stream()
        .flatMap(change -> change.steps().stream())
        .toList();
  }
}
