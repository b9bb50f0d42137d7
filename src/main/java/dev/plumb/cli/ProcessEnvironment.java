package dev.plumb.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the process was started with; read once, in {@link Main}.
 *
 * @param out for results
 * @param err for problems
 * @param terminal whether {@code out} is a terminal
 * @param workingDirectory the working folder
 * @param home the folder that the launcher stands in, with the playbooks that come with plumb
 */
record ProcessEnvironment(
    PrintStream out,
    PrintStream err,
    boolean terminal,
    Map<String, String> environment,
    Path workingDirectory,
    Optional<Path> home) {

  /**
   * A file that a person need not name: in the working folder, else beside the launcher. Relative
   * to the working folder where it stands there, so that messages show it as a person would.
   */
  Optional<Path> findFile(String path) {
    return Stream.concat(
            Stream.of(Path.of(path)),
            home.stream().map(folderOfPlumb -> displayPath(folderOfPlumb, path)))
        .filter(candidate -> Files.exists(workingDirectory.resolve(candidate)))
        .findFirst();
  }

  private Path displayPath(Path folderOfPlumb, String path) {
    Path file = folderOfPlumb.resolve(path);
    return file.startsWith(workingDirectory) ? workingDirectory.relativize(file) : file;
  }

  /** The version in the jar's manifest; there is none when classes run without their jar. */
  static String version() {
    String version = ProcessEnvironment.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
