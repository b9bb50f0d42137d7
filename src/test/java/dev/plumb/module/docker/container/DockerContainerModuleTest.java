package dev.plumb.module.docker.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.host.docker.DockerInspection;
import dev.plumb.module.ModuleHarness;
import dev.plumb.module.docker.container.ContainerState.ImageDefaults;
import dev.plumb.module.docker.container.ContainerState.Present;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerContainerModuleTest {

  private static final String ID = "sha256:" + "c".repeat(64);
  private static final ImageDefaults IMAGE =
      new ImageDefaults(ID, new ContainerFields(new TreeMap<>(Map.of("command", "[\"sleep\"]"))));
  private static final ContainerState ABSENT = new ContainerState.Absent(Optional.of(IMAGE));

  private final ModuleHarness<ContainerSpec, ContainerState> container =
      ModuleHarness.of(new DockerContainerModule());

  private ContainerSpec spec(String more) {
    return container.read("name: web\nimage: app:1\n" + more);
  }

  /** Returns the running container that these arguments create. */
  private Present made(String more) {
    ContainerFields asked = ContainerFields.requested(spec(more));
    return new Present(
        true, "", ID, "app:1", asked, new TreeSet<>(asked.values().keySet()), Optional.of(IMAGE));
  }

  private static Present running(Present found, boolean running, String health) {
    return new Present(
        running,
        health,
        found.imageId(),
        found.imageName(),
        found.fields(),
        found.recordedFields(),
        found.currentImage());
  }

  private static Present with(Present found, String field, String value) {
    SortedMap<String, String> fields = new TreeMap<>(found.fields().values());
    fields.put(field, value);
    return new Present(
        found.running(),
        found.health(),
        found.imageId(),
        found.imageName(),
        new ContainerFields(fields),
        found.recordedFields(),
        found.currentImage());
  }

  private List<Change> changes(String more, ContainerState found) {
    return container.module().plan(spec(more), found) instanceof Plan.Needed<?>(var changes, var _)
        ? changes
        : List.of();
  }

  private static String told(Change change) {
    return change.property() + ": " + change.before() + " -> " + change.after();
  }

  @Nested
  class Planning {

    @Test
    void createsAndStartsAMissingContainer() {
      container
          .plan(
              spec(
                  """
                  command: sleep '10 0'
                  networks: [{name: calico, ipv4_address: 192.0.2.100, aliases: [nb]}, {name: other}]
                  published_ports: ['8888:8888']
                  volumes: ['/srv:/data:ro']
                  mounts: [{type: bind, source: /srv, target: /m, read_only: true}]
                  restart_policy: unless-stopped
                  """),
              ABSENT)
          .needs(
              """
              container: absent -> created
                run remove the container of an interrupted run: web.plumb-new
                run docker create --name web --restart unless-stopped --network calico --ip 192.0.2.100 --network-alias nb --volume /srv:/data:ro --mount type=bind,source=/srv,target=/m,readonly --publish 8888:8888 --label dev.plumb.container.fields=["command","mounts /m","networks calico","networks calico alias nb","networks calico ipv4_address","networks other","published_ports 8888/tcp","restart_policy","volumes /data"] -- app:1 sleep 10 0
                run docker network connect -- other web
              running: no -> yes
                run docker start -- web
              """);
    }

    @Test
    void isInSyncWhenNothingDiffers() {
      String all =
          """
          command: [sleep, '100']
          entrypoint: [/bin/sh, -c]
          env: {A: b}
          networks: [{name: calico, ipv4_address: 192.0.2.100}]
          published_ports: ['8888:8888', '22']
          volumes: ['/srv/:/data/:rw', '/cache']
          labels: {a: b}
          user: calico
          working_dir: /home/calico
          privileged: false
          capabilities: [net_admin]
          healthcheck: {test: 'true', interval: 10s}
          """;
      container.plan(spec(all), made(all)).isInSync();
    }

    @Test
    void startsAStoppedContainerWithoutReplacingIt() {
      container
          .plan(spec(""), running(made(""), false, ""))
          .needs(
              """
              running: no -> yes
                run docker start -- web
              """);
    }

    @Test
    void stopsARunningContainer() {
      container
          .plan(spec("state: stopped"), made(""))
          .needs(
              """
              running: yes -> no
                run docker stop -- web
              """);
    }

    @Test
    void keepsItRunningOrStoppedForPresent() {
      container.plan(spec("state: present"), made("")).isInSync();
      container.plan(spec("state: present"), running(made(""), false, "")).isInSync();
    }

    @Test
    void removesAContainer() {
      container
          .plan(container.read("name: web\nstate: absent"), made(""))
          .needs(
              """
              container: present -> absent
                run docker stop -- web
                run docker rm -- web
              """);
      container.plan(container.read("name: web\nstate: absent"), ABSENT).isInSync();
    }

    @Test
    void createsTheReplacementBeforeItRemovesTheOldContainer() {
      container
          .plan(spec("user: calico"), with(made("user: calico"), "user", "root"))
          .needs(
              """
              user: root -> calico
                run remove the container of an interrupted run: web.plumb-new
                run docker create --name web.plumb-new --user calico --label dev.plumb.container.fields=["user"] -- app:1
                run docker stop -- web
                run docker rm -- web
                run docker rename web.plumb-new web
                run docker start -- web
              """);
    }

    @Test
    void namesEveryFieldThatDiffers() {
      Present found = with(with(made("user: a\nhostname: b"), "user", "x"), "hostname", "y");
      assertThat(changes("user: a\nhostname: b", found))
          .extracting(DockerContainerModuleTest::told)
          .containsExactly("hostname: y -> b", "user: x -> a");
    }

    @Test
    void replacesTheContainerWhenItsImageChanged() {
      Present old = made("");
      Present found =
          new Present(
              true,
              "",
              "sha256:" + "d".repeat(64),
              "app:1",
              old.fields(),
              old.recordedFields(),
              old.currentImage());

      assertThat(changes("", found))
          .extracting(DockerContainerModuleTest::told)
          .containsExactly("image: dddddddddddd -> app:1 in its current version");
    }

    @Test
    void keepsTheContainerWhenItsImageWasRemoved() {
      Present old = made("");
      container
          .plan(
              spec(""),
              new Present(
                  true, "", ID, "app:1", old.fields(), old.recordedFields(), Optional.empty()))
          .isInSync();
    }

    @Test
    void detectsAFieldThatIsNoLongerRequested() {
      container
          .plan(spec("user: a"), made("user: a\nrestart_policy: always\nenv: {B: secret}"))
          .needs(
              """
              env B: set -> no longer declared
                run remove the container of an interrupted run: web.plumb-new
                run docker create --name web.plumb-new --user a --label dev.plumb.container.fields=["user"] -- app:1
                run docker stop -- web
                run docker rm -- web
                run docker rename web.plumb-new web
                run docker start -- web
              restart_policy: always -> no longer declared
              """);
    }

    @Test
    void keepsDefaultsOfTheImage() {
      // Declared before; now the image gives the same value.
      container.plan(spec(""), made("command: [sleep]")).isInSync();
      // Never declared.
      container.plan(spec(""), with(made(""), "env PATH", "/bin")).isInSync();
    }

    @Test
    void keepsValuesOfVariablesOutOfChangesAndWords() {
      String env = "env: {PASSWORD: 'hunter22', KEY: \"line one\\nline two\"}";

      assertThat(changes(env, ABSENT).getFirst().steps())
          .anySatisfy(
              step -> {
                assertThat(step).isInstanceOf(Step.Run.class);
                Step.Run run = (Step.Run) step;
                assertThat(run.command().input().utf8()).isEqualTo("PASSWORD=hunter22\n");
                assertThat(run.command().environment())
                    .isEqualTo(Map.of("KEY", "line one\nline two"));
                assertThat(run.command().words()).contains("--env-file", "/dev/stdin", "KEY");
                assertThat(String.join(" ", run.command().words()))
                    .doesNotContain("hunter22", "line");
              });
      assertThat(changes(env, with(made(env), "env PASSWORD", "old")))
          .extracting(DockerContainerModuleTest::told)
          .containsExactly("env PASSWORD: different -> as declared");
    }

    @Test
    void waitsUntilItIsHealthy() {
      String check = "state: healthy\nhealthcheck: {test: 'true'}\nhealthy_wait_timeout: 1m";
      container
          .plan(spec(check), running(made(check), true, "starting"))
          .waits("wait until docker says \"healthy\" of web");
      container.plan(spec(check), running(made(check), true, "healthy")).isInSync();
    }

    @Test
    void isBlockedWithoutAHealthCheck() {
      container
          .plan(spec("state: healthy"), made(""))
          .isBlocked("No health check")
          .withDetail(
              "Neither the task nor the image of the container \"web\" has a health check. Add one"
                  + " with \"healthcheck\", or use \"state: started\".")
          .notFixableByEarlierTask();
    }

    @Test
    void isBlockedWithoutDocker() {
      container
          .plan(spec(""), new ContainerState.Unavailable(new DockerInspection.NoDocker()))
          .isBlocked("Docker is not installed")
          .fixableByEarlierTask();
      container
          .plan(spec(""), new ContainerState.Unavailable(new DockerInspection.Stopped()))
          .isBlocked("dockerd does not run")
          .fixableByEarlierTask();
    }
  }

  @Nested
  class Probing {

    private static String shown() throws IOException {
      try (InputStream json =
          DockerContainerModuleTest.class.getResourceAsStream("container.json")) {
        return new String(Objects.requireNonNull(json).readAllBytes(), StandardCharsets.UTF_8);
      }
    }

    private Reading<ContainerState> read(Exec found, Exec image) {
      return container
          .module()
          .probe(container.read("name: c1\nimage: tiny:1"))
          .read(List.of(found, image));
    }

    private static Exec missing(String what) {
      return Exec.Exited.of(1, "[]\n", "Error: No such " + what + "\n");
    }

    @Test
    void readsEveryField() throws IOException {
      Reading<ContainerState> reading =
          read(Exec.Exited.of(0, shown(), ""), missing("image: tiny:1"));

      assertThat(reading)
          .isInstanceOfSatisfying(
              Reading.Observed.class,
              observed -> {
                Present found = (Present) observed.state();
                assertThat(found.running()).isFalse();
                assertThat(found.imageName()).isEqualTo("tiny:1");
                assertThat(found.currentImage()).isEmpty();
                assertThat(found.fields().values())
                    .containsEntry("command", "[\"100\"]")
                    .containsEntry("entrypoint", "[\"/bin/sleep\"]")
                    .containsEntry("env A", "image")
                    .containsEntry("env B", "x y  ")
                    .containsEntry("env C", "")
                    .containsEntry("networks n1 ipv4_address", "10.9.0.5")
                    .containsEntry("networks n1 alias nb", "set")
                    .containsEntry("networks n2 ipv4_address", "10.8.0.7")
                    .containsEntry("published_ports 22/udp", "at 127.0.0.1:2222")
                    .containsEntry("published_ports 80/tcp", "at :8080")
                    .containsEntry("published_ports 99/tcp", "at :")
                    .containsEntry("volumes /data", "/tmp:ro")
                    .containsEntry("volumes /v", "vol")
                    .containsEntry("volumes /anon", "(anonymous)")
                    .containsEntry("mounts /m", "bind /tmp read only")
                    .containsEntry("restart_policy", "on-failure, 3 times")
                    .containsEntry("capabilities NET_ADMIN", "added")
                    .containsEntry("cap_drop ALL", "dropped")
                    .containsEntry("stop_timeout", "30 s")
                    .containsEntry("healthcheck", "[\"CMD-SHELL\",\"true\"] 10000000000 0 0 0")
                    .containsEntry("hostname", "h")
                    .containsEntry("user", "0")
                    .containsEntry("working_dir", "/etc")
                    .containsEntry("privileged", "false")
                    .containsEntry("labels a", "b");
              });
    }

    @Test
    void readsBackWhatItCreated() throws IOException {
      // The arguments of the docker create that container.json is the result of.
      ContainerSpec asked =
          container.read(
              """
              name: c1
              image: tiny:1
              state: present
              hostname: h
              user: 0
              working_dir: /etc
              restart_policy: on-failure
              restart_retries: 3
              networks:
                - {name: n1, ipv4_address: 10.9.0.5, aliases: [nb]}
                - {name: n2, ipv4_address: 10.8.0.7}
              volumes: ['/tmp:/data:ro', 'vol:/v', /anon]
              published_ports: ['8080:80', '127.0.0.1:2222:22/udp', 99]
              labels: {a: b}
              capabilities: [CAP_NET_ADMIN]
              cap_drop: [all]
              mounts: [{type: bind, source: /tmp, target: /m, read_only: true}]
              entrypoint: [/bin/sleep]
              command: ['100']
              env: {B: 'x y  ', C: ''}
              stop_timeout: 30
              healthcheck: {test: 'true', interval: 10s}
              """);
      Reading<ContainerState> reading =
          read(Exec.Exited.of(0, shown(), ""), missing("image: tiny:1"));

      container.plan(asked, ((Reading.Observed<ContainerState>) reading).state()).isInSync();
    }

    @Test
    void readsAMissingContainer() {
      assertThat(read(missing("container: c1"), missing("image: tiny:1")))
          .isEqualTo(Reading.of(new ContainerState.Absent(Optional.empty())));
    }

    @ParameterizedTest
    @CsvSource({
      "1, permission denied while trying to connect",
      "0, ''",
      "1, ''",
    })
    void reportsAFailedQueryAsUnreadable(int status, String said) {
      assertThat(read(Exec.Exited.of(status, "", said), missing("image: tiny:1")))
          .isInstanceOf(Reading.Unreadable.class);
    }

    @Test
    void distinguishesMissingDockerFromStoppedDocker() {
      assertThat(read(Exec.Exited.of(127, "", "docker: not found"), missing("image: tiny:1")))
          .isEqualTo(Reading.of(new ContainerState.Unavailable(new DockerInspection.NoDocker())));
      assertThat(
              read(
                  Exec.Exited.of(
                      1, "[]\n", "Cannot connect to the Docker daemon at unix:///... running?"),
                  missing("image: tiny:1")))
          .isEqualTo(Reading.of(new ContainerState.Unavailable(new DockerInspection.Stopped())));
    }
  }

  @Nested
  class ReadingArguments {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            command: 'sleep "a b" c\\ d e"f"g'     | ["sleep","a b","c d","efg"]
            command: [sleep, 100]                  | ["sleep","100"]
            command: ''                            | []
            """)
    void splitsACommandLikeAShell(String args, String words) {
      assertThat(ContainerFields.requested(spec(args)).values()).containsEntry("command", words);
    }

    @Test
    void rejectsInvalidArguments() {
      container.rejects(
          "name: web", "Invalid arguments: The module docker_container must have an \"image\".");
      container.rejects(
          "name: web\nimage: app\nnetworks: [{nam: x}]",
          "Unknown argument: The network has no argument \"nam\". It takes: aliases, ipv4_address,"
              + " name.\nDid you mean \"name\"?",
          "Missing argument: The network needs the argument \"name\": The name of the network."
              + " For example:\n    name: calico");
      container.rejects(
          "name: web\nimage: app\npublished_ports: ['80:x']",
          "Invalid arguments: The module docker_container must have single ports such as"
              + " \"8080:80\", \"127.0.0.1:8080:80/udp\" or \"80\", but was given \"80:x\".");
    }
  }
}
