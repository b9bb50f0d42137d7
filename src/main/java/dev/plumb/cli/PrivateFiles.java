package dev.plumb.cli;

import dev.plumb.diagnostic.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Files that only their owner may read, written whole or not at all. */
final class PrivateFiles {

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  static String read(Path file, String name) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw VaultCommand.error(
          Files.exists(file) ? "File not readable" : "File not found",
          Files.exists(file)
              ? "The file \"" + name + "\" cannot be read as text. Check who may read it."
              : "There is no file \"" + name + "\".");
    }
  }

  static void write(Path file, String text) {
    Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
    try {
      Path beside =
          Files.createTempFile(
              folder, ".plumb-", ".tmp", PosixFilePermissions.asFileAttribute(PRIVATE));
      try {
        Files.writeString(beside, text);
        Files.move(
            beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw ioError("written", file, e);
    }
  }

  /** What a person makes of the text in an editor; nothing when it stays as it was. */
  static Optional<String> edit(String text, Path named, ProcessEnvironment around) {
    List<String> command =
        new ArrayList<>(
            List.of(
                around
                    .environment()
                    .getOrDefault("VISUAL", around.environment().getOrDefault("EDITOR", "vi"))
                    .split(" ")));
    try {
      // A folder of its own: editors put copies beside the file.
      Path folder = Files.createTempDirectory("plumb-vault");
      Path copy = folder.resolve(String.valueOf(named.getFileName()));
      try {
        write(copy, text);
        command.add(copy.toString());
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
          throw VaultCommand.error(
              "Editor failed",
              "The editor \"%s\" ended with status %d; the file stays as it was."
                  .formatted(command.getFirst(), status));
        }
        String edited = Files.readString(copy);
        return edited.equals(text) ? Optional.empty() : Optional.of(edited);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw ioError("edited", named, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }

  static String standardInput() {
    try {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw ioError("read", Path.of("-"), e);
    }
  }

  private static BadInputException ioError(String what, Path file, IOException e) {
    return VaultCommand.error(
        "File not " + what,
        "\"%s\" cannot be %s: %s.".formatted(file, what, String.valueOf(e.getMessage())));
  }
}
