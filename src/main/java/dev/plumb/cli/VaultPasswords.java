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

  static List<VaultPassword> read(ParseResult given, Surroundings around) {
    List<VaultPassword> passwords = new ArrayList<>();
    for (String named : Flags.all(given, "--vault-id")) {
      passwords.add(one(named, around));
    }
    for (String file : Flags.all(given, "--vault-password-file")) {
      passwords.add(from(VaultPassword.DEFAULT, file, around));
    }
    if (Flags.has(given, "--ask-vault-pass")) {
      passwords.add(asked(VaultPassword.DEFAULT));
    }
    return passwords;
  }

  /** {@code ID@FILE}, {@code ID@prompt}, or either without an id. */
  static VaultPassword one(String named, Surroundings around) {
    int at = named.indexOf('@');
    String id = at > 0 ? named.substring(0, at) : VaultPassword.DEFAULT;
    String source = named.substring(at + 1);
    return source.equals(PROMPT) ? asked(id) : from(id, source, around);
  }

  private static VaultPassword asked(String id) {
    String of = id.equals(VaultPassword.DEFAULT) ? "" : " (" + id + ")";
    return new VaultPassword(id, RunFlags.ask("Vault password" + of + ": "));
  }

  static VaultPassword from(String id, String name, Surroundings around) {
    String home = around.environment().getOrDefault("HOME", "~");
    Path file = around.folder().resolve(name.startsWith("~/") ? home + name.substring(1) : name);
    String text;
    try {
      text =
          Files.isExecutable(file) && Files.isRegularFile(file)
              ? answer(file, id)
              : Files.readString(file);
    } catch (IOException e) {
      throw wrong(
          Files.exists(file)
              ? "The file \"%s\" with the vault password cannot be read. Check who may read it."
                  .formatted(name)
              : "There is no file \"%s\" with the vault password.".formatted(name));
    }
    if (text.isBlank()) {
      throw wrong("\"%s\" gives an empty vault password.".formatted(name));
    }
    return new VaultPassword(id, Secret.of(text.strip()));
  }

  /** What the program prints. One whose name ends in {@code -client} is told which id is meant. */
  private static String answer(Path program, String id) throws IOException {
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
        throw wrong(
            "The program \"%s\", which is to print the vault password, ended with status %d. A file that only holds the password must not be executable."
                .formatted(program, status));
      }
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static BadInputException wrong(String detail) {
    return new BadInputException(Diagnostic.error("No vault password", detail));
  }
}
