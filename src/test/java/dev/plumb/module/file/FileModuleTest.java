package dev.plumb.module.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.change.Plan;
import dev.plumb.host.files.FileAttributes;
import dev.plumb.host.files.FileEntry;
import dev.plumb.module.LocalModuleRunner;
import dev.plumb.module.ModuleHarness;
import dev.plumb.value.FileMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileModuleTest {

  private static final FileEntry MISSING = new FileEntry.Missing();
  private static final FileEntry FOLDER = new FileEntry.Directory(attributes("0755"));

  private final ModuleHarness<FileSpec, FileFound> file = ModuleHarness.of(new FileModule());

  private static FileAttributes attributes(String mode) {
    return new FileAttributes(FileMode.of(mode), 0, 0, "root", "root", 1, 7, 8, 0, 1, 2, 3);
  }

  private static FileEntry regular(String mode) {
    return new FileEntry.Regular(attributes(mode));
  }

  private static FileFound found(FileEntry entry, FileEntry... above) {
    return new FileFound(entry, List.of(above), Optional.empty(), List.of());
  }

  private static FileFound linking(FileEntry entry, FileEntry source) {
    return new FileFound(entry, List.of(FOLDER), Optional.of(source), List.of());
  }

  @Nested
  class Planning {

    @Test
    void createsEachMissingParentWithTheSameMode() {
      file.plan(
              "{path: /var/lib/etcd/data, state: directory, mode: '0700', owner: etcd}",
              found(MISSING, FOLDER, FOLDER, MISSING))
          .needs(
              """
              state: absent -> directory
                run mkdir /var/lib/etcd/data
              owner: absent -> etcd
              mode: absent -> 0700
              """);
    }

    @Test
    void makesAPlainDirectoryWithItsParents() {
      file.plan("{path: /srv/a, state: directory}", found(MISSING, MISSING))
          .needs(
              """
              state: absent -> directory
                run mkdir /srv/a
              """);
    }

    @Test
    void changesTheOwnerBeforeTheMode() {
      file.plan(
              "{path: /srv/a, state: file, mode: '4755', owner: etcd, group: '0'}",
              found(regular("4755")))
          .needs(
              """
              owner: root -> etcd
                run chown etcd /srv/a
              mode: 4755 -> 4755
                run chmod 4755 /srv/a
              """);
    }

    @Test
    void clearsSetIdBitsOfADirectory() {
      file.plan(
              "{path: /srv, state: directory, mode: '0755'}",
              found(new FileEntry.Directory(attributes("2755"))))
          .needs(
              """
              mode: 2755 -> 0755
                run chmod 00755 /srv
              """);
    }

    @Test
    void readsAModeInWords() {
      file.plan("{path: /srv/a, mode: 'u+x,go-r'}", found(regular("0644")))
          .needs(
              """
              mode: 0644 -> 0700
                run chmod 0700 /srv/a
              """);
    }

    @Test
    void keepsTheExistingKindWithoutAState() {
      file.plan("{path: /srv, owner: root}", found(FOLDER)).isInSync();
      file.plan("{path: /srv/x, owner: '0'}", found(regular("0600"))).isInSync();
    }

    @Test
    void isBlockedByAMissingFile() {
      file.plan("{path: /srv/a, mode: '0644'}", found(MISSING))
          .isBlocked("File does not exist")
          .fixableByEarlierTask()
          .withDetail(
              "There is no file /srv/a on the host. To make one, use state touch or directory, or"
                  + " the modules copy and template.");
    }

    @Test
    void isBlockedByAFileInPlaceOfTheDirectory() {
      file.plan("{path: /srv/a, state: directory}", found(regular("0644")))
          .isBlocked("Something else is in its place")
          .notFixableByEarlierTask()
          .withDetail(
              "/srv/a must be a directory, but is a file. Remove it first, with state absent.");
      file.plan("{path: /srv/a/b, state: directory}", found(new FileEntry.Obstructed()))
          .isBlocked("Path leads through a file");
    }

    @Test
    void removesADirectoryWithinItsFileSystem() {
      file.plan("{path: /srv/a, state: absent}", found(FOLDER))
          .needs(
              """
              state: directory -> absent
                run rm -rf /srv/a
              """);
      file.plan("{path: /srv/a, state: absent}", found(MISSING)).isInSync();
      file.plan("{path: /srv/a/b, state: absent}", found(new FileEntry.Obstructed())).isInSync();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/etc", "/usr/", "//var", "/home", "/bin", "/var/lib"})
    void refusesToRemoveWhatTheSystemNeeds(String path) {
      file.plan("{path: " + path + ", state: absent}", found(FOLDER))
          .isRefused("Directory required by the system");
    }

    @Test
    void makesALink() {
      file.plan("{path: /usr/bin/x, state: link, src: ../y}", linking(MISSING, regular("0755")))
          .needs(
              """
              state: absent -> link to ../y
                run ln -s ../y /usr/bin/x
              """);
    }

    @Test
    void retargetsALink() {
      file.plan(
              "{path: /b, state: link, src: /c, owner: etcd}",
              linking(new FileEntry.Link("/a", attributes("0777")), FOLDER))
          .needs(
              """
              state: link to /a -> link to /c
                run ln -s /c /b
              owner: absent -> etcd
                run chown etcd /b
              """);
    }

    @Test
    void isBlockedByALinksMissingSourceUnlessForced() {
      file.plan("{path: /b, state: link, src: c}", linking(MISSING, MISSING))
          .isBlocked("Link leads nowhere")
          .fixableByEarlierTask();
      file.plan("{path: /b, state: link, src: c, force: true}", linking(MISSING, MISSING))
          .needs(
              """
              state: absent -> link to c
                run ln -s c /b
              """);
    }

    @Test
    void replacesAFileByALinkOnlyWhenForced() {
      file.plan("{path: /b, state: link, src: /c}", linking(regular("0644"), FOLDER))
          .isBlocked("Something else is in its place");
      file.plan("{path: /b, state: link, src: /c, force: true}", linking(FOLDER, FOLDER))
          .needs(
              """
              state: directory -> link to /c
                run rmdir /b
                run ln -s /c /b
              """);
    }

    @Test
    void recognizesAHardLinkByItsInode() {
      file.plan("{path: /b, state: hard, src: /c}", linking(regular("0644"), regular("0644")))
          .isInSync();
      file.plan("{path: /b, state: hard, src: /c}", linking(MISSING, regular("0644")))
          .needs(
              """
              state: absent -> hard link to /c
                run ln /c /b
              """);
    }

    @Test
    void touchesAgainAndAgainUnlessTimesArePreserved() {
      file.plan("{path: /b, state: touch}", found(regular("0644"), FOLDER))
          .acts(
              Plan.CheckVerdict.CHANGES,
              """
              times: earlier -> now
                run touch /b
              """);
      String preserving =
          "{path: /b, state: touch, mode: '0600', access_time: preserve,"
              + " modification_time: preserve}";
      file.plan(preserving, found(regular("0600"), FOLDER)).isInSync();
      file.plan(preserving, found(MISSING, FOLDER))
          .needs(
              """
              state: absent -> file
                write /b (empty)
              mode: absent -> 0600
              """);
    }
  }

  @Nested
  class ReadingArguments {

    @Test
    void acceptsAnsiblesAliases() {
      assertThat(file.read("{dest: /a/, state: absent}").path().value()).isEqualTo("/a");
      assertThat(file.read("{name: /a, mode: 0644}").mode().orElseThrow().text()).isEqualTo("0644");
    }

    @ParameterizedTest
    @ValueSource(strings = {"644", "755", "400", "1777"})
    void refusesABareModeThatYamlReadAsDecimal(String mode) {
      file.rejects(
          "{path: /a, mode: " + mode + "}",
          "Invalid argument: The argument \"mode\" must be a mode in octal digits, in quotes: \"0"
              + mode
              + "\".");
    }

    @Test
    void refusesALinkWithoutSource() {
      file.rejects(
          "{path: /a, state: link}",
          "Invalid arguments: The module file needs \"src\" for a link: what it leads to.");
    }

    @Test
    void followsARelativeSourceByName() {
      assertThat(file.read("{path: /usr/bin/x, src: ../lib/./x, state: link}").linkTarget())
          .isEqualTo("/usr/lib/x");
    }
  }

  @Nested
  class Applying {

    private final Path folder;

    Applying(@TempDir Path folder) {
      this.folder = folder;
    }

    private void apply(String yaml) {
      LocalModuleRunner.in(folder).apply(file, yaml.replace("DIR", folder.toString()));
    }

    private String mode(String name) throws IOException {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }

    @Test
    void createsDirectories() throws IOException {
      apply("{path: DIR/a/b/c, state: directory, mode: '0750'}");

      assertThat(mode("a")).isEqualTo("rwxr-x---");
      assertThat(mode("a/b/c")).isEqualTo("rwxr-x---");
    }

    @Test
    void setsModesRecursively() throws IOException {
      Files.createDirectories(folder.resolve("a/b b"));
      Files.writeString(folder.resolve("a/b b/:x"), "x");
      Files.createSymbolicLink(folder.resolve("a/link"), Path.of("nowhere"));

      apply("{path: DIR/a, state: directory, mode: 'u=rwX,go=', recurse: true}");

      assertThat(mode("a/b b")).isEqualTo("rwx------");
      assertThat(mode("a/b b/:x")).isEqualTo("rw-------");
    }

    @Test
    void createsAndRetargetsLinks() throws IOException {
      Files.createDirectory(folder.resolve("one"));
      Files.createDirectory(folder.resolve("two"));

      apply("{path: DIR/l, state: link, src: one}");
      apply("{path: DIR/l, state: link, src: DIR/two}");

      assertThat(Files.readSymbolicLink(folder.resolve("l"))).isEqualTo(folder.resolve("two"));
      assertThat(folder.resolve("one")).isEmptyDirectory();
    }

    @Test
    void createsHardLinksAndTouchesFiles() throws IOException {
      apply("{path: DIR/f, state: touch, mode: '0600'}");
      apply("{path: DIR/f, state: touch}");
      apply("{path: DIR/h, state: hard, src: DIR/f}");

      assertThat(Files.isSameFile(folder.resolve("f"), folder.resolve("h"))).isTrue();
      assertThat(mode("h")).isEqualTo("rw-------");
    }

    @Test
    void removesADirectoryButNotTheTargetsOfLinksInIt() throws IOException {
      Files.createDirectories(folder.resolve("keep"));
      Files.createDirectories(folder.resolve("a/b"));
      Files.createSymbolicLink(folder.resolve("a/l"), folder.resolve("keep"));

      apply("{path: DIR/a, state: absent}");

      assertThat(folder.resolve("a")).doesNotExist();
      assertThat(folder.resolve("keep")).exists();
    }
  }
}
