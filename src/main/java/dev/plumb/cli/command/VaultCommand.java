package dev.plumb.cli.command;

import dev.plumb.cli.option.Flags;
import dev.plumb.cli.option.VaultDecryption;
import dev.plumb.cli.option.VaultPasswords;
import dev.plumb.cli.process.ExitStatus;
import dev.plumb.cli.process.PrivateFiles;
import dev.plumb.cli.process.ProcessEnvironment;
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

/** {@code plumb vault}: encrypts and decrypts files and values in the formats of Ansible Vault. */
public final class VaultCommand implements Subcommand<VaultCommand.Options> {

  private static final List<String> VERBS =
      List.of("encrypt", "decrypt", "view", "edit", "rekey", "encrypt-string");

  /**
   * The options of the command.
   *
   * @param words the files, or the text of {@code encrypt-string}
   * @param encryptId the ID of the password to encrypt with
   * @param newPassword the password of {@code rekey}
   */
  public record Options(
      String verb,
      List<String> words,
      List<VaultPassword> passwords,
      Optional<String> encryptId,
      Optional<VaultPassword> newPassword,
      Optional<String> output,
      Optional<String> name) {}

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
        "encrypt, decrypt, view, edit or rekey, and files; or encrypt-string and a text (default:"
            + " standard input).");
    VaultDecryption.declare(spec);
    Flags.value(spec, "ID", "ID of the password to encrypt with.", "--encrypt-vault-id");
    Flags.value(spec, "FILE", "rekey: file with the new password.", "--new-vault-password-file");
    Flags.value(spec, "[ID@]FILE", "rekey: the same with an ID.", "--new-vault-id");
    Flags.value(spec, "FILE", "File to write to; - is standard output.", "--output");
    Flags.value(spec, "NAME", "encrypt-string: name of the variable.", "-n", "--name");
  }

  @Override
  public Options options(ParseResult given, ProcessEnvironment environment) {
    List<String> words = Flags.positionals(given);
    String verb = words.getFirst().replace('_', '-');
    List<String> rest = words.subList(1, words.size());
    if (!VERBS.contains(verb)) {
      throw badUsage(given, "VERB must be one of " + String.join(", ", VERBS));
    }
    if (rest.isEmpty() && !verb.equals("encrypt-string")) {
      throw badUsage(given, "Missing the FILE to " + verb);
    }
    if (Flags.has(given, "--output") && rest.size() > 1) {
      throw badUsage(given, "--output allows only one FILE");
    }
    List<VaultPassword> passwords = VaultPasswords.read(given, environment);
    return new Options(
        verb,
        rest,
        passwords.isEmpty() ? List.of(VaultPasswords.read("prompt", environment)) : passwords,
        Flags.text(given, "--encrypt-vault-id"),
        verb.equals("rekey") ? Optional.of(newPassword(given, environment)) : Optional.empty(),
        Flags.text(given, "--output"),
        Flags.text(given, "--name"));
  }

  private static VaultPassword newPassword(ParseResult given, ProcessEnvironment environment) {
    return Flags.text(given, "--new-vault-id")
        .map(source -> VaultPasswords.read(source, environment))
        .or(
            () ->
                Flags.text(given, "--new-vault-password-file")
                    .map(file -> VaultPasswords.fromFile(VaultPassword.DEFAULT, file, environment)))
        .orElseGet(() -> VaultPasswords.read("prompt", environment));
  }

  private static ParameterException badUsage(ParseResult given, String message) {
    return new ParameterException(given.commandSpec().commandLine(), message);
  }

  @Override
  public int run(Options options, ProcessEnvironment environment) {
    if (options.verb().equals("encrypt-string")) {
      String text =
          options.words().isEmpty()
              ? environment.standardInput()
              : String.join(" ", options.words());
      environment
          .out()
          .print(Vault.toYaml(Vault.encrypt(text, encryptionPassword(options)), options.name()));
      return ExitStatus.DONE.number();
    }
    Vault vault = new Vault(options.passwords());
    for (String name : options.words()) {
      Path file = environment.workingDirectory().resolve(name);
      String text = PrivateFiles.read(file, name);
      switch (options.verb()) {
        case "view" -> environment.out().print(decrypt(vault, text, name).text());
        case "decrypt" -> write(decrypt(vault, text, name).text(), file, options, environment);
        case "encrypt" -> {
          if (Vault.isEncrypted(text)) {
            throw error("Already encrypted", "The file \"" + name + "\" is already encrypted.");
          }
          write(Vault.encrypt(text, encryptionPassword(options)), file, options, environment);
        }
        case "rekey" -> {
          VaultPassword password = options.newPassword().orElseThrow();
          String decrypted = decrypt(vault, text, name).text();
          write(Vault.encrypt(decrypted, password), file, options, environment);
        }
        default -> {
          Vault.Decrypted decrypted = decrypt(vault, text, name);
          PrivateFiles.edit(decrypted.text(), file, environment.variables())
              .ifPresent(it -> PrivateFiles.write(file, Vault.encrypt(it, decrypted.password())));
        }
      }
    }
    return ExitStatus.DONE.number();
  }

  private static Vault.Decrypted decrypt(Vault vault, String text, String name) {
    if (!Vault.isEncrypted(text)) {
      throw error("Not encrypted", "The file \"" + name + "\" is not encrypted.");
    }
    Diagnostics problems = new Diagnostics();
    Place place = Place.of(new SourceText(name, text), 1, 1);
    Optional<Vault.Decrypted> decrypted = vault.decryptForEditing(text, place, problems);
    problems.throwIfErrors();
    return decrypted.orElseThrow();
  }

  private static void write(
      String text, Path file, Options options, ProcessEnvironment environment) {
    if (options.output().equals(Optional.of("-"))) {
      environment.out().print(text);
    } else {
      PrivateFiles.write(
          options.output().map(environment.workingDirectory()::resolve).orElse(file), text);
    }
  }

  private static VaultPassword encryptionPassword(Options options) {
    List<VaultPassword> passwords = options.passwords();
    if (options.encryptId().isEmpty() && passwords.size() > 1) {
      throw error(
          "Several vault passwords",
          "Several passwords are given. Name the one to encrypt with:\n    --encrypt-vault-id "
              + passwords.getFirst().id());
    }
    String id = options.encryptId().orElse(passwords.getFirst().id());
    return passwords.stream()
        .filter(password -> password.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> error("No vault password", "No given password has the ID \"" + id + "\"."));
  }

  private static BadInputException error(String summary, String detail) {
    return new BadInputException(Diagnostic.error(summary, detail));
  }
}
