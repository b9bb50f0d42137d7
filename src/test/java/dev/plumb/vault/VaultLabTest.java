package dev.plumb.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both ways with the real ansible-vault, where it is installed. It needs no lab, but takes a while.
 */
@Tag("lab")
class VaultLabTest {

  @TempDir private Path folder;

  @BeforeEach
  void needsTheRealProgram() {
    assumeTrue(
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "ansible-vault"))),
        "ansible-vault is not installed");
  }

  private String ansibleVault(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("ansible-vault"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("status of %s", command).isZero();
    return out;
  }

  private static String idAndFile(VaultPassword password) {
    String file = password.id().equals("prod") ? "prod-password" : "password";
    return password.id() + "@" + VaultTest.FOLDER.resolve(file);
  }

  @Test
  void encryptsForAnsibleVault() throws Exception {
    for (VaultPassword password : List.of(VaultTest.DEFAULT, VaultTest.PROD)) {
      Path file = folder.resolve(password.id());
      Files.writeString(file, Vault.encrypt(VaultTest.TEXT, password));
      assertThat(ansibleVault("view", "--vault-id", idAndFile(password), file.toString()))
          .isEqualTo(VaultTest.TEXT);
    }
  }

  @Test
  void decryptsWhatAnsibleVaultEncrypted() throws Exception {
    for (VaultPassword password : List.of(VaultTest.DEFAULT, VaultTest.PROD)) {
      Path file = folder.resolve(password.id());
      Files.writeString(file, VaultTest.TEXT);
      ansibleVault("encrypt", "--vault-id", idAndFile(password), file.toString());
      Diagnostics problems = new Diagnostics();
      assertThat(new Vault(List.of(password)).decrypt(Files.readString(file), Place.NONE, problems))
          .contains(VaultTest.TEXT);
    }
  }
}
