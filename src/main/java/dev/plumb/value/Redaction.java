package dev.plumb.value;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Masks known secrets in every text that leaves plumb.
 *
 * <p>Works by value: a secret is masked wherever it occurs, whatever template, command or error
 * contains it. Thread-safe.
 */
public final class Redaction {

  /** Masking shorter ones would garble every output and protect nothing. */
  private static final int MIN_LENGTH = 4;

  // Longest first, so that a secret that contains another is masked whole.
  private final Set<String> secrets =
      new ConcurrentSkipListSet<>(
          (a, b) -> a.length() == b.length() ? a.compareTo(b) : b.length() - a.length());

  public void register(Secret secret) {
    secret
        .reveal()
        .lines()
        .filter(line -> line.strip().length() >= MIN_LENGTH)
        .forEach(this::registerLine);
  }

  /** Registers a secret and its forms in URLs, base64, shell quotes, JSON, XML and Markdown. */
  private void registerLine(String secret) {
    secrets.add(secret);
    String inUrl = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    secrets.add(inUrl);
    secrets.add(inUrl.replace("+", "%20"));
    secrets.add(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
    secrets.add(secret.replace("'", "'\\''"));
    secrets.add(secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t"));
    secrets.add(
        secret
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;"));
    secrets.add(secret.replaceAll("[\\\\`*_{}\\[\\]<>#|]", "\\\\$0"));
  }

  /** Whether no secret is known. */
  public boolean isEmpty() {
    return secrets.isEmpty();
  }

  /** Returns the text with every known secret masked. */
  public String apply(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, Secret.MASK);
    }
    return masked;
  }
}
