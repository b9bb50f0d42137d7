package dev.plumb.playbook.yaml;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.Secret;
import java.util.Optional;

/** Decrypts encrypted files and values. Thread-safe. */
public interface Decryption {

  /** The beginning of every encrypted text. */
  String HEADER = "$ANSIBLE_VAULT;";

  /**
   * Decrypts a text; empty after a reported problem.
   *
   * @param place of the encrypted text
   */
  Optional<String> decrypt(String encrypted, Place place, Diagnostics problems);

  /** Registers a decrypted value for redaction. */
  void registerSecret(Secret secret);

  /** Rejects encrypted values: there is no password. */
  Decryption NONE =
      new Decryption() {
        @Override
        public Optional<String> decrypt(String encrypted, Place place, Diagnostics problems) {
          problems.add(
              Diagnostic.error(
                  "Vault password missing",
                  place,
                  """
                  This value is encrypted, but no vault password was given. Use one of these options:
                      --vault-password-file FILE
                      --ask-vault-pass\
                  """));
          return Optional.empty();
        }

        @Override
        public void registerSecret(Secret secret) {
          throw new IllegalStateException("Nothing was opened. This is a bug in plumb.");
        }
      };
}
