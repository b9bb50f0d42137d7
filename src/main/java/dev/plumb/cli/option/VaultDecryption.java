package dev.plumb.cli.option;

import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.playbook.yaml.Decryption;
import dev.plumb.value.Redaction;
import dev.plumb.value.Secret;
import dev.plumb.vault.Vault;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Decrypts with the given vault passwords, and registers every decrypted value for masking. */
public final class VaultDecryption implements Decryption {

  private final Optional<Vault> vault;
  private final Redaction redaction;

  private VaultDecryption(Optional<Vault> vault, Redaction redaction) {
    this.vault = vault;
    this.redaction = redaction;
  }

  public static void declare(CommandSpec spec) {
    Flags.values(
        spec,
        "FILE",
        "File with the vault password, or a program that prints it.",
        "--vault-password-file",
        "--vault-pass-file");
    Flags.values(
        spec,
        "[ID@]FILE",
        "The same for one vault ID; \"prompt\" instead of FILE asks for the password.",
        "--vault-id");
    Flags.flag(
        spec, "Ask for the vault password.", "-J", "--ask-vault-pass", "--ask-vault-password");
  }

  public static VaultDecryption read(ParseResult given, ProcessEnvironment environment) {
    boolean any =
        List.of("--vault-password-file", "--vault-id", "--ask-vault-pass").stream()
            .anyMatch(option -> Flags.has(given, option));
    // Without a password the classes of the vault are not loaded.
    return new VaultDecryption(
        any ? Optional.of(new Vault(VaultPasswords.read(given, environment))) : Optional.empty(),
        environment.redaction());
  }

  @Override
  public Optional<String> decrypt(String encrypted, Place place, Diagnostics problems) {
    return vault.isEmpty()
        ? NONE.decrypt(encrypted, place, problems)
        : vault.get().decrypt(encrypted, place, problems);
  }

  @Override
  public void registerSecret(Secret secret) {
    redaction.register(secret);
  }
}
