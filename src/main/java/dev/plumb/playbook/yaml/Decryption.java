package dev.plumb.playbook.yaml;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.Secret;
import java.util.Optional;

/** Opens what is encrypted in files that are read. Any thread may call it. */
public interface Decryption {

  /** How every encrypted text begins. */
  String HEADER = "$ANSIBLE_VAULT;";

  /**
   * The text within an encrypted text, or nothing; the problems then say why.
   *
   * @param place of the encrypted text
   */
  Optional<String> decrypt(String encrypted, Place place, Diagnostics problems);

  /** Told each value that was encrypted, so that no output shows it. */
  void registerSecret(Secret secret);

  /** For when there is no password. */
  Decryption NONE =
      new Decryption() {
        @Override
        public Optional<String> decrypt(String encrypted, Place place, Diagnostics problems) {
          problems.add(
              Diagnostic.error(
                  "Vault password missing",
                  place,
                  """
                  This is encrypted, and no vault password was given. Give it in one of these ways:
                      --vault-password-file FILE
                      --ask-vault-pass"""));
          return Optional.empty();
        }

        @Override
        public void registerSecret(Secret secret) {
          throw new IllegalStateException("Nothing was opened. This is a bug in plumb.");
        }
      };
}
