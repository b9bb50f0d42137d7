package dev.plumb.cli.process;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Files that only their owner can read, replaced atomically. */
public final class PrivateFiles {

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /** Reads a file that messages call by the name the user gave. */
  public static String read(Path file, String name) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw Files.exists(file)
          ? error(
              "File not readable",
              "The file \"" + name + "\" is not readable as text. Check its file mode.")
          : error("File not found", "The file \"" + name + "\" does not exist.");
    }
  }

  public static void write(Path file, String text) {
    Path directory = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
    try {
      Path temporary =
          Files.createTempFile(
              directory, ".plumb-", ".tmp", PosixFilePermissions.asFileAttribute(PRIVATE));
      try {
        Files.writeString(temporary, text);
        Files.move(
            temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw error("File not written", file, "written", e);
    }
  }

  /**
   * Opens a copy of the text in the user's editor.
   *
   * @param file whose name the copy gets
   * @return the edited text, or nothing if it is unchanged
   */
  public static Optional<String> edit(String text, Path file, Map<String, String> variables) {
    String editor = variables.getOrDefault("VISUAL", variables.getOrDefault("EDITOR", "vi"));
    List<String> command = new ArrayList<>(List.of(editor.split(" ")));
    try {
      // A separate directory, because editors put backup copies beside the file.
      Path directory = Files.createTempDirectory("plumb-vault");
      try {
        Path copy = directory.resolve(String.valueOf(file.getFileName()));
        write(copy, text);
        command.add(copy.toString());
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
          throw error(
              "Editor failed",
              "The editor \"%s\" ended with status %d. The file is unchanged."
                  .formatted(command.getFirst(), status));
        }
        String edited = Files.readString(copy);
        return edited.equals(text) ? Optional.empty() : Optional.of(edited);
      } finally {
        delete(directory);
      }
    } catch (IOException e) {
      throw error("File not edited", file, "edited", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
  }

  private static BadInputException error(String summary, Path file, String verb, IOException e) {
    return error(
        summary, "The file \"%s\" cannot be %s: %s.".formatted(file, verb, e.getMessage()));
  }

  private static BadInputException error(String summary, String detail) {
    return new BadInputException(Diagnostic.error(summary, detail));
  }
}
