package dev.plumb.module.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.host.files.FileAttributes;
import dev.plumb.host.files.FileEntry;
import dev.plumb.host.files.TargetFile;
import dev.plumb.host.files.ValidationCommand;
import dev.plumb.module.LocalModuleRunner;
import dev.plumb.module.ModuleHarness;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.value.Bytes;
import dev.plumb.value.Content;
import dev.plumb.value.FileMode;
import dev.plumb.value.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyModuleTest {

  private static final FileEntry MISSING = new FileEntry.Missing();
  private static final FileEntry FOLDER =
      new FileEntry.Directory(FileAttributes.ofNewFile(FileMode.of("0755")));
  private static final TargetFile NOTHING = new TargetFile(MISSING, FOLDER, Optional.empty());
  private static final TargetFile OLD = file("old\n");

  private final ModuleHarness<CopySpec, CopyFound> copy =
      ModuleHarness.of(new CopyModule()).withFile("files/a.conf", Content.utf8("new\n"));

  private static Sha256 sha(String text) {
    return Bytes.utf8(text).sha256();
  }

  private static TargetFile file(String text) {
    return new TargetFile(
        new FileEntry.Regular(FileAttributes.ofNewFile(FileMode.of("0644"))),
        FOLDER,
        Optional.of(sha(text)));
  }

  private static CopyFound at(TargetFile spot) {
    return new CopyFound(spot, false, Optional.empty(), Optional.empty());
  }

  @Nested
  class Planning {

    @Test
    void writesAMissingFile() {
      copy.plan("{dest: /etc/a, content: new, mode: '0600', owner: etcd}", at(NOTHING))
          .needs(
              """
              content: absent -> sha256:11507a0e2f5e
                write /etc/a
                  |new
                  (no newline at the end)
              owner: absent -> etcd
              mode: absent -> 0600
              """);
    }

    @Test
    void setsModeAndOwnerWithTheContent() {
      Plan<CopyFound> plan =
          copy.plan("{dest: /etc/a, src: files/a.conf, mode: go-r, validate: 'sh -n %s'}", at(OLD))
              .plan();

      assertThat(plan)
          .isInstanceOfSatisfying(
              Plan.Needed.class,
              needed -> {
                List<?> changes = needed.changes();
                assertThat(changes).hasSize(2);
                assertThat(((Change) changes.getLast()).steps()).isEmpty();
                Step.Write write = (Step.Write) ((Change) changes.getFirst()).steps().getFirst();
                assertThat(write.mode()).contains(FileMode.of("0600"));
                assertThat(write.owner()).isEmpty();
                assertThat(write.validate().orElseThrow().words())
                    .containsExactly("sh", "-n", "%s");
                assertThat(((Change) changes.getFirst()).file()).isPresent();
              });
    }

    @Test
    void changesOnlyTheModeOfTheRightContent() {
      copy.plan("{dest: /etc/a, src: files/a.conf, mode: '0600'}", at(file("new\n")))
          .needs(
              """
              mode: 0644 -> 0600
                run chmod 0600 /etc/a
              """);
      copy.plan("{dest: /etc/a, src: files/a.conf}", at(file("new\n"))).isInSync();
    }

    @Test
    void leavesAnotherContentAloneUnlessForced() {
      copy.plan("{dest: /etc/a, content: x, force: false}", at(OLD)).isInSync();
    }

    @Test
    void copiesIntoADirectoryUnderTheSourcesName() {
      TargetFile directory = new TargetFile(FOLDER, FOLDER, Optional.empty());
      copy.plan(
              "{dest: /etc/x, src: files/a.conf}",
              new CopyFound(directory, true, Optional.of(OLD), Optional.empty()))
          .needs(
              """
              content: sha256:01d09d19c213 -> sha256:7aa7a5359173
                write /etc/x/a.conf
                  |new
              """);
      copy.plan("{dest: /etc/x, content: x}", at(directory))
          .isBlocked("Something else is in its place")
          .withDetail(
              "/etc/x must be a file, but is a directory. To put the file into it, name it:"
                  + " /etc/x/NAME.");
    }

    @Test
    void createsTheDirectoryForATrailingSlash() {
      TargetFile nowhere = new TargetFile(MISSING, MISSING, Optional.empty());
      copy.plan(
              "{dest: /etc/x/, src: files/a.conf}",
              new CopyFound(NOTHING, false, Optional.of(nowhere), Optional.empty()))
          .needs(
              """
              folder: absent -> directory
                run mkdir /etc/x
              content: absent -> sha256:7aa7a5359173
                write /etc/x/a.conf
                  |new
              """);
    }

    @Test
    void isBlockedByAMissingFolder() {
      copy.plan(
              "{dest: /a/b/c, content: x}", at(new TargetFile(MISSING, MISSING, Optional.empty())))
          .isBlocked("Directory does not exist")
          .fixableByEarlierTask()
          .withDetail(
              """
              There is no directory /a/b on the host, so c cannot be made. A task before this one can make it:
                  file: path=/a/b state=directory
              """);
    }

    @Test
    void copiesOnTheHost() {
      copy.plan(
              "{dest: /etc/a, src: /etc/b, remote_src: true}",
              new CopyFound(OLD, false, Optional.of(NOTHING), Optional.of(file("new\n"))))
          .needs(
              """
              content: sha256:01d09d19c213 -> sha256:7aa7a5359173
                run copy /etc/b /etc/a
              """);
      copy.plan(
              "{dest: /etc/a, src: /etc/b, remote_src: true}",
              new CopyFound(OLD, false, Optional.of(NOTHING), Optional.of(NOTHING)))
          .isBlocked("File does not exist")
          .fixableByEarlierTask();
    }
  }

  @Nested
  class ReadingArguments {

    @Test
    void requiresExactlyOneSource() {
      copy.rejects(
          "{dest: /a}", "Invalid arguments: The module copy needs either \"src\" or \"content\".");
      copy.rejects(
          "{dest: /a/, content: x}",
          "Invalid arguments: The module copy needs a file name in \"dest\" for \"content\", but"
              + " was given the folder /a/.");
    }

    @Test
    void requiresThePlaceholderInValidate() {
      copy.rejects(
          "{dest: /a, content: x, validate: visudo -c}",
          "Invalid argument: The argument \"validate\" must hold the word %s, which stands for the"
              + " new file, as in \"visudo -cf %s\", but was \"visudo -c\".");
    }

    @Test
    void keepsQuotedWordsOfAValidationTogether() {
      assertThat(ValidationCommand.of("sh -c 'test -s \"$0\"' %s").command().words())
          .containsExactly("sh", "-c", "test -s \"$0\"", "%s");
    }

    @Test
    void requiresAnAbsolutePathForASourceOnTheHost() {
      copy.rejects(
          "{dest: /a, src: b, remote_src: true}",
          "Invalid argument: The argument \"src\" must be an absolute path such as"
              + " \"/etc/hosts\", but was \"b\".");
    }
  }

  @Nested
  class Applying {

    private final Path folder;

    Applying(@TempDir Path folder) {
      this.folder = folder;
    }

    private String yaml(String text) {
      return text.replace("DIR", folder.toString());
    }

    private void apply(String text) {
      LocalModuleRunner.in(folder).apply(copy, yaml(text));
    }

    @Test
    void writesAFileWithItsMode() throws IOException {
      apply("{dest: DIR/new/, src: files/a.conf}");
      apply("{dest: DIR/new, src: files/a.conf, mode: '0600'}");

      Path file = folder.resolve("new/a.conf");
      assertThat(file).hasContent("new\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }

    @Test
    void copiesOnTheHostWithModeAndBackup() throws IOException {
      Files.writeString(folder.resolve("from me"), "1\n");
      Files.writeString(folder.resolve("to"), "0\n");

      apply("{dest: DIR/to, src: 'DIR/from me', remote_src: true, mode: '0640', backup: true}");

      assertThat(folder.resolve("to")).hasContent("1\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("to"))))
          .isEqualTo("rw-r-----");
      try (var all = Files.list(folder)) {
        assertThat(
                all.filter(p -> p.getFileName().toString().matches("to\\.[0-9TZ]+\\.[0-9a-f]+~")))
            .singleElement()
            .satisfies(kept -> assertThat(kept).hasContent("0\n"));
      }
    }

    @Test
    void leavesTheOldFileWhenTheNewOneIsNotValid() throws IOException {
      Files.writeString(folder.resolve("from"), "bad\n");
      Files.writeString(folder.resolve("to"), "good\n");
      LocalModuleRunner local = LocalModuleRunner.in(folder);
      Plan<CopyFound> plan =
          local.check(
              copy,
              yaml("{dest: DIR/to, src: DIR/from, remote_src: true, validate: grep good %s}"));
      String before = local.manifest();

      assertThat(local.run(plan))
          .singleElement()
          .isInstanceOfSatisfying(
              Exec.Exited.class, exited -> assertThat(exited.status()).isEqualTo(1));
      assertThat(local.manifest().lines().skip(1).toList())
          .isEqualTo(before.lines().skip(1).toList());
    }
  }
}
