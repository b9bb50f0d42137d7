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
 * Opens and makes what Ansible Vault encrypts. As there, every password is tried, whatever id a
 * text names; one of that id first. Any thread may call it.
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

  /**
   * The text within an encrypted text, or nothing; the problems then say why.
   *
   * @param place of the encrypted text
   */
  public Optional<String> decrypt(String encrypted, Place place, Diagnostics problems) {
    return decryptForEditing(encrypted, place, problems).map(Decrypted::text);
  }

  /**
   * What was within an encrypted text.
   *
   * @param password what to encrypt it with again, so that only the text differs
   */
  public record Decrypted(String text, VaultPassword password) {}

  /** The same, for putting it back. */
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
              "The encrypted text %s. Take it from a copy that is whole."
                  .formatted(e.getMessage())));
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
    String of = envelope.id().map(id -> " under the id \"" + id + "\"").orElse("");
    return "This was encrypted%s, and %s; tried: %s. %s"
        .formatted(
            of,
            tried.size() == 1
                ? "the password given does not open it"
                : "none of the passwords given opens it",
            known,
            named
                ? "Check the password; or the text was damaged."
                : "Give that id's password:\n    --vault-id %s@FILE"
                    .formatted(envelope.id().orElseThrow()));
  }

  /**
   * Encrypts a text. The result is in format 1.1, or in 1.2 when the password has an id of its own.
   */
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

  /** The encrypted text as a YAML value: {@code !vault |} and the lines below it, indented. */
  public static String toYaml(String encrypted, Optional<String> name) {
    String key = name.map(n -> n + ": ").orElse("");
    return key + "!vault |\n" + encrypted.stripTrailing().indent(10);
  }
}
