package dev.plumb.module.file.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.change.Plan;
import dev.plumb.host.files.FileAttributes;
import dev.plumb.host.files.FileEntry;
import dev.plumb.host.files.TargetFile;
import dev.plumb.host.files.TextFile;
import dev.plumb.module.LocalModuleRunner;
import dev.plumb.module.ModuleHarness;
import dev.plumb.value.Bytes;
import dev.plumb.value.FileMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineInFileModuleTest {

  private static final FileEntry FOLDER =
      new FileEntry.Directory(FileAttributes.ofNewFile(FileMode.of("0755")));

  private final ModuleHarness<LineInFileSpec, LineInFileModule.Found> lineinfile =
      ModuleHarness.of(new LineInFileModule());

  private static LineInFileModule.Found file(String text) {
    return new LineInFileModule.Found(
        new TextFile.Present(Bytes.utf8(text)),
        new TargetFile(
            new FileEntry.Regular(FileAttributes.ofNewFile(FileMode.of("0644"))),
            FOLDER,
            Optional.empty()));
  }

  private static LineInFileModule.Found missing(FileEntry folder) {
    return new LineInFileModule.Found(
        new TextFile.Missing(), new TargetFile(new FileEntry.Missing(), folder, Optional.empty()));
  }

  @Nested
  class Planning {

    /** In texts, a comma stands for the end of a line and a semicolon for CRLF. */
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            appends                            | line: x                                 | a,b,   | a,b,x,
            appends to a file without end      | line: x                                 | a,b    | a,b,x,
            appends to an empty file           | line: x                                 | ''     | x,
            finds the line as it is            | line: b                                 | a,b,   | a,b,
            finds the last line without end    | line: b                                 | a,b    | a,b
            keeps CRLF                         | line: x                                 | a;b;   | a;b;x;
            finds a line that ends with CRLF   | line: a                                 | a;b;   | a;b;
            replaces the last that is found    | {line: k=2, regexp: '^k='}              | k=0,k=1,| k=0,k=2,
            replaces the first that is found   | {line: k=2, regexp: '^k=', firstmatch: true}| k=0,k=1,| k=2,k=1,
            replaces and keeps a missing end   | {line: k=2, regexp: '^k=1$'}            | a,k=1  | a,k=2
            finds the end of a line with CRLF  | {line: k=2, regexp: '^k=1$'}            | k=1;   | k=2;
            appends when nothing is found      | {line: k=2, regexp: '^k='}              | a,     | a,k=2,
            finds the line though regexp fails | {line: x, regexp: '^y'}                 | x,a,   | x,a,
            finds a text as it is              | {line: k=2, search_string: 'k.'}        | k1,k.3,| k1,k=2,
            inserts after the last found       | {line: x, insertafter: '^a'}            | a,a,b, | a,a,x,b,
            inserts after the first found      | {line: x, insertafter: '^a', firstmatch: true}| a,a,b, | a,x,a,b,
            appends when there is no such place| {line: x, insertafter: '^z'}            | a,b,   | a,b,x,
            inserts after a last without end   | {line: x, insertafter: '^b'}            | a,b    | a,b,x,
            inserts before the last found      | {line: x, insertbefore: '^b'}           | a,b,   | a,x,b,
            inserts at the beginning           | {line: x, insertbefore: BOF}            | a,b,   | x,a,b,
            inserts at the end                 | {line: x, insertafter: EOF}             | a,b,   | a,b,x,
            refers back                        | {line: 'k=\\1!', regexp: '^k=(\\w+)$', backrefs: true}| k=v, | k=v!,
            refers back by name                | {line: '\\g<n>-', regexp: '^(?P<n>.)$', backrefs: true}| k,| k-,
            inserts nothing that refers back   | {line: '\\1', regexp: '^(z)', backrefs: true}| a,  | a,
            removes every line that is found   | {regexp: '^k', state: absent}           | k,a,k, | a,
            removes a line as it is            | {line: 'a', state: absent}              | a,aa,a | aa,
            """)
    void edits(String name, String args, String before, String after) {
      LineInFileSpec spec =
          lineinfile.read(
              "{path: /f, " + args.replaceAll("^\\{|}$", "").replace("\\\\", "\\") + "}");
      Plan<LineInFileModule.Found> plan = lineinfile.plan(spec, file(text(before))).plan();

      assertThat(
              plan instanceof Plan.Needed<LineInFileModule.Found>(var _, var expected)
                  ? expected.text().text()
                  : text(before))
          .as(name)
          .isEqualTo(text(after));
      assertThat(plan instanceof Plan.InSync).isEqualTo(before.equals(after));
    }

    private static String text(String shown) {
      return shown.replace(";", "\r\n").replace(",", "\n");
    }

    @Test
    void showsWhatItWrites() {
      lineinfile
          .plan("{path: /f, line: x, mode: '0600'}", file("a\n"))
          .needs(
              """
              content: sha256:87428fc52280 -> sha256:7a0e624fe915
                write /f
                  |a
                  |x
              mode: 0644 -> 0600
              """);
    }

    @Test
    void makesAMissingFileOnlyWhenAsked() {
      lineinfile
          .plan("{path: /d/f, line: x}", missing(FOLDER))
          .isBlocked("File does not exist")
          .fixableByEarlierTask()
          .withDetail("There is no file /d/f on the host. To have it made, say:\n    create: true");
      lineinfile
          .plan("{path: /d/f, line: x, create: true}", missing(new FileEntry.Missing()))
          .needs(
              """
              folder: absent -> directory
                run mkdir /d
              content: absent -> sha256:73cb3858a687
                write /d/f
                  |x
              """);
      lineinfile.plan("{path: /d/f, line: x, state: absent}", missing(FOLDER)).isInSync();
    }

    @Test
    void isBlockedByALineThatNeverSettles() {
      lineinfile
          .plan("{path: /f, regexp: '^(.*)$', line: '\\1x', backrefs: true}", file("a\n"))
          .isBlocked("Line never settles")
          .notFixableByEarlierTask();
    }
  }

  @Nested
  class ReadingArguments {

    @Test
    void reportsAnInvalidExpression() {
      lineinfile.rejects(
          "{path: /f, line: x, regexp: 'a('}",
          "Invalid argument: The argument \"regexp\" must be a regular expression, but \"a(\" is"
              + " none: Unclosed group at 2.");
    }

    @Test
    void requiresALineOrAnExpression() {
      lineinfile.rejects(
          "{path: /f, regexp: a}",
          "Invalid arguments: The module lineinfile needs \"line\" for state present.");
      lineinfile.rejects(
          "{path: /f, state: absent}",
          "Invalid arguments: The module lineinfile needs \"line\", \"regexp\" or"
              + " \"search_string\".");
    }
  }

  @Nested
  class Applying {

    private final Path folder;

    Applying(@TempDir Path folder) {
      this.folder = folder;
    }

    private void apply(String yaml) {
      LocalModuleRunner.in(folder).apply(lineinfile, yaml.replace("DIR", folder.toString()));
    }

    @Test
    void editsAFileThatIsNoUtf8() throws IOException {
      Path file = folder.resolve("latin");
      Files.write(file, "gr\u00fcn\nb\n".getBytes(StandardCharsets.ISO_8859_1));

      apply("{path: DIR/latin, line: 'x\u00e4', insertbefore: '^b'}");

      assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
          .isEqualTo("gr\u00fcn\nx\u00c3\u00a4\nb\n");
    }

    @Test
    void makesAFileInANewFolder() {
      apply("{path: DIR/a/b, line: x, create: true, mode: '0600'}");
      apply("{path: DIR/a/b, line: y, regexp: ^x}");

      assertThat(folder.resolve("a/b")).hasContent("y\n");
    }
  }
}
