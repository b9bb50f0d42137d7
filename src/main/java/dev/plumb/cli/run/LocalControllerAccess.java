package dev.plumb.cli.run;

import dev.plumb.cli.process.PrivateFiles;
import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.template.ControllerAccess;
import dev.plumb.value.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gives expressions access to the control machine. */
final class LocalControllerAccess implements ControllerAccess {

  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private final ProcessEnvironment environment;

  LocalControllerAccess(ProcessEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Optional<String> env(String name) {
    return Optional.ofNullable(environment.variables().get(name));
  }

  @Override
  public String file(String path, String folder) {
    Path file = Path.of(folder).resolve(path);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          Files.exists(file)
              ? "The file \"%s\" is not readable as text.".formatted(file)
              : "The file \"%s\" does not exist.".formatted(file),
          e);
    }
  }

  // Hosts run in parallel: the first one creates the password, the others read it.
  @Override
  public synchronized String password(String path, String folder, int length) {
    if (length < 8 || length > 1000) {
      throw new IllegalArgumentException(
          "A password must have 8 to 1000 characters, not " + length + ".");
    }
    Path file = Path.of(folder).resolve(path);
    if (!Files.exists(file)) {
      generate(file, length);
    }
    String password = file(path, folder).strip();
    environment.redaction().register(Secret.of(password));
    return password;
  }

  private static void generate(Path file, int length) {
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("The file \"%s\" cannot be created.".formatted(file), e);
    }
    String password =
        new SecureRandom()
            .ints(length, 0, LETTERS.length())
            .mapToObj(i -> String.valueOf(LETTERS.charAt(i)))
            .collect(Collectors.joining());
    PrivateFiles.write(file, password + "\n");
  }
}
