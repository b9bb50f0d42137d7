package dev.plumb.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files beside these tests were made by ansible-vault of ansible-core 2.14.18. */
class VaultTest {

  static final Path FOLDER = Path.of("src/test/resources/vault").toAbsolutePath();
  static final String TEXT = "api_key: \"hunter2-käse\"\nnested:\n  list: [first-secret, 123456]\n";
  static final VaultPassword DEFAULT = new VaultPassword("default", Secret.of("correct horse"));
  static final VaultPassword PROD = new VaultPassword("prod", Secret.of("other-prod-pw"));

  private final Diagnostics problems = new Diagnostics();

  private Optional<String> open(String encrypted, VaultPassword... passwords) {
    return new Vault(List.of(passwords)).decrypt(encrypted, Place.NONE, problems);
  }

  private String problem() {
    assertThat(problems.all()).hasSize(1);
    return problems.all().getFirst().summary() + ": " + problems.all().getFirst().detail();
  }

  @Test
  void opensWhatAnsibleVaultMade() throws IOException {
    assertThat(open(Files.readString(FOLDER.resolve("default-1.1.yml")), DEFAULT)).contains(TEXT);
    assertThat(open(Files.readString(FOLDER.resolve("prod-1.2.yml")), PROD)).contains(TEXT);
  }

  @Test
  void triesEveryPasswordWhateverItsId() throws IOException {
    VaultPassword otherwise = new VaultPassword("dev", PROD.secret());
    assertThat(open(Files.readString(FOLDER.resolve("prod-1.2.yml")), DEFAULT, otherwise))
        .contains(TEXT);
  }

  @Test
  void writesFormat11WithoutAnIdAnd12WithOne() {
    assertThat(Vault.encrypt("x", DEFAULT)).startsWith("$ANSIBLE_VAULT;1.1;AES256\n");
    assertThat(Vault.encrypt("x", PROD)).startsWith("$ANSIBLE_VAULT;1.2;AES256;prod\n");
    assertThat(Vault.encrypt("x".repeat(99), PROD).lines().skip(1))
        .allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "15 characters..", "16 characters...", "ä\n€\uD83D\uDE00\n"})
  void opensWhatItEncrypted(String text) {
    assertThat(open(Vault.encrypt(text, PROD), PROD)).contains(text);
  }

  @Test
  void makesAnotherTextEachTime() {
    assertThat(Vault.encrypt("same", PROD)).isNotEqualTo(Vault.encrypt("same", PROD));
  }

  @Test
  void reportsAWrongPassword() {
    assertThat(open(Vault.encrypt("x", DEFAULT), PROD)).isEmpty();
    assertThat(problem())
        .isEqualTo(
            "Wrong vault password: This text is encrypted, and the given password does not decrypt"
                + " it (tried: \"prod\"). Check the password. The text may also be damaged.");
  }

  @Test
  void namesTheIdWhosePasswordIsMissing() {
    assertThat(open(Vault.encrypt("x", PROD), DEFAULT, new VaultPassword("dev", Secret.of("d"))))
        .isEmpty();
    assertThat(problem())
        .isEqualTo(
            "Wrong vault password: This text is encrypted with the ID \"prod\", and none of the"
                + " given passwords decrypts it (tried: \"default\", \"dev\"). Give the password"
                + " with this ID:\n"
                + "    --vault-id prod@FILE");
  }

  @Test
  void detectsTampering() {
    String text = Vault.encrypt("x", DEFAULT);
    int last = text.length() - 2;
    char flipped = text.charAt(last) == '1' ? '2' : '1';
    assertThat(open(text.substring(0, last) + flipped + "\n", DEFAULT)).isEmpty();
    assertThat(problem()).startsWith("Wrong vault password: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$ANSIBLE_VAULT;1.1;AES256\n3132\n",
        "$ANSIBLE_VAULT;1.1;AES256\nnot hex\n",
        "$ANSIBLE_VAULT;1.1;AES256\n"
      })
  void reportsDamagedText(String text) {
    assertThat(open(text, DEFAULT)).isEmpty();
    assertThat(problem())
        .isEqualTo(
            "Invalid vault text: The encrypted text is truncated or damaged. Restore it from an"
                + " intact copy.");
  }

  @Test
  void reportsAnUnknownFormat() {
    assertThat(open("$ANSIBLE_VAULT;1.0;AES\n31\n", DEFAULT)).isEmpty();
    assertThat(problem())
        .isEqualTo(
            "Invalid vault text: The encrypted text has the format \"1.0\", but plumb supports"
                + " 1.1 and 1.2. Restore it from an intact copy.");
  }
}
