package dev.plumb.host.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import dev.plumb.value.FileMode;
import org.junit.jupiter.api.Test;

/** Answers are as GNU stat 9.1 gave them. */
class FileEntryTest {

  private static Reading<FileEntry> parse(String path, int status, String out, String err) {
    return FileEntry.parse(path, Exec.Exited.of(status, out, err));
  }

  @Test
  void readsADirectory() {
    assertThat(
            parse(
                "/srv",
                0,
                "41ed:0:0:2:2146415:65024:4096:1795424856:1795424857:1795424858:root:root:/srv:/srv\0",
                ""))
        .isEqualTo(
            Reading.of(
                new FileEntry.Directory(
                    new FileAttributes(
                        new FileMode(0755),
                        0,
                        0,
                        "root",
                        "root",
                        2,
                        2146415,
                        65024,
                        4096,
                        1795424856,
                        1795424857,
                        1795424858))));
  }

  @Test
  void readsALinkWhoseTargetHoldsAnything() {
    var reading =
        parse(
            "/tmp/a:b",
            0,
            "a1ff:0:0:1:21:65024:5:1:2:3:root:root:/tmp/a:b -> x -> y:\nz:/tmp/a:b\0",
            "");

    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Observed.class,
            observed ->
                assertThat(((FileEntry.Link) observed.state()).target()).isEqualTo("x -> y:\nz"));
  }

  @Test
  void distinguishesAMissingFileFromAPathThroughAFile() {
    assertThat(parse("/nope", 1, "", "stat: cannot statx '/nope': No such file or directory\n"))
        .isEqualTo(Reading.of(new FileEntry.Missing()));
    assertThat(parse("/a/b", 1, "", "stat: cannot statx '/a/b': Not a directory\n"))
        .isEqualTo(Reading.of(new FileEntry.Obstructed()));
  }

  @Test
  void reportsAFailedLookAsUnreadable() {
    assertThat(parse("/root/x", 1, "", "stat: cannot statx '/root/x': Permission denied\n"))
        .isEqualTo(
            Reading.unreadable(
                "stat could not look at /root/x: stat: cannot statx '/root/x': Permission denied"));
    assertThat(parse("/x", 127, "", "sh: 1: stat: not found\n"))
        .isInstanceOf(Reading.Unreadable.class);
  }
}
