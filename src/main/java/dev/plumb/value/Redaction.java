package dev.plumb.value;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Masks known secrets in every text that leaves plumb.
 *
 * <p>Works by value: a secret is masked everywhere, whichever template, command or error contains
 * it. Any thread may call it.
 */
public final class Redaction {

  /** Masking shorter ones would hide half of every output and protect nothing. */
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

  /** Registers a line, and its form in a URL, in base64 and in shell quotes. */
  private void registerLine(String secret) {
    secrets.add(secret);
    String inUrl = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    secrets.add(inUrl);
    secrets.add(inUrl.replace("+", "%20"));
    secrets.add(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
    secrets.add(secret.replace("'", "'\\''"));
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
