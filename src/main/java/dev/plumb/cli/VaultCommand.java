package dev.plumb.cli;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.vault.Vault;
import dev.plumb.vault.VaultPassword;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code plumb vault}: files and values in the formats of Ansible Vault. */
final class VaultCommand implements Subcommand {

  private static final List<String> VERBS =
      List.of("encrypt", "decrypt", "view", "edit", "rekey", "encrypt-string");

  @Override
  public String name() {
    return "vault";
  }

  @Override
  public String summary() {
    return "Encrypt and decrypt files and values: encrypt, decrypt, view, edit, rekey,"
        + " encrypt-string.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Flags.positional(
        spec,
        "1..*",
        "VERB FILE",
        "encrypt, decrypt, view, edit or rekey, and files; or encrypt-string, which reads the text"
            + " from standard input when none is given.");
    VaultAccess.declare(spec);
    Flags.value(spec, "ID", "Which password to encrypt with.", "--encrypt-vault-id");
    Flags.value(spec, "FILE", "rekey: the new password's file.", "--new-vault-password-file");
    Flags.value(spec, "[ID@]FILE", "rekey: the new password and its id.", "--new-vault-id");
    Flags.value(spec, "FILE", "Write here; - is standard output.", "--output");
    Flags.value(spec, "NAME", "encrypt-string: the variable's name.", "-n", "--name");
  }

  @Override
  public int run(ParseResult given, ProcessEnvironment around) {
    List<String> words = Flags.positionals(given);
    String verb = words.getFirst().replace('_', '-');
    List<String> rest = words.subList(1, words.size());
    if (!VERBS.contains(verb)) {
      throw badUsage(given, "Say what to do: " + String.join(", ", VERBS));
    }
    if (rest.isEmpty() && !verb.equals("encrypt-string")) {
      throw badUsage(given, "Say which file to " + verb);
    }
    if (Flags.has(given, "--output") && rest.size() > 1) {
      throw badUsage(given, "With --output there can be one file only");
    }
    List<VaultPassword> passwords = VaultPasswords.read(given, around);
    if (passwords.isEmpty()) {
      passwords = List.of(VaultPasswords.parse("prompt", around));
    }
    if (verb.equals("encrypt-string")) {
      encryptString(rest, encryptionPassword(given, passwords), given, around);
      return ExitStatus.DONE.number();
    }
    Vault vault = new Vault(passwords);
    for (String name : rest) {
      Path file = around.workingDirectory().resolve(name);
      Path to = Flags.text(given, "--output").map(around.workingDirectory()::resolve).orElse(file);
      String text = PrivateFiles.read(file, name);
      switch (verb) {
        case "view" -> around.out().print(open(vault, text, name).text());
        case "decrypt" -> writeResult(open(vault, text, name).text(), to, given, around);
        case "encrypt" -> {
          if (Vault.isEncrypted(text)) {
            throw error("Already encrypted", "The file \"" + name + "\" is encrypted already.");
          }
          writeResult(Vault.encrypt(text, encryptionPassword(given, passwords)), to, given, around);
        }
        case "rekey" -> {
          VaultPassword next = newPassword(given, around);
          writeResult(Vault.encrypt(open(vault, text, name).text(), next), to, given, around);
        }
        default -> {
          Vault.Decrypted opened = open(vault, text, name);
          PrivateFiles.edit(opened.text(), file, around)
              .ifPresent(it -> PrivateFiles.write(file, Vault.encrypt(it, opened.password())));
        }
      }
    }
    return ExitStatus.DONE.number();
  }

  private static Vault.Decrypted open(Vault vault, String text, String name) {
    SourceText source = new SourceText(name, text);
    if (!Vault.isEncrypted(text)) {
      throw error("Not encrypted", "The file \"" + name + "\" is not encrypted.");
    }
    Diagnostics problems = new Diagnostics();
    Optional<Vault.Decrypted> opened =
        vault.decryptForEditing(text, Place.of(source, 1, 1), problems);
    problems.throwIfErrors();
    return opened.orElseThrow();
  }

  private static void writeResult(
      String text, Path to, ParseResult given, ProcessEnvironment around) {
    if (Flags.text(given, "--output").filter("-"::equals).isPresent()) {
      around.out().print(text);
    } else {
      PrivateFiles.write(to, text);
    }
  }

  private static void encryptString(
      List<String> words, VaultPassword password, ParseResult given, ProcessEnvironment around) {
    String text = words.isEmpty() ? PrivateFiles.standardInput() : String.join(" ", words);
    around.out().print(Vault.toYaml(Vault.encrypt(text, password), Flags.text(given, "--name")));
  }

  private static VaultPassword encryptionPassword(
      ParseResult given, List<VaultPassword> passwords) {
    Optional<String> id = Flags.text(given, "--encrypt-vault-id");
    if (id.isEmpty() && passwords.size() > 1) {
      throw error(
          "Several vault passwords",
          "Several passwords are given. Say which one to encrypt with:\n    --encrypt-vault-id "
              + passwords.getFirst().id());
    }
    return passwords.stream()
        .filter(password -> id.isEmpty() || password.id().equals(id.get()))
        .findFirst()
        .orElseThrow(
            () ->
                error(
                    "No vault password",
                    "None of the passwords given has the id \"" + id.orElse("") + "\"."));
  }

  private static VaultPassword newPassword(ParseResult given, ProcessEnvironment around) {
    return Flags.text(given, "--new-vault-id")
        .map(named -> VaultPasswords.parse(named, around))
        .or(
            () ->
                Flags.text(given, "--new-vault-password-file")
                    .map(file -> VaultPasswords.fromFile(VaultPassword.DEFAULT, file, around)))
        .orElseGet(() -> VaultPasswords.parse("prompt", around));
  }

  private static ParameterException badUsage(ParseResult given, String what) {
    return new ParameterException(given.commandSpec().commandLine(), what);
  }

  static BadInputException error(String summary, String detail) {
    return new BadInputException(Diagnostic.error(summary, detail));
  }
}
