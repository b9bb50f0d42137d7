package dev.plumb.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stand-ins for Mesos against what is known of the real ones; docker is a script here. */
class MesosStandInTest {

  private static final String MASTER = Path.of("lab/stand-ins/mesos-master").toString();
  private static final String AGENT = Path.of("lab/stand-ins/mesos-agent").toString();
  private static final String SCHEDULER =
      Path.of("playbooks/roles/mesos_service/files/scheduler.py").toString();

  // Notes its words; a container runs until a file says that it was stopped.
  private static final String DOCKER =
      """
      #!/bin/sh
      cd "$(dirname "$0")"
      [ "$1" = ps ] || [ "$1" = inspect ] || echo "$*" >>words
      case $1 in
        run) while [ ! -e stopped ]; do sleep 0.1; done ;;
        inspect) [ ! -e stopped ] && echo true ;;
        wait) while [ ! -e stopped ]; do sleep 0.1; done; echo 137 ;;
        stop) touch stopped ;;
      esac
      """;

  private final List<Process> started = new ArrayList<>();

  @TempDir private Path folder;

  @AfterEach
  void endsThem() {
    started.forEach(Process::destroyForcibly);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lab/stand-ins/mesos-master", "lab/stand-ins/mesos-agent"})
  void namesItselfAStandInAndStaysSmall(String program) throws Exception {
    assertThat(run(program, "--version"))
        .isEqualTo("0: mesos 1.9.0 (stand-in for the lab: not Apache Mesos)\n");
    assertThat(Files.readAllLines(Path.of(program))).hasSizeLessThan(500);
  }

  @Test
  void readsFlagsAsMesosDoes() throws Exception {
    assertThat(run(MASTER, "--work_dir=/x", "--work_dir=/y"))
        .startsWith("1: Flag 'work_dir' is already loaded via name 'work_dir'");
    assertThat(run(MASTER, "--work_dir=/x", "--zk=zk://h:1/mesos"))
        .startsWith(
            "1: Need to specify --quorum for replicated log based registry when using ZooKeeper");
    assertThat(run(MASTER, "--colour=red")).startsWith("1: Failed to load unknown flag 'colour'");
    assertThat(run(AGENT, "--work_dir=/x"))
        .startsWith("1: Flag 'master' is required, but it was not provided");
  }

  @Test
  void answersAsAMasterThatLeads() throws Exception {
    int port = startMaster();
    assertThat(get(port, "/health").statusCode()).isEqualTo(200);
    assertThat(get(port, "/redirect").statusCode()).isEqualTo(307);
    assertThat(get(port, "/master/redirect").headers().firstValue("Location"))
        .contains("//127.0.0.1:" + port);
    assertThat(get(port, "/metrics/snapshot").body())
        .contains(
            "\"master\\/elected\":1.0",
            "\"registrar\\/log\\/recovered\":1.0",
            "\"registrar\\/log\\/ensemble_size\":1.0");
    // The command line wins over the environment.
    assertThat(get(port, "/flags").body())
        .contains("\"port\":\"" + port + "\"", "\"cluster\":\"of the environment\"");
    assertThat(get(port, "/state").body()).contains("\"activated_slaves\":0");
    assertThat(post(port, "{\"type\":\"REVIVE\",\"framework_id\":{\"value\":\"x\"}}"))
        .isEqualTo(403);
    assertThat(post(port, "no json")).isEqualTo(400);
  }

  @Test
  void saysThatNobodyLeadsWithoutZookeeper() throws Exception {
    int port = freePort();
    start(
        MASTER,
        "--ip=127.0.0.1",
        "--port=" + port,
        "--zk=zk://127.0.0.1:1/mesos",
        "--quorum=2",
        "--work_dir=" + folder);
    awaitStatus(port, "/health", 200);
    HttpResponse<String> redirect = get(port, "/redirect");
    assertThat(redirect.statusCode() + " " + redirect.body()).isEqualTo("503 No leader elected");
    assertThat(get(port, "/state").statusCode()).isEqualTo(503);
    assertThat(folder.resolve("replicated_log")).isDirectory();
  }

  @Test
  void runsWhatASchedulerDeclaresThroughDocker() throws Exception {
    int port = startMaster();
    int agentPort = startAgent(port, "rack:1");
    Path config = folder.resolve("services.json");
    String services =
        """
        {"masters": ["127.0.0.1:%d"], "framework": {"name": "test", "user": "root"}, "relaunch_delay": 0,
         "state": "%s/state.json", "services": [%s]}
        """;
    String web =
        """
        {"name": "web", "image": "web:1", "network": "calico", "ip": "192.0.2.100", "env": {"A": "b c"},
         "attributes": {"rack": "1"}, "mem": 64}\
        """;
    String elsewhere = ", {\"name\": \"no\", \"image\": \"i\", \"hosts\": [\"elsewhere\"]}";
    Files.writeString(config, services.formatted(port, folder, web + elsewhere));
    start(SCHEDULER, "run", "--config=" + config);
    awaitStatus(agentPort, "/health", 200);

    assertThat(run(SCHEDULER, "wait", "--seconds=2", "--config=" + config))
        .isEqualTo("1: no: not running\n");
    Files.writeString(config, services.formatted(port, folder, web));
    assertThat(run(SCHEDULER, "wait", "--seconds=20", "--config=" + config))
        .isEqualTo("0: all services run\n");
    assertThat(Files.readString(folder.resolve("words")))
        .matches(
            "run --cpu-shares 102 --memory 67108864 --name mesos-\\S+ -e A=b c -e"
                + " MESOS_CONTAINER_NAME=\\S+ -e MESOS_TASK_ID=web\\.\\S+ --net calico"
                + " --ip=192\\.0\\.2\\.100 web:1\nwait mesos-\\S+\n");
    assertThat(get(agentPort, "/state").body()).contains("\"state\":\"TASK_RUNNING\"");

    Files.writeString(config, services.formatted(port, folder, ""));
    assertThat(run(SCHEDULER, "wait", "--seconds=20", "--config=" + config))
        .isEqualTo("0: all services run\n");
    assertThat(Files.readString(folder.resolve("words"))).contains("\nstop --time 5 mesos-");
  }

  @Test
  void doesNotComeBackAsAnotherAgent() throws Exception {
    int port = startMaster();
    int agentPort = startAgent(port, "rack:1");
    awaitBody(agentPort, "/metrics/snapshot", "\"slave\\/registered\":1.0");
    started.getLast().destroyForcibly().waitFor();

    String said = run(agentWords(port, freePort(), "rack:2"));
    assertThat(said)
        .startsWith("1: ")
        .contains(
            "Failed to perform recovery: Incompatible agent info detected.",
            "To restart this agent with a new agent id instead, do as follows:\nrm -f "
                + folder
                + "/meta/slaves/latest");
  }

  private int startMaster() throws Exception {
    int port = freePort();
    start(MASTER, "--ip=127.0.0.1", "--port=" + port, "--registry=in_memory");
    awaitStatus(port, "/health", 200);
    return port;
  }

  private int startAgent(int master, String attributes) throws Exception {
    Path docker = folder.resolve("docker");
    Files.writeString(docker, DOCKER);
    Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
    int port = freePort();
    start(agentWords(master, port, attributes));
    awaitStatus(port, "/health", 200);
    return port;
  }

  private String[] agentWords(int master, int port, String attributes) {
    return new String[] {
      AGENT,
      "--ip=127.0.0.1",
      "--hostname=here",
      "--master=127.0.0.1:" + master,
      "--port=" + port,
      "--containerizers=docker,mesos",
      "--attributes=" + attributes,
      "--work_dir=" + folder
    };
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private ProcessBuilder command(String... words) {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.environment().put("MESOS_PORT", "1");
    builder.environment().put("MESOS_cluster", "of the environment");
    builder.environment().put("MESOS_OF_OTHERS", "passed over");
    return builder;
  }

  private void start(String... words) throws IOException {
    started.add(
        command(words).redirectOutput(folder.resolve("log" + started.size()).toFile()).start());
  }

  /** The exit status and what was printed. */
  private String run(String... words) throws Exception {
    Process process = command(words).start();
    started.add(process);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + ": " + said;
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build());
  }

  private static int post(int port, String body) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/scheduler");
    return send(HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build())
        .statusCode();
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private static void awaitStatus(int port, String path, int status) throws Exception {
    for (int attempt = 0; attempt < 100; attempt++) {
      try {
        if (get(port, path).statusCode() == status) {
          return;
        }
      } catch (IOException e) {
        // Not yet there.
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("no " + status + " from " + path + " at " + port);
  }

  private static void awaitBody(int port, String path, String text) throws Exception {
    for (int attempt = 0; attempt < 100; attempt++) {
      if (get(port, path).body().contains(text)) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("no " + text + " in " + path + " at " + port);
  }
}
