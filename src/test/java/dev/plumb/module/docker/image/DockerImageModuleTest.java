package dev.plumb.module.docker.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.host.docker.DockerInspection;
import dev.plumb.module.ClusterHarness;
import dev.plumb.module.docker.image.ImageState.Image;
import dev.plumb.module.docker.image.ImageState.Images;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.remote.StreamSource;
import dev.plumb.state.Reading;
import dev.plumb.value.Content;
import dev.plumb.value.FileTree;
import dev.plumb.value.HostName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerImageModuleTest {

  private static final String BUILD = "name: app:1\nsource: build\nbuild: {path: app}";
  private static final String BASE_ID = "sha256:" + "b".repeat(64);
  private static final String OTHER_BASE_ID = "sha256:" + "e".repeat(64);
  private static final String NEW = "sha256:" + "1".repeat(64);
  private static final String OTHER = "sha256:" + "2".repeat(64);
  private static final Image BASE = new Image(BASE_ID, Map.of());
  private static final Images NOTHING = new Images(Map.of());

  private final ClusterHarness<ImageSpec, ImageState> image =
      ClusterHarness.of(new DockerImageModule()).withFolder(app("hello"));

  private static FileTree app(String text) {
    return new FileTree(
        "app", List.of(file("Dockerfile", "FROM base\nCOPY . /\n"), file("a", text)));
  }

  private static FileTree.Entry file(String path, String text) {
    return new FileTree.Entry.File(path, Content.utf8(text), false);
  }

  private ClusterHarness<ImageSpec, ImageState>.Scenario on(Images... hosts) {
    return on(BUILD, hosts);
  }

  private ClusterHarness<ImageSpec, ImageState>.Scenario on(String yaml, Images... hosts) {
    ClusterHarness<ImageSpec, ImageState>.Scenario picture = image.scenario();
    for (int i = 0; i < hosts.length; i++) {
      picture.host("node" + i, yaml, hosts[i]);
    }
    return picture;
  }

  /** Returns a host that has the base, and the image built with these arguments. */
  private Images with(String yaml, String id) {
    Map<String, String> labels = new TreeMap<>(ImageFingerprint.of(image.read(yaml)));
    labels.put(ImageFingerprint.BASE, BASE_ID);
    return new Images(Map.of("base:latest", BASE, "app:1", new Image(id, labels)));
  }

  private static Images base() {
    return new Images(Map.of("base:latest", BASE));
  }

  private List<HostChange> changes(ImageSpec spec, Images found) {
    HostName host = new HostName("node0");
    return changes(Map.of(host, spec), Map.of(host, found));
  }

  private List<HostChange> changes(
      Map<HostName, ImageSpec> specs, Map<HostName, ImageState> found) {
    return image.module().plan(specs, found) instanceof ClusterPlan.Needed<?>(var changes, var _)
        ? changes
        : List.of();
  }

  @Nested
  class Building {

    @Test
    void runsOnOneHostAndCopiesTheImageToTheOthers() {
      String marks =
          String.join(
              " ",
              ImageFingerprint.of(image.read(BUILD)).entrySet().stream()
                  .map(mark -> "--label " + mark)
                  .toList());
      on(base(), base(), base())
          .plan()
          .leadsTo(
              """
              node0: image: absent -> built
                run docker build 1 false base:latest --tag app:1 --file Dockerfile --force-rm %s on the folder app
              node1: image: absent -> as on node0
                run docker load on what docker save app:1 sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb prints on node0
              node2: image: absent -> as on node0
                run docker load on what docker save app:1 sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb prints on node0
              then
              in sync
              """
                  .formatted(marks));
    }

    @Test
    void isInSyncWhenAllHostsHaveTheImage() {
      on(with(BUILD, NEW), with(BUILD, NEW), with(BUILD, NEW)).plan().isInSync();
    }

    @Test
    void copiesTheImageFromAHostThatHasIt() {
      on(base(), with(BUILD, NEW), NOTHING)
          .plan()
          .needs(
              """
              node0: image: absent -> as on node1
                run docker load on what docker save app:1 sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb prints on node1
              node2: image: absent -> as on node1
                run docker load on what docker save app:1 prints on node1
              """);
    }

    @Test
    void copiesTheImageOverADifferentBuild() {
      on(with(BUILD, NEW), with(BUILD, OTHER))
          .plan()
          .needs(
              """
              node1: image: 222222222222 -> as on node0
                run docker load on what docker save app:1 sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb prints on node0
              """);
    }

    @Test
    void namesWhatChangedInTheContext() {
      Images before = with(BUILD, NEW);
      image.withFolder(app("changed"));

      assertThat(told(BUILD, before))
          .containsExactly(
              "context: %s -> %s"
                  .formatted(
                      shortly(before.at("app:1").orElseThrow().label(ImageFingerprint.CONTEXT)),
                      shortly(
                          with(BUILD, NEW)
                              .at("app:1")
                              .orElseThrow()
                              .label(ImageFingerprint.CONTEXT))));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            {path: app, args: {A: secret}}    | args: different -> as declared
            {path: app, target: last}         | options: different -> as declared
            {path: app, labels: {team: a}}    | options: different -> as declared
            {path: app, nocache: true}        |
            {path: app, pull: true}           |
            """)
    void namesWhatElseChanged(String build, String told) {
      assertThat(told("name: app:1\nsource: build\nbuild: " + build, with(BUILD, NEW)))
          .isEqualTo(told == null ? List.of() : List.of(told));
    }

    @Test
    void rebuildsWhenTheBaseChanged() {
      Images found =
          with(BUILD, NEW).with(List.of("base:latest"), new Image(OTHER_BASE_ID, Map.of()));

      assertThat(told(BUILD, found))
          .containsExactly("base base:latest: bbbbbbbbbbbb -> eeeeeeeeeeee");
    }

    @Test
    void needsNoBaseForAnExistingImage() {
      on(with(BUILD, NEW).without(List.of("base:latest"))).plan().isInSync();
    }

    @Test
    void runsOnTheHostThatHasTheBase() {
      HostName first = new HostName("node0");
      HostName second = new HostName("node1");
      ImageSpec spec = image.read(BUILD);

      assertThat(changes(Map.of(first, spec, second, spec), Map.of(first, NOTHING, second, base())))
          .extracting(HostChange::host)
          .containsExactly(second, first);
    }

    @Test
    void replacesAnImageOfTheSameName() {
      Images found = base().with(List.of("app:1"), new Image(OTHER, Map.of()));

      assertThat(told(BUILD, found)).containsExactly("image: not created by this task -> built");
    }

    @Test
    void skipsUnreachableHosts() {
      image
          .scenario()
          .unreachable("node0", BUILD)
          .host("node1", BUILD, base())
          .plan()
          .needs(
              """
              node1: image: absent -> built
                run docker build 1 false base:latest --tag app:1 --file Dockerfile --force-rm %s on the folder app
              """
                  .formatted(
                      String.join(
                          " ",
                          ImageFingerprint.of(image.read(BUILD)).entrySet().stream()
                              .map(mark -> "--label " + mark)
                              .toList())));
    }

    @Test
    void keepsArgumentsOutOfWordsAndSendsTheDockerfileLast() {
      Step step =
          changes(
                  image.read(
                      "name: app:1\nsource: build\nbuild: {path: app, args: {TOKEN: hunter22}}"),
                  base())
              .getFirst()
              .change()
              .steps()
              .getFirst();

      assertThat(step)
          .isInstanceOfSatisfying(
              Step.Pipe.class,
              feed -> {
                assertThat(feed.command().environment()).isEqualTo(Map.of("TOKEN", "hunter22"));
                assertThat(feed.command().words())
                    .contains("--build-arg", "TOKEN")
                    .noneMatch(word -> word.contains("hunter22"));
                assertThat(((StreamSource.Archive) feed.source()).files().entries())
                    .extracting(FileTree.Entry::path)
                    .containsExactly("a", "Dockerfile");
              });
    }

    private List<String> told(String yaml, Images found) {
      return changes(image.read(yaml), found).stream()
          .map(HostChange::change)
          .map(c -> c.property() + ": " + c.before() + " -> " + c.after())
          .toList();
    }

    private static String shortly(String digest) {
      return digest.substring(0, 12);
    }
  }

  @Nested
  class OtherSources {

    @Test
    void importsOnOneHost() {
      String yaml =
          """
          name: base
          source: import
          import_path: /srv/root
          import_exclude: [/root/.ssh, 'var/log/*']
          import_changes: ['CMD ["sh"]']
          """;
      String mark = ImageFingerprint.of(image.read(yaml)).entrySet().iterator().next().toString();
      on(yaml, NOTHING, NOTHING)
          .plan()
          .leadsTo(
              """
              node0: image: absent -> imported
                run docker import /srv/root base:latest ./root/.ssh
              ./var/log/*
               --change LABEL %s --change CMD ["sh"]
              node1: image: absent -> as on node0
                run docker load on what docker save base:latest prints on node0
              then
              in sync
              """
                  .formatted(mark));
    }

    @Test
    void pullsOnEachHostThatLacksIt() {
      String yaml = "name: debian\ntag: '12'\nsource: pull";
      Images there = new Images(Map.of("debian:12", new Image(NEW, Map.of())));
      on(yaml, NOTHING, there)
          .plan()
          .needs(
              """
              node0: image: absent -> pulled
                run docker pull -- debian:12
              """);
    }

    @Test
    void isBlockedWithoutALocalImage() {
      on("name: app\nsource: local", NOTHING, NOTHING)
          .plan()
          .isBlocked("Image not found")
          .withDetail(
              "There is no image \"app:latest\" on node0, node1, and \"source: local\" does not"
                  + " create it.")
          .fixableByEarlierTask();
    }

    @Test
    void addsNames() {
      String yaml = BUILD + "\ntags: [app:stable, 'reg:5000/app']";
      Images found = with(yaml, NEW).with(List.of("app:stable"), new Image(OTHER, Map.of()));
      on(yaml, found)
          .plan()
          .needs(
              """
              node0: name app:stable: 222222222222 -> this image
                run docker tag app:1 app:stable
              node0: name reg:5000/app:latest: absent -> this image
                run docker tag app:1 reg:5000/app:latest
              """);
    }

    @Test
    void removesAllNames() {
      String yaml = "name: app:1\nstate: absent\nrepository: app:stable\nforce_absent: true";
      on(yaml, with(BUILD, NEW), NOTHING)
          .plan()
          .needs(
              """
              node0: image: present -> absent
                run docker rmi --force -- app:1
              """);
    }
  }

  @Nested
  class Refusing {

    @Test
    void isBlockedWithoutDocker() {
      image
          .scenario()
          .host("node0", BUILD, base())
          .host("node1", BUILD, new ImageState.Unavailable(new DockerInspection.Stopped()))
          .plan()
          .isBlocked("dockerd does not run")
          .withDetail(
              "On node1: docker is installed, but its daemon does not answer. Start it first:\n"
                  + "    systemctl start docker")
          .fixableByEarlierTask();
    }

    @Test
    void isBlockedWhenHostsDeclareDifferentImages() {
      image
          .scenario()
          .host("node0", "name: app:1\nsource: build\nbuild: {path: app, args: {A: a}}", base())
          .host("node1", "name: app:1\nsource: build\nbuild: {path: app, args: {A: b}}", base())
          .plan()
          .isBlocked("Hosts declare different images")
          .notFixableByEarlierTask();
    }

    @Test
    void rejectsInvalidArguments() {
      image.rejects(
          "name: app",
          "Invalid arguments: The module docker_image must have a \"source\": build, pull,"
              + " import, load or local.");
      image.rejects(
          "name: app\nsource: build\nbuild: {path: empty}",
          "Invalid arguments: The module docker_image must have a Dockerfile, but there is no file"
              + " \"Dockerfile\" in the folder empty, or its .dockerignore excludes it.");
      image.rejects(
          "name: app\nsource: pull\nbuild: {path: app}",
          "Invalid arguments: The module docker_image must have \"build\" with the source that it"
              + " belongs to, and only then.");
      image.rejects(
          "name: app\nsource: build\nbuild: {path: app, args: {PATH: /x}}",
          "Invalid arguments: The build cannot have a build argument named \"PATH\": build"
              + " arguments are passed in docker's environment, where this name is invalid or"
              + " reserved.");
      image.rejects(
          "name: App\nsource: pull",
          "Invalid argument: The argument \"name\" must be the name of an image in lower case,"
              + " such as \"app:1\" or \"registry:5000/team/app\", but was \"App\".");
    }
  }

  @Nested
  class ReadingDockerfiles {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            FROM debian                                              | debian:latest
            from reg:5000/a/b@sha256:%s as x                         | reg:5000/a/b@sha256:%s
            FROM --platform=linux/amd64 debian:12 AS a~FROM a        | debian:12
            ARG V=12~FROM debian:$V                                  | debian:13
            ARG W=12~FROM debian:$W                                  | debian:12
            ARG V~FROM debian:${V:-11}                               | debian:13
            ARG W~FROM debian:${W:-11}                               | debian:11
            FROM a:1~COPY --from=b:2 /x /~COPY --chown=0 --from=0 /y /| a:1,b:2
            # FROM x~FROM \\~  a:1                                    | a:1
            FROM scratch                                             | ''
            FROM a:1~ARG V=2~FROM b:$W                               | a:1,b:
            RUN echo FROM x~FROM y:1                                 | y:1
            """)
    void findsBaseImages(String dockerfile, String bases) {
      String digest = "0".repeat(64);
      assertThat(
              String.join(
                  ",",
                  DockerfileParser.bases(
                      dockerfile.replace("~", "\n").replace("%s", digest), Map.of("V", "13"))))
          .isEqualTo(bases.replace("%s", digest));
    }
  }

  @Nested
  class Probing {

    private Reading<ImageState> read(int status, String out, String err) {
      return image
          .module()
          .probe(image.read(BUILD))
          .read(List.of(Exec.Exited.of(status, out, err)));
    }

    @Test
    void inspectsTheImageAndItsBaseInOneCommand() {
      assertThat(image.module().probe(image.read(BUILD)).questions())
          .singleElement()
          .hasToString("docker inspect --type image -- app:1 base:latest");
    }

    @Test
    void readsWhichImageIsMissing() {
      assertThat(
              read(
                  1,
                  "[{\"Id\": \"sha256:x\", \"Config\": {\"Labels\": {\"a\": \"b\"}}}]",
                  "Error: No such image: app:1\n"))
          .isEqualTo(
              Reading.of(
                  new Images(Map.of("base:latest", new Image("sha256:x", Map.of("a", "b"))))));
    }

    @Test
    void reportsAFailedQueryAsUnreadable() {
      assertThat(read(1, "", "Got permission denied while trying to connect"))
          .isEqualTo(
              Reading.unreadable(
                  "docker inspect ended with status 1: Got permission denied while trying to"
                      + " connect"));
      assertThat(read(0, "[]", "")).isInstanceOf(Reading.Unreadable.class);
    }
  }
}
