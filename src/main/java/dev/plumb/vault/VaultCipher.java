package dev.plumb.vault;

import dev.plumb.value.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The cipher AES256 of Ansible Vault: keys derived by PBKDF2 with HMAC-SHA256, data encrypted by
 * AES in counter mode with PKCS#7 padding, and an HMAC of the encrypted data.
 */
final class VaultCipher {

  private static final int ROUNDS = 10_000;
  private static final int KEY = 32;
  private static final int BLOCK = 16;
  private static final HexFormat HEX = HexFormat.of();

  private final SecretKeySpec cipherKey;
  private final SecretKeySpec macKey;
  private final IvParameterSpec counter;

  /** Derives the keys from a password and a salt, which takes some milliseconds by design. */
  VaultCipher(Secret password, byte[] salt) {
    byte[] keys = derive(password, salt);
    cipherKey = new SecretKeySpec(keys, 0, KEY, "AES");
    macKey = new SecretKeySpec(keys, KEY, KEY, "HmacSHA256");
    counter = new IvParameterSpec(keys, 2 * KEY, BLOCK);
  }

  private static byte[] derive(Secret password, byte[] salt) {
    try {
      PBEKeySpec spec =
          new PBEKeySpec(
              password.reveal().toCharArray(), salt, ROUNDS, (2 * KEY + BLOCK) * Byte.SIZE);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw unexpected(e);
    }
  }

  byte[] encrypt(byte[] plain) {
    int padding = BLOCK - plain.length % BLOCK;
    byte[] padded = Arrays.copyOf(plain, plain.length + padding);
    Arrays.fill(padded, plain.length, padded.length, (byte) padding);
    return crypt(Cipher.ENCRYPT_MODE, padded);
  }

  byte[] hmac(byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(macKey);
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw unexpected(e);
    }
  }

  /** Decrypts a text; returns nothing if the password is wrong or the data was changed. */
  Optional<String> decrypt(VaultEnvelope envelope) {
    byte[] data = HEX.parseHex(envelope.data());
    if (!MessageDigest.isEqual(hmac(data), HEX.parseHex(envelope.hmac()))) {
      return Optional.empty();
    }
    byte[] padded = crypt(Cipher.DECRYPT_MODE, data);
    int padding = padded.length == 0 ? 0 : padded[padded.length - 1];
    if (padding < 1 || padding > BLOCK || padding > padded.length) {
      return Optional.empty();
    }
    return Optional.of(new String(padded, 0, padded.length - padding, StandardCharsets.UTF_8));
  }

  private byte[] crypt(int mode, byte[] data) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(mode, cipherKey, counter);
      return cipher.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw unexpected(e);
    }
  }

  private static IllegalStateException unexpected(GeneralSecurityException e) {
    return new IllegalStateException("A JDK without AES or HMAC. This is a bug in plumb.", e);
  }
}
