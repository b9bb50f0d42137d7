package dev.plumb.cli;

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

/** Reads the passwords that the options name: files, programs, or typed ones. */
final class VaultPasswords {

  private static final String CLIENT = "-client";
  private static final String PROMPT = "prompt";

  private VaultPasswords() {}

  static List<VaultPassword> read(ParseResult given, ProcessEnvironment around) {
    List<VaultPassword> passwords = new ArrayList<>();
    for (String named : Flags.all(given, "--vault-id")) {
      passwords.add(parse(named, around));
    }
    for (String file : Flags.all(given, "--vault-password-file")) {
      passwords.add(fromFile(VaultPassword.DEFAULT, file, around));
    }
    if (Flags.has(given, "--ask-vault-pass")) {
      passwords.add(prompted(VaultPassword.DEFAULT));
    }
    return passwords;
  }

  /** {@code ID@FILE}, {@code ID@prompt}, or either without an id. */
  static VaultPassword parse(String named, ProcessEnvironment around) {
    int at = named.indexOf('@');
    String id = at > 0 ? named.substring(0, at) : VaultPassword.DEFAULT;
    String source = named.substring(at + 1);
    return source.equals(PROMPT) ? prompted(id) : fromFile(id, source, around);
  }

  private static VaultPassword prompted(String id) {
    String of = id.equals(VaultPassword.DEFAULT) ? "" : " (" + id + ")";
    return new VaultPassword(id, RunFlags.promptPassword("Vault password" + of + ": "));
  }

  static VaultPassword fromFile(String id, String name, ProcessEnvironment around) {
    String home = around.environment().getOrDefault("HOME", "~");
    Path file =
        around.workingDirectory().resolve(name.startsWith("~/") ? home + name.substring(1) : name);
    String text;
    try {
      text =
          Files.isExecutable(file) && Files.isRegularFile(file)
              ? runProgram(file, id)
              : Files.readString(file);
    } catch (IOException e) {
      throw error(
          Files.exists(file)
              ? "The file \"%s\" with the vault password cannot be read. Check who may read it."
                  .formatted(name)
              : "There is no file \"%s\" with the vault password.".formatted(name));
    }
    if (text.isBlank()) {
      throw error("\"%s\" gives an empty vault password.".formatted(name));
    }
    return new VaultPassword(id, Secret.of(text.strip()));
  }

  /** What the program prints. One whose name ends in {@code -client} is told which id is meant. */
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
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      int status = process.waitFor();
      if (status != 0) {
        throw error(
            "The program \"%s\", which is to print the vault password, ended with status %d. A file that only holds the password must not be executable."
                .formatted(program, status));
      }
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static BadInputException error(String detail) {
    return new BadInputException(Diagnostic.error("No vault password", detail));
  }
}
