package dev.plumb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.cli.process.TestEnvironments;
import dev.plumb.json.JsonReader;
import dev.plumb.lab.LabHosts;
import dev.plumb.lab.OnTheLab;
import dev.plumb.value.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Images and containers with the real docker, on an image of two programs and their libraries. */
@OnTheLab
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImagesLabTest {

  private static final List<String> NODES = List.of("node0", "node1", "node2");

  private static final String BASE =
      """
      - docker_image:
          name: plumb-test-base
          source: import
          import_path: /srv/plumb-test-root
          import_changes: ['ENV COLOUR=blue']
      """;

  private static final String IMAGE =
      """
      - docker_image:
          name: plumb-test:1
          tags: plumb-test:stable
          source: build
          build:
            path: app
            args: {TOKEN: hunter22}
      """;

  private static final String CONTAINER =
      """
      - docker_container:
          name: plumb-test
          image: plumb-test-base
          command: [sleep, '1000']
          hostname: test
          env: {SECRET: hunter22, SIZE: large}
          published_ports: ['127.0.0.1:18888:80']
          volumes: ['/srv:/data:ro']
          labels: {team: storage}
          restart_policy: unless-stopped
          capabilities: [NET_ADMIN]
          stop_timeout: 1
      """;

  private Path folder;
  private int runs;

  /** One run: what it said, and its report. */
  private record Ran(int status, String said, Value.Entries report) {

    List<String> changes() {
      List<String> all = new ArrayList<>();
      for (Value task : list(report, "tasks")) {
        for (Value change : list(task, "changes")) {
          all.add(
              "%s: %s: %s -> %s"
                  .formatted(
                      at(task, "host"),
                      at(change, "property"),
                      at(change, "before"),
                      at(change, "after")));
        }
      }
      return all;
    }

    /** What a check and an apply must have in common. */
    List<String> outcomes() {
      return list(report, "tasks").stream()
          .map(task -> at(task, "host") + " " + at(task, "status") + " " + at(task, "changes"))
          .sorted()
          .toList();
    }

    List<String> ofHosts(String count) {
      return NODES.stream()
          .map(node -> at(at(at(report, "hosts"), node), count).toString())
          .toList();
    }

    private static Value at(Value value, String key) {
      return ((Value.Entries) value).get(key).orElseThrow();
    }

    private static List<Value> list(Value value, String key) {
      return ((Value.Items) at(value, key)).list();
    }
  }

  private Ran plumb(String command, String tasks) throws IOException {
    Path playbook = folder.resolve("play.yml");
    Files.writeString(
        playbook, "- hosts: docker\n  gather_facts: false\n  tasks:\n" + tasks.indent(4));
    Path report = folder.resolve("report-" + runs++ + ".json");
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    int status =
        new Cli(TestEnvironments.of(out, out, false, Map.of(), folder, Optional.empty()))
            .run(
                command,
                playbook.toString(),
                "-i",
                LabHosts.inventory().toString(),
                "--report",
                "json=" + report);
    String text = said.toString(StandardCharsets.UTF_8);
    String json = Files.exists(report) ? Files.readString(report) : "{}";
    assertThat(text + json).as("what is told of secrets").doesNotContain("hunter22");
    return new Ran(status, text, (Value.Entries) JsonReader.read(json).orElseThrow());
  }

  /** Checks, applies what was foreseen and nothing else, and applies again, for nothing. */
  private List<String> brings(String tasks) throws IOException {
    Ran foreseen = plumb("check", tasks);
    Ran done = plumb("apply", tasks);
    assertThat(done.status()).as(done.said()).isZero();
    assertThat(done.outcomes()).isEqualTo(foreseen.outcomes());
    Ran again = plumb("apply", tasks);
    assertThat(again.changes()).isEmpty();
    assertThat(again.ofHosts("round_trips")).containsOnly("1");
    return done.changes();
  }

  private static String on(String node, String command) {
    return LabHosts.on(node, command).endedWith(0).out().strip();
  }

  private static List<String> onEach(String command) throws Exception {
    List<String> all = new ArrayList<>();
    for (String node : NODES) {
      all.add(on(node, command));
    }
    return all;
  }

  @BeforeAll
  void prepare(@TempDir Path temporary) throws Exception {
    folder = temporary;
    String root =
        """
        - apt: {name: docker.io, update_cache: true, install_recommends: false}
        - service: {name: docker, state: started}
        - shell: |
            r=/srv/plumb-test-root
            for f in /bin/sleep /bin/sh $(ldd /bin/sleep /bin/sh | grep -o '/[^ :]*' | sort -u); do
              mkdir -p "$r$(dirname "$f")" && cp -L "$f" "$r$f"
            done
            touch $r/done
          args: {creates: /srv/plumb-test-root/done}
        """;
    Ran prepared = plumb("apply", root);
    assertThat(prepared.status()).as(prepared.said()).isZero();
    clean();
    context("one");
  }

  @AfterEach
  void clean() throws Exception {
    onEach(
        "docker rm -f plumb-test >/dev/null 2>&1; docker rmi -f plumb-test:1 plumb-test:stable"
            + " plumb-test-base >/dev/null 2>&1; true");
  }

  private void context(String text) throws IOException {
    Path app = Files.createDirectories(folder.resolve("files").resolve("app"));
    Files.writeString(app.resolve("Dockerfile"), "FROM plumb-test-base\nARG TOKEN\nCOPY a /\n");
    Files.writeString(app.resolve("a"), text);
    Files.writeString(app.resolve("notes.md"), "not for the image: " + runs);
    Files.writeString(app.resolve(".dockerignore"), "*.md\n");
  }

  @Test
  void buildsAnImageOnOneHostAndCopiesItToTheOthers() throws Exception {
    String id = "docker image inspect --format '{{.Id}}' plumb-test:1 plumb-test:stable";

    assertThat(brings(BASE + IMAGE))
        .containsExactlyInAnyOrder(
            "node0: image: absent -> imported",
            "node1: image: absent -> as on node0",
            "node2: image: absent -> as on node0",
            "node0: image: absent -> built",
            "node1: image: absent -> as on node0",
            "node2: image: absent -> as on node0",
            "node0: name plumb-test:stable: absent -> this image",
            "node1: name plumb-test:stable: absent -> this image",
            "node2: name plumb-test:stable: absent -> this image");
    List<String> first = onEach(id);
    assertThat(first.stream().flatMap(String::lines).distinct()).hasSize(1);

    context("one");
    assertThat(brings(BASE + IMAGE)).as("after a change of what .dockerignore names").isEmpty();

    context("two");
    assertThat(brings(IMAGE).stream().map(change -> change.replaceAll("[0-9a-f]{12}", "ID")))
        .containsExactlyInAnyOrder(
            "node0: context: ID -> ID",
            "node1: image: ID -> as on node0",
            "node2: image: ID -> as on node0",
            "node0: name plumb-test:stable: ID -> this image",
            "node1: name plumb-test:stable: ID -> this image",
            "node2: name plumb-test:stable: ID -> this image");
    List<String> second = onEach(id);
    assertThat(second.stream().flatMap(String::lines).distinct()).hasSize(1);
    assertThat(second).doesNotContainAnyElementsOf(first);

    on("node2", "docker rmi -f plumb-test:1 plumb-test:stable");
    assertThat(brings(IMAGE))
        .containsExactlyInAnyOrder(
            "node2: image: absent -> as on node0",
            "node2: name plumb-test:stable: absent -> this image");
    assertThat(onEach(id)).isEqualTo(second);

    assertThat(
            brings(
                "- docker_image: {name: 'plumb-test:1', tags: plumb-test:stable, state: absent}"))
        .containsExactlyInAnyOrder(
            NODES.stream().map(n -> n + ": image: present -> absent").toArray(String[]::new));
  }

  @Test
  void recreatesAContainerOnlyForANamedDifference() throws Exception {
    Function<String, String[]> each =
        change -> NODES.stream().map(node -> node + ": " + change).toArray(String[]::new);
    String id = "docker container inspect --format '{{.Id}}' plumb-test";
    brings(BASE);

    assertThat(brings(CONTAINER))
        .containsExactlyInAnyOrder(
            Stream.of("container: absent -> created", "running: no -> yes")
                .flatMap(change -> Stream.of(each.apply(change)))
                .toArray(String[]::new));
    List<String> first = onEach(id);
    assertThat(on("node0", "docker exec plumb-test sh -c 'echo $SECRET $COLOUR'"))
        .isEqualTo("hunter22 blue");

    onEach("docker stop plumb-test");
    assertThat(brings(CONTAINER)).containsExactlyInAnyOrder(each.apply("running: no -> yes"));
    assertThat(onEach(id)).as("started, not made anew").isEqualTo(first);

    assertThat(brings(CONTAINER.replace("hostname: test", "hostname: other")))
        .containsExactlyInAnyOrder(each.apply("hostname: test -> other"));
    assertThat(onEach(id)).doesNotContainAnyElementsOf(first);

    assertThat(brings(CONTAINER.replace("SECRET: hunter22", "SECRET: another")))
        .containsExactlyInAnyOrder(
            Stream.of("env SECRET: different -> as declared", "hostname: other -> test")
                .flatMap(change -> Stream.of(each.apply(change)))
                .toArray(String[]::new));

    assertThat(
            brings(
                CONTAINER
                    .replace(", SIZE: large", "")
                    .replace("SECRET: hunter22", "SECRET: another")
                    .replace("    published_ports: ['127.0.0.1:18888:80']\n", "")))
        .containsExactlyInAnyOrder(
            Stream.of(
                    "env SIZE: set -> no longer declared",
                    "published_ports 80/tcp: at 127.0.0.1:18888 -> no longer declared")
                .flatMap(change -> Stream.of(each.apply(change)))
                .toArray(String[]::new));

    assertThat(brings("- docker_container: {name: plumb-test, state: absent}"))
        .containsExactlyInAnyOrder(each.apply("container: present -> absent"));
  }
}
