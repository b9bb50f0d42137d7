package dev.plumb.cli;

import dev.plumb.transport.sshj.SshHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The work that a training run does: a check of a sample playbook on this machine, and a look at
 * what an SSH connection will need. Makes files in a folder of its own, and removes them.
 *
 * <p>Nothing here may fail for what the machine lacks: what is not reached is not in the cache, and
 * costs speed alone.
 */
final class Training {

  private static final List<String> FILES = List.of("site.yml", "site.ftl", "hosts.yml");

  private Training() {}

  static void run() throws IOException {
    Path folder = Files.createTempDirectory("plumb-training");
    try {
      for (String name : FILES) {
        try (InputStream file = Training.class.getResourceAsStream("training/" + name)) {
          Files.copy(Objects.requireNonNull(file, name), folder.resolve(name));
        }
      }
      PrintStream nowhere =
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      Cli cli =
          new Cli(new Surroundings(nowhere, nowhere, false, Map.of(), folder, Optional.empty()));
      String site = folder.resolve("site.yml").toString();
      String hosts = folder.resolve("hosts.yml").toString();
      String report = "json=" + folder.resolve("report.json");
      cli.run("check", site, "-i", hosts, "-v", "-D", "-e", "x=1", "--report", report);
      cli.run("check", site, "-i", hosts, "-e", "port=text");
      cli.run("check", site, "-i", hosts, "--no-such-option");
      lookAtSsh();
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        files.forEach(file -> file.toFile().delete());
      }
      Files.delete(folder);
    }
  }

  /**
   * No server is at hand, so the classes are only loaded, and the algorithms tried alone. Classes
   * that name BouncyCastle are left out: to link them, a start would open its signed jars, which
   * takes longer than all the rest.
   */
  private static void lookAtSsh() throws IOException {
    SshHost.warmUp();
    try {
      Class<?> client = Class.forName("net.schmizz.sshj.SSHClient");
      Path jar = Path.of(client.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (JarFile file = new JarFile(jar.toFile())) {
        for (JarEntry entry : Collections.list(file.entries())) {
          if (entry.getName().endsWith(".class") && !entry.getName().contains("META-INF")) {
            load(entry.getName(), file.getInputStream(entry).readAllBytes());
          }
        }
      }
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IOException("This runtime lacks what SSH needs", e);
    }
  }

  private static void load(String entry, byte[] bytes) {
    if (new String(bytes, StandardCharsets.ISO_8859_1).contains("org/bouncycastle")) {
      return;
    }
    try {
      Class.forName(
          entry.substring(0, entry.length() - ".class".length()).replace('/', '.'),
          false,
          Training.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError _) {
      // It needs a library that plumb leaves out; then no connection needs it either.
    }
  }
}
