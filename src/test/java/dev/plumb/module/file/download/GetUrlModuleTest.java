package dev.plumb.module.file.download;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.host.files.FileAttributes;
import dev.plumb.host.files.FileEntry;
import dev.plumb.module.LocalModuleRunner;
import dev.plumb.module.ModuleHarness;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.value.Bytes;
import dev.plumb.value.FileMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GetUrlModuleTest {

  private static final String SUM = Bytes.utf8("hello\n").sha256().hex();
  private static final FileEntry FOLDER =
      new FileEntry.Directory(FileAttributes.ofNewFile(FileMode.of("0755")));
  private static final GetUrlModule.DownloadTarget NOTHING =
      new GetUrlModule.DownloadTarget(new FileEntry.Missing(), FOLDER, Optional.empty());

  private final ModuleHarness<GetUrlSpec, GetUrlModule.Found> getUrl =
      ModuleHarness.of(new GetUrlModule());

  private static GetUrlModule.DownloadTarget file(String digest) {
    return new GetUrlModule.DownloadTarget(
        new FileEntry.Regular(FileAttributes.ofNewFile(FileMode.of("0644"))),
        FOLDER,
        Optional.of(digest).filter(text -> !text.isEmpty()));
  }

  private static GetUrlModule.Found at(GetUrlModule.DownloadTarget place) {
    return new GetUrlModule.Found(place, NOTHING, Downloader.CURL);
  }

  @Nested
  class Planning {

    @Test
    void downloadsAMissingFile() {
      getUrl
          .plan("{url: 'https://x.org/a?b', dest: /opt/a, mode: '0755'}", at(NOTHING))
          .needs(
              """
              content: absent -> what https://x.org/a?b holds
                run download https://x.org/a?b /opt/a
              mode: absent -> 0755
              """);
    }

    @Test
    void trustsAnExistingFileWithoutAChecksum() {
      getUrl.plan("{url: 'https://x.org/a', dest: /opt/a}", at(file(""))).isInSync();
      getUrl
          .plan("{url: 'https://x.org/a', dest: /opt/a, mode: '0600'}", at(file("")))
          .needs(
              """
              mode: 0644 -> 0600
                run chmod 0600 /opt/a
              """);
    }

    @Test
    void downloadsAgainWhatDiffersFromItsChecksum() {
      String spec = "{url: 'https://x.org/a', dest: /opt/a, checksum: 'sha256:" + SUM + "'}";
      getUrl.plan(spec, at(file(SUM))).isInSync();
      getUrl
          .plan(spec, at(file("0".repeat(64))))
          .needs(
              """
              content: sha256:000000000000 -> sha256:5891b5b522d5
                run download https://x.org/a /opt/a
              """);
    }

    @Test
    void reportsAForcedDownloadAsUnknown() {
      getUrl
          .plan("{url: 'https://x.org/a', dest: /opt/a, force: true}", at(file("")))
          .acts(
              Plan.CheckVerdict.UNKNOWN,
              """
              content: an earlier download -> what https://x.org/a holds
                run download https://x.org/a /opt/a
              """);
    }

    @Test
    void downloadsIntoAFolderUnderTheUrlsLastSegment() {
      getUrl
          .plan("{url: 'https://x.org/p/a.tgz?b=/c#d', dest: /opt/}", at(NOTHING))
          .needs(
              """
              content: absent -> what https://x.org/p/a.tgz?b=/c#d holds
                run download https://x.org/p/a.tgz?b=/c#d /opt/a.tgz
              """);
      assertThat(DownloadUrl.of("https://x.org").fileName()).isEqualTo("index.html");
    }

    @Test
    void isBlockedWithoutADownloader() {
      getUrl
          .plan(
              "{url: 'https://x.org/a', dest: /opt/a}",
              new GetUrlModule.Found(NOTHING, NOTHING, Downloader.NONE))
          .isBlocked("No program to download with")
          .fixableByEarlierTask();
    }

    @ParameterizedTest
    @EnumSource(
        value = Downloader.class,
        names = {"CURL", "WGET"})
    void passesSecretsOnStandardInputOnly(Downloader downloader) {
      Plan<GetUrlModule.Found> plan =
          getUrl
              .plan(
                  "{url: 'https://x.org/a', dest: /opt/a, url_username: me, url_password:"
                      + " 's\"cr3t', headers: {X-Token: t0ken}}",
                  new GetUrlModule.Found(NOTHING, NOTHING, downloader))
              .plan();

      if (plan instanceof Plan.Needed<GetUrlModule.Found>(List<Change> changes, var _)
          && changes.getFirst().steps().getFirst() instanceof Step.Run(var command)) {
        assertThat(command.words() + " " + command.environment())
            .doesNotContain("cr3t")
            .doesNotContain("t0ken");
        assertThat(command.input().utf8()).contains("cr3t").contains("X-Token: t0ken");
      } else {
        throw new AssertionError(plan);
      }
    }
  }

  @Nested
  class ReadingArguments {

    @Test
    void rejectsAnIncompleteChecksum() {
      getUrl.rejects(
          "{url: 'https://x.org/a', dest: /a, checksum: 'sha256:12'}",
          "Invalid argument: The argument \"checksum\" must be a kind of digest and its hexadecimal"
              + " digits, such as \"sha256:\" and 64 digits, but was \"sha256:12\".");
    }

    @Test
    void rejectsWhatIsNotAUrl() {
      getUrl.rejects(
          "{url: x.org/a, dest: /a}",
          "Invalid argument: The argument \"url\" must be a URL such as"
              + " \"https://example.org/etcd.tar.gz\", but was \"x.org/a\".");
    }
  }

  @Nested
  class Applying {

    private final Path folder;
    private final HttpServer server;
    private final String url;

    Applying(@TempDir Path folder) throws IOException {
      this.folder = folder;
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      this.url = "http://127.0.0.1:" + server.getAddress().getPort();
      server.createContext("/open", exchange -> answer(exchange, 200));
      server.createContext(
          "/locked",
          exchange ->
              answer(
                  exchange,
                  List.of("Basic bWU6cyJjcjN0")
                          .equals(exchange.getRequestHeaders().get("Authorization"))
                      ? 200
                      : 401));
      server.start();
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
      byte[] body = "hello\n".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    }

    @AfterEach
    void stop() {
      server.stop(0);
    }

    private String yaml(String text) {
      return text.replace("DIR", folder.toString()).replace("URL", url).replace("SUM", SUM);
    }

    @Test
    void downloadsAndChecks() throws IOException {
      LocalModuleRunner local = LocalModuleRunner.in(folder);
      String spec = yaml("{url: URL/open, dest: DIR/a b, mode: 0600, checksum: 'sha256:SUM'}");
      local.apply(getUrl, spec);
      Files.writeString(folder.resolve("a b"), "drift");
      local.apply(getUrl, spec);

      assertThat(folder.resolve("a b")).hasContent("hello\n");
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a b"))))
          .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @EnumSource(
        value = Downloader.class,
        names = {"CURL", "WGET"})
    void logsIn(Downloader downloader) {
      assertThat(
              run(
                  downloader,
                  yaml(
                      "{url: URL/locked, dest: DIR/a, url_username: me, url_password: 's\"cr3t'}")))
          .isEqualTo(0);
      assertThat(folder.resolve("a")).hasContent("hello\n");
    }

    @ParameterizedTest
    @EnumSource(
        value = Downloader.class,
        names = {"CURL", "WGET"})
    void leavesNothingBehindWhenItFails(Downloader downloader) {
      assertThat(run(downloader, yaml("{url: URL/nowhere, dest: DIR/a}"))).isNotEqualTo(0);
      assertThat(said).contains("404").contains("Nothing was downloaded from " + url + "/nowhere");
      assertThat(
              run(
                  downloader,
                  yaml("{url: URL/open, dest: DIR/a, checksum: 'md5:" + "0".repeat(32) + "'}")))
          .isEqualTo(1);
      assertThat(said)
          .contains(
              "The file at %s/open has the md5sum b1946ac92492d2347c6235b4d2611184, not %s; %s/a is"
                      .formatted(url, "0".repeat(32), folder)
                  + " as it was.");
      assertThat(folder).isEmptyDirectory();
    }

    private String said = "";

    private int run(Downloader downloader, String yaml) {
      GetUrlSpec spec = getUrl.read(yaml);
      GetUrlModule.Found found = new GetUrlModule.Found(NOTHING, NOTHING, downloader);
      Exec ending = LocalModuleRunner.in(folder).run(getUrl.plan(spec, found).plan()).getLast();
      said = ((Exec.Exited) ending).err();
      return ((Exec.Exited) ending).status();
    }
  }
}
