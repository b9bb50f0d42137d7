package dev.plumb.value;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A SHA-256 digest: 64 lower-case hexadecimal digits. */
public record Sha256(String hex) {

  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

  public Sha256 {
    if (!DIGITS.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "must be a SHA-256 digest of 64 lower-case hexadecimal digits, but was \"" + hex + "\"");
    }
  }

  public static Sha256 of(byte[] bytes) {
    return new Sha256(HexFormat.of().formatHex(digest().digest(bytes)));
  }

  /** Returns a new digest, for content in chunks. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  public static Sha256 of(MessageDigest finished) {
    return new Sha256(HexFormat.of().formatHex(finished.digest()));
  }

  @Override
  public String toString() {
    return hex;
  }
}
