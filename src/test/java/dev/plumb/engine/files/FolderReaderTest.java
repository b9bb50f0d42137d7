package dev.plumb.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.value.Content;
import dev.plumb.value.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderReaderTest {

  @TempDir private Path folder;

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private FileTree read() throws IOException {
    return FolderReader.read(folder, ".dockerignore");
  }

  private List<String> names() throws IOException {
    return read().entries().stream().map(FileTree.Entry::path).toList();
  }

  @Test
  void readsAllInTheOrderOfTheirPaths() throws IOException {
    write("b/c", "x");
    write("a", "x");
    Files.createSymbolicLink(folder.resolve("l"), Path.of("a"));

    assertThat(names()).containsExactly("a", "b", "b/c", "l");
    assertThat(read().entries().getLast()).isEqualTo(new FileTree.Entry.Link("l", "a"));
  }

  @Test
  void inlinesSmallFilesAndStreamsLargeOnes() throws IOException {
    write("Dockerfile", "FROM x");
    write("large", "x".repeat(100_000));

    assertThat(read().entries())
        .extracting(entry -> ((FileTree.Entry.File) entry).content())
        .satisfiesExactly(
            small -> assertThat(small).isEqualTo(Content.utf8("FROM x")),
            large -> assertThat(large).isInstanceOf(Content.LocalFile.class));
  }

  @Test
  void digestsWhatWouldBeBuiltDifferently() throws IOException {
    write("a", "x");
    String before = read().sha256().hex();
    write("a", "y");
    String otherText = read().sha256().hex();
    write("a", "x");
    Files.setPosixFilePermissions(
        folder.resolve("a"), PosixFilePermissions.fromString("rwx------"));
    String executable = read().sha256().hex();
    Files.setPosixFilePermissions(
        folder.resolve("a"), PosixFilePermissions.fromString("rw-------"));

    assertThat(List.of(otherText, executable)).doesNotContain(before).doesNotHaveDuplicates();
    assertThat(read().sha256().hex()).isEqualTo(before);
  }

  @Test
  void excludesFilesByTheIgnoreFile() throws IOException {
    write(".dockerignore", "# notes\n*.md\n!README.md\n/build\n**/*.tmp\n");
    write("README.md", "x");
    write("NOTES.md", "x");
    write("build/out/a", "x");
    write("src/a.tmp", "x");
    write("src/a.java", "x");

    assertThat(names()).containsExactly(".dockerignore", "README.md", "src", "src/a.java");
  }

  @ParameterizedTest
  @CsvSource({
    "a, a, true",
    "a, b/a, false",
    "a, a/b, true",
    "*/a, b/a, true",
    "*/a, c/b/a, false",
    "**/a, a, true",
    "**/a, c/b/a, true",
    "a?c, abc, true",
    "a?c, a/c, false",
    "a[bx]c, axc, true",
    "a.b, aXb, false",
    "/a/, a, true",
  })
  void matchesAsDockerDoes(String pattern, String path, boolean leftOut) {
    assertThat(IgnoreRules.parse(pattern).excludes(path)).isEqualTo(leftOut);
  }
}
