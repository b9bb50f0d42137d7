package dev.plumb.cli.startup;

import dev.plumb.cli.process.ExitStatus;
import dev.plumb.cli.process.ProcessEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
 * Checks a sample playbook over real SSH connections to a {@link TrainingSshServer}, in a temporary
 * directory. Classes and lambdas that it does not use are missing in the cache.
 *
 * <p>Must not fail because of something that the control machine lacks: the cache then has less and
 * plumb starts slower.
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

  static void run(TrainCommand.Runner plumb) throws IOException {
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
      OutputStream nowhere = OutputStream.nullOutputStream();
      ProcessEnvironment environment =
          ProcessEnvironment.of(
              nowhere,
              nowhere,
              false,
              Map.of(),
              folder,
              Optional.empty(),
              (_, _) -> Optional.empty());
      try (TrainingSshServer server = TrainingSshServer.start(folder)) {
        train(plumb, environment, server.port());
      }
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static void train(TrainCommand.Runner plumb, ProcessEnvironment environment, String port)
      throws IOException {
    Path folder = environment.workingDirectory();
    String site = folder.resolve("site.yml").toString();
    String hosts = folder.resolve("hosts.yml").toString();
    String report = "json=" + folder.resolve("report.json");
    String ssh = "ssh_port=" + port + " folder=" + folder;
    int status =
        plumb.run(
            environment, "check", site, "-i", hosts, "-e", ssh, "-v", "-D", "--report", report);
    if (status != ExitStatus.DRIFT.number() && status != ExitStatus.TASK_FAILED.number()) {
      // A run that was cut short would leave a cache with few classes, and slow starts.
      throw new IOException("The training run ended with status " + status);
    }
    plumb.run(environment, "check", site, "-i", hosts, "-e", ssh, "-e", "port=text");
    plumb.run(environment, "check", site, "-i", hosts, "--no-such-option");
  }
}
