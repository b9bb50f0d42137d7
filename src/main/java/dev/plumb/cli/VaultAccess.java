package dev.plumb.cli;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.playbook.yaml.Decryption;
import dev.plumb.value.Redaction;
import dev.plumb.value.Secret;
import dev.plumb.vault.Vault;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * What a command may decrypt, and what it must therefore not show. Passwords are read when they are
 * given; without any, and without anything encrypted, no class of the vault is loaded.
 */
final class VaultAccess implements Decryption {

  private final Optional<Vault> vault;
  private final Redaction redaction = new Redaction();

  private VaultAccess(Optional<Vault> vault) {
    this.vault = vault;
  }

  static void declare(CommandSpec spec) {
    Flags.values(
        spec,
        "FILE",
        "A file with the vault's password, or a program that prints it.",
        "--vault-password-file",
        "--vault-pass-file");
    Flags.values(
        spec, "[ID@]FILE", "The same for one id; \"prompt\" in place of FILE asks.", "--vault-id");
    Flags.flag(
        spec, "Ask for the vault's password.", "-J", "--ask-vault-pass", "--ask-vault-password");
  }

  static VaultAccess of(ParseResult given, ProcessEnvironment around) {
    boolean any =
        Flags.has(given, "--vault-password-file")
            || Flags.has(given, "--vault-id")
            || Flags.has(given, "--ask-vault-pass");
    return new VaultAccess(
        any ? Optional.of(new Vault(VaultPasswords.read(given, around))) : Optional.empty());
  }

  Redaction redaction() {
    return redaction;
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

  /** Does something of which no problem may show a secret. */
  <T> T guard(Supplier<T> work) {
    try {
      return work.get();
    } catch (BadInputException e) {
      List<Diagnostic> problems =
          e.diagnostics().stream()
              .map(
                  problem ->
                      new Diagnostic(
                          problem.severity(),
                          problem.summary(),
                          problem.place(),
                          redaction.apply(problem.context()),
                          redaction.apply(problem.detail())))
              .toList();
      throw new BadInputException(problems);
    }
  }
}
