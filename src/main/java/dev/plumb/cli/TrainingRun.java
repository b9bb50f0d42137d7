package dev.plumb.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The work that a training run does: checks of a sample playbook on this machine, over real SSH
 * connections to a server of its own. What is not used there is not in the cache, for a cache is
 * loaded as a whole at every start. Makes files in a folder of its own, and removes them.
 *
 * <p>Nothing here may fail for what the machine lacks: what is not reached is not in the cache, and
 * costs speed alone.
 */
final class TrainingRun {

  private static final List<String> RESOURCES =
      List.of(
          "site.yml",
          "site.ftl",
          "hosts.yml",
          "group_vars/all.yml",
          "bin/iptables-save",
          "bin/systemctl");

  private TrainingRun() {}

  static void run() throws IOException {
    Path folder = Files.createTempDirectory("plumb-training");
    try {
      for (String name : RESOURCES) {
        Path copy = folder.resolve(name);
        Files.createDirectories(copy.getParent());
        try (InputStream file = TrainingRun.class.getResourceAsStream("training/" + name)) {
          Files.copy(Objects.requireNonNull(file, name), copy);
        }
        boolean program = name.startsWith(TrainingSshServer.PROGRAMS);
        Files.setPosixFilePermissions(
            copy, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
      }
      PrintStream nowhere =
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      Cli cli =
          new Cli(
              new ProcessEnvironment(nowhere, nowhere, false, Map.of(), folder, Optional.empty()));
      try (TrainingSshServer server = TrainingSshServer.start(folder)) {
        train(cli, folder, server.port());
      }
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        // What is in a folder goes before it: a run leaves a folder of its own there.
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static void train(Cli cli, Path folder, String port) throws IOException {
    String site = folder.resolve("site.yml").toString();
    String hosts = folder.resolve("hosts.yml").toString();
    String report = "json=" + folder.resolve("report.json");
    String ssh = "ssh_port=" + port + " folder=" + folder;
    int status = cli.run("check", site, "-i", hosts, "-e", ssh, "-v", "-D", "--report", report);
    if (status != ExitStatus.DRIFT.number() && status != ExitStatus.TASK_FAILED.number()) {
      // What it did not get to is not in the cache: slow starts that nobody would understand.
      throw new IOException("the training run ended with status " + status);
    }
    cli.run("check", site, "-i", hosts, "-e", ssh, "-e", "port=text");
    cli.run("check", site, "-i", hosts, "--no-such-option");
  }
}
