package dev.plumb.lab;

import static dev.plumb.lab.LabHosts.inventory;
import static dev.plumb.lab.LabHosts.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.lab.LabHosts.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code examples/module-java} as a project outside this tree: built against the artifacts that
 * this build made, and used on the lab.
 */
@OnTheLab
class ExamplesLabTest {

  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final String VERSION = "0.1.0";

  @TempDir static Path folder;
  private static String before = "";

  @BeforeAll
  static void buildsTheExample() throws IOException, InterruptedException {
    copy(Path.of("examples/module-java"), folder);
    Path repository = repository();
    Ran built =
        run(
            folder,
            "mvn",
            "-B",
            "-q",
            "-o",
            "-Dmaven.repo.local=" + repository,
            "-Dplumb.version=" + VERSION,
            "verify");
    built.endedWith(0);
    before = on("node0", "systemctl get-default").endedWith(0).out().strip();
    on("node0", "systemctl set-default graphical.target").endedWith(0);
  }

  @AfterAll
  static void restoresTheTarget() {
    on("node0", "systemctl set-default " + before).endedWith(0);
  }

  @Test
  void checksAppliesAndFindsDrift() throws IOException, InterruptedException {
    assertThat(plumb("check").endedWith(2).out())
        .contains("default target: graphical.target -> multi-user.target");
    assertThat(on("node0", "systemctl get-default").out().strip()).isEqualTo("graphical.target");

    plumb("apply").endedWith(0);
    assertThat(on("node0", "systemctl get-default").out().strip()).isEqualTo("multi-user.target");
    plumb("check").endedWith(0);

    on("node0", "systemctl set-default graphical.target").endedWith(0);
    plumb("check").endedWith(2);
  }

  @Test
  void documentsTheModule() throws IOException, InterruptedException {
    assertThat(run(folder, plumbScript(), "doc", "default_target").endedWith(0).out())
        .contains("Sets the systemd target that a host boots into.");
  }

  @Test
  void rejectsABrokenJarWithItsPlace(@TempDir Path project)
      throws IOException, InterruptedException {
    Files.writeString(project.resolve("plumb.yml"), "modules: broken.jar\n");
    Files.writeString(project.resolve("broken.jar"), "not a jar");

    assertThat(run(project, plumbScript(), "doc", "file").endedWith(5).out())
        .contains("Module jar cannot be loaded", "plumb.yml:1:10");
  }

  private static Ran plumb(String verb) throws IOException, InterruptedException {
    return run(
        folder, plumbScript(), verb, "site.yml", "-i", inventory().toString(), "-l", "node0");
  }

  private static String plumbScript() {
    return Path.of("plumb").toAbsolutePath().toString();
  }

  private static Ran run(Path directory, String... words) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), out);
  }

  /** A repository with this build's artifacts, and links to everything else of the user's. */
  private static Path repository() throws IOException {
    Path repository = folder.resolve("repository");
    Path users = Path.of(System.getProperty("user.home"), ".m2", "repository");
    Files.createDirectories(repository.resolve("dev"));
    link(users, repository);
    link(users.resolve("dev"), repository.resolve("dev"));
    for (String artifact : List.of("api", "testkit")) {
      String name = "plumb-" + artifact;
      Path place = repository.resolve("dev/plumb/" + name + "/" + VERSION);
      Files.createDirectories(place);
      Files.copy(
          TARGET.resolve("plumb-" + VERSION + "-" + artifact + ".jar"),
          place.resolve(name + "-" + VERSION + ".jar"));
      Files.copy(
          TARGET.resolve("poms").resolve(name + ".xml"),
          place.resolve(name + "-" + VERSION + ".pom"));
    }
    return repository;
  }

  private static void link(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    List<Path> entries;
    try (Stream<Path> all = Files.list(from)) {
      entries = new ArrayList<>(all.toList());
    }
    entries.removeIf(entry -> List.of("dev", "plumb").contains(entry.getFileName().toString()));
    for (Path entry : entries) {
      Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String relative = from.relativize(file).toString();
      if (!relative.startsWith("target")) {
        Path copied = to.resolve(relative);
        Files.createDirectories(copied.getParent());
        Files.copy(file, copied, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
