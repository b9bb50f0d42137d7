package dev.plumb.transport.sshj;

import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.remote.Target;
import dev.plumb.remote.UnreachableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import net.schmizz.sshj.userauth.keyprovider.FileKeyProvider;
import net.schmizz.sshj.userauth.keyprovider.PKCS8KeyFile;

/** Reads the private keys to offer. */
final class PrivateKeys {

  /** A key with its file. */
  record PrivateKey(Path file, FileKeyProvider provider) {}

  private static final List<String> DEFAULT_NAMES = List.of("id_ed25519", "id_ecdsa", "id_rsa");

  private final Target target;
  private final Path home;
  private final List<PrivateKey> keys = new ArrayList<>();
  private final List<String> unusable = new ArrayList<>();

  private PrivateKeys(Target target, Path home) {
    this.target = target;
    this.home = home;
  }

  /**
   * Reads the configured keys, or else the default ones that exist.
   *
   * @throws UnreachableException if a configured key cannot be used
   */
  static PrivateKeys read(Target target, Path home) {
    PrivateKeys read = new PrivateKeys(target, home);
    if (target.keys().isEmpty()) {
      read.readDefaults();
    } else {
      target.keys().forEach(read::readConfigured);
    }
    return read;
  }

  List<PrivateKey> keys() {
    return keys;
  }

  /** The default keys that exist but cannot be used, each with the reason. */
  List<String> unusable() {
    return unusable;
  }

  private void readDefaults() {
    for (String name : DEFAULT_NAMES) {
      Path file = home.resolve(".ssh").resolve(name);
      try {
        String problem = add(file);
        if (!problem.isEmpty()) {
          unusable.add(file + " " + problem);
        }
      } catch (NoSuchFileException _) {
        // The default keys are optional.
      } catch (IOException e) {
        unusable.add(file + " cannot be read: " + e.getMessage());
      }
    }
  }

  private void readConfigured(String name) {
    Path file = name.startsWith("~/") ? home.resolve(name.substring(2)) : Path.of(name);
    String problem;
    try {
      problem = add(file);
    } catch (NoSuchFileException _) {
      problem = "does not exist";
    } catch (IOException e) {
      problem = "cannot be read: " + e;
    }
    if (!problem.isEmpty()) {
      throw new UnreachableException(
          Diagnostic.error(
              "Private key cannot be used",
              "The key file %s for %s %s.".formatted(file, target.host(), problem)));
    }
  }

  private String add(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    FileKeyProvider provider;
    boolean mayBeEcdsa = true;
    if (text.contains("-----BEGIN OPENSSH PRIVATE KEY-----")) {
      byte[] body = body(text);
      if (isEncrypted(body)) {
        return "is encrypted with a passphrase, which plumb does not support";
      }
      mayBeEcdsa = new String(body, StandardCharsets.ISO_8859_1).contains("ecdsa-sha2-");
      provider = new OpenSSHKeyV1KeyFile();
    } else if (text.contains("-----BEGIN ") && text.contains("PRIVATE KEY-----")) {
      if (text.contains("ENCRYPTED")) {
        return "is encrypted with a passphrase, which plumb does not support";
      }
      provider = new PKCS8KeyFile();
    } else {
      return "contains no private key in a supported format (OpenSSH or PEM)";
    }
    if (mayBeEcdsa) {
      EcdsaKeys.register();
    }
    // The text, not the file: given the file, sshj would look for a certificate beside it.
    provider.init(text, null);
    keys.add(new PrivateKey(file, provider));
    return "";
  }

  /** See OpenSSH's PROTOCOL.key: a magic word, then the name of the cipher. */
  private static boolean isEncrypted(byte[] body) {
    int magic = "openssh-key-v1\0".length();
    return body.length > magic + 8
        && !new String(body, magic + 4, 4, StandardCharsets.US_ASCII).equals("none");
  }

  /** Returns the body between the markers; empty if it is not base64, which its reader reports. */
  private static byte[] body(String text) {
    StringBuilder body = new StringBuilder();
    text.lines().filter(line -> !line.startsWith("-----")).forEach(body::append);
    try {
      return Base64.getMimeDecoder().decode(body.toString());
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }
}
