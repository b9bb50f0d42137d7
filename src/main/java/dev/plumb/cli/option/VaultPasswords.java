package dev.plumb.cli.option;

import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.value.Secret;
import dev.plumb.vault.VaultPassword;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ParseResult;

/** Reads the vault passwords that the options name: from files, programs or the terminal. */
public final class VaultPasswords {

  private static final String CLIENT = "-client";
  private static final String PROMPT = "prompt";

  private VaultPasswords() {}

  public static List<VaultPassword> read(ParseResult given, ProcessEnvironment environment) {
    List<VaultPassword> passwords = new ArrayList<>();
    for (String source : Flags.all(given, "--vault-id")) {
      passwords.add(read(source, environment));
    }
    for (String file : Flags.all(given, "--vault-password-file")) {
      passwords.add(fromFile(VaultPassword.DEFAULT, file, environment));
    }
    if (Flags.has(given, "--ask-vault-pass")) {
      passwords.add(prompted(VaultPassword.DEFAULT, environment));
    }
    return passwords;
  }

  /**
   * Reads one password.
   *
   * @param source {@code FILE}, {@code prompt}, or either after {@code ID@}
   */
  public static VaultPassword read(String source, ProcessEnvironment environment) {
    int at = source.indexOf('@');
    String id = at > 0 ? source.substring(0, at) : VaultPassword.DEFAULT;
    String file = source.substring(at + 1);
    return file.equals(PROMPT) ? prompted(id, environment) : fromFile(id, file, environment);
  }

  private static VaultPassword prompted(String id, ProcessEnvironment environment) {
    String of = id.equals(VaultPassword.DEFAULT) ? "" : " (" + id + ")";
    return new VaultPassword(id, environment.promptPassword("Vault password" + of + ": "));
  }

  public static VaultPassword fromFile(String id, String name, ProcessEnvironment environment) {
    String home = environment.variables().getOrDefault("HOME", "~");
    Path file =
        environment
            .workingDirectory()
            .resolve(name.startsWith("~/") ? home + name.substring(1) : name);
    String text;
    try {
      text =
          Files.isExecutable(file) && Files.isRegularFile(file)
              ? runProgram(file, id)
              : Files.readString(file);
    } catch (IOException _) {
      throw error(
          Files.exists(file)
              ? "The vault password file \"%s\" is not readable. Check its file mode."
                  .formatted(name)
              : "The vault password file \"%s\" does not exist.".formatted(name));
    }
    if (text.isBlank()) {
      throw error("The vault password from \"%s\" is empty.".formatted(name));
    }
    return new VaultPassword(id, Secret.of(text.strip()));
  }

  /** Returns the output of a program, which gets the ID if its name ends in {@code -client}. */
  private static String runProgram(Path program, String id) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    String name = String.valueOf(program.getFileName());
    int dot = name.lastIndexOf('.');
    if ((dot < 0 ? name : name.substring(0, dot)).endsWith(CLIENT)) {
      command.addAll(List.of("--vault-id", id));
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      int status = process.waitFor();
      if (status != 0) {
        throw error(
            "The program \"%s\", which must print the vault password, ended with status %d. If the file only contains a password, it must not be executable."
                .formatted(program, status));
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static BadInputException error(String detail) {
    return new BadInputException(Diagnostic.error("No vault password", detail));
  }
}
