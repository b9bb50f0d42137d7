package dev.plumb.vault;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Decrypts and encrypts texts like Ansible Vault. Tries every password, whatever ID a text names,
 * starting with those of that ID. Thread-safe.
 */
public final class Vault {

  private static final int SALT = 32;
  private static final HexFormat HEX = HexFormat.of();

  private final List<VaultPassword> passwords;

  public Vault(List<VaultPassword> passwords) {
    this.passwords = List.copyOf(passwords);
  }

  /** Whether a text is encrypted. */
  public static boolean isEncrypted(String text) {
    return text.stripLeading().startsWith("$ANSIBLE_VAULT;");
  }

  /** Decrypts a text at a place; returns nothing if it reported a problem. */
  public Optional<String> decrypt(String encrypted, Place place, Diagnostics problems) {
    return decryptForEditing(encrypted, place, problems).map(Decrypted::text);
  }

  /**
   * A decrypted text.
   *
   * @param password the password to encrypt it with again
   */
  public record Decrypted(String text, VaultPassword password) {}

  /** Decrypts a text and returns the password as well. */
  public Optional<Decrypted> decryptForEditing(
      String encrypted, Place place, Diagnostics problems) {
    VaultEnvelope envelope;
    try {
      envelope = VaultEnvelope.parse(encrypted);
    } catch (IllegalArgumentException e) {
      problems.add(
          Diagnostic.error(
              "Invalid vault text",
              place,
              "The encrypted text %s. Restore it from an intact copy.".formatted(e.getMessage())));
      return Optional.empty();
    }
    List<VaultPassword> tried = candidates(envelope.id().orElse(VaultPassword.DEFAULT));
    for (VaultPassword password : tried) {
      Optional<String> text =
          new VaultCipher(password.secret(), HEX.parseHex(envelope.salt())).decrypt(envelope);
      if (text.isPresent()) {
        String id = envelope.id().orElse(VaultPassword.DEFAULT);
        return Optional.of(new Decrypted(text.get(), new VaultPassword(id, password.secret())));
      }
    }
    problems.add(
        Diagnostic.error("Wrong vault password", place, wrongPasswordDetail(envelope, tried)));
    return Optional.empty();
  }

  private List<VaultPassword> candidates(String id) {
    List<VaultPassword> ordered =
        new ArrayList<>(passwords.stream().filter(p -> p.id().equals(id)).toList());
    passwords.stream().filter(p -> !p.id().equals(id)).forEach(ordered::add);
    return ordered;
  }

  private static String wrongPasswordDetail(VaultEnvelope envelope, List<VaultPassword> tried) {
    String known =
        tried.stream()
            .map(p -> "\"" + p.id() + "\"")
            .distinct()
            .reduce((a, b) -> a + ", " + b)
            .orElse("");
    boolean named =
        envelope.id().map(id -> tried.stream().anyMatch(p -> p.id().equals(id))).orElse(true);
    String of = envelope.id().map(id -> " with the ID \"" + id + "\"").orElse("");
    return "This text is encrypted%s, and %s (tried: %s). %s"
        .formatted(
            of,
            tried.size() == 1
                ? "the given password does not decrypt it"
                : "none of the given passwords decrypts it",
            known,
            named
                ? "Check the password. The text may also be damaged."
                : "Give the password with this ID:\n    --vault-id %s@FILE"
                    .formatted(envelope.id().orElseThrow()));
  }

  /** Encrypts a text: in format 1.2 if the password has an ID, else in format 1.1. */
  public static String encrypt(String text, VaultPassword password) {
    byte[] salt = new byte[SALT];
    new SecureRandom().nextBytes(salt);
    VaultCipher cipher = new VaultCipher(password.secret(), salt);
    byte[] data = cipher.encrypt(text.getBytes(StandardCharsets.UTF_8));
    Optional<String> id =
        password.id().equals(VaultPassword.DEFAULT) ? Optional.empty() : Optional.of(password.id());
    return new VaultEnvelope(
            id, HEX.formatHex(salt), HEX.formatHex(cipher.hmac(data)), HEX.formatHex(data))
        .format();
  }

  /** Formats an encrypted text as a YAML value, with a key if there is a name. */
  public static String toYaml(String encrypted, Optional<String> name) {
    String key = name.map(n -> n + ": ").orElse("");
    return key + "!vault |\n" + encrypted.stripTrailing().indent(10);
  }
}
