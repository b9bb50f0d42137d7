package dev.plumb.cli;

import dev.plumb.template.ControllerAccess;
import dev.plumb.value.Redaction;
import dev.plumb.value.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.stream.Collectors;

/** The machine that plumb runs on, as expressions may ask it. */
final class LocalControllerAccess implements ControllerAccess {

  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private final Redaction redaction;

  /**
   * @param redaction told the passwords that are read and made
   */
  LocalControllerAccess(Redaction redaction) {
    this.redaction = redaction;
  }

  @Override
  public Optional<String> env(String name) {
    return Optional.ofNullable(System.getenv(name));
  }

  @Override
  public String file(String path, String folder) {
    Path file = Path.of(folder).resolve(path);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          Files.exists(file)
              ? "The file \"%s\" cannot be read as text.".formatted(file)
              : "There is no file \"%s\".".formatted(file),
          e);
    }
  }

  // Hosts are worked on at the same time; the first one makes the password, the others read it.
  @Override
  public synchronized String password(String path, String folder, int length) {
    if (length < 8 || length > 1000) {
      throw new IllegalArgumentException("A password has 8 to 1000 letters, not " + length + ".");
    }
    Path file = Path.of(folder).resolve(path);
    if (!Files.exists(file)) {
      generate(file, length);
    }
    String password = file(path, folder).strip();
    redaction.register(Secret.of(password));
    return password;
  }

  private static void generate(Path file, int length) {
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("The file \"%s\" cannot be made.".formatted(file), e);
    }
    String made =
        new SecureRandom()
            .ints(length, 0, LETTERS.length())
            .mapToObj(i -> String.valueOf(LETTERS.charAt(i)))
            .collect(Collectors.joining());
    PrivateFiles.write(file, made + "\n");
  }
}
