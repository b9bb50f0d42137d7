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
 * @param folder the working folder
 * @param home the folder that the launcher stands in, with the playbooks that come with plumb
 */
record Surroundings(
    PrintStream out,
    PrintStream err,
    boolean terminal,
    Map<String, String> environment,
    Path folder,
    Optional<Path> home) {

  /**
   * A file that a person need not name: in the working folder, else beside the launcher. Relative
   * to the working folder where it stands there, so that messages show it as a person would.
   */
  Optional<Path> find(String path) {
    return Stream.concat(
            Stream.of(Path.of(path)),
            home.stream().map(folderOfPlumb -> shown(folderOfPlumb, path)))
        .filter(candidate -> Files.exists(folder.resolve(candidate)))
        .findFirst();
  }

  private Path shown(Path folderOfPlumb, String path) {
    Path file = folderOfPlumb.resolve(path);
    return file.startsWith(folder) ? folder.relativize(file) : file;
  }

  /** The version in the jar's manifest; there is none when classes run without their jar. */
  static String version() {
    String version = Surroundings.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
