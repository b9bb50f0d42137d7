package dev.plumb.vault;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The text format of encrypted data: the line {@code $ANSIBLE_VAULT;1.2;AES256;ID}, then the hex
 * dump of three lines: salt, HMAC and data, each as hex digits.
 *
 * @param id the ID of the password; absent in format 1.1
 */
record VaultEnvelope(Optional<String> id, String salt, String hmac, String data) {

  private static final String MAGIC = "$ANSIBLE_VAULT";
  private static final int WIDTH = 80;
  private static final HexFormat HEX = HexFormat.of();

  /**
   * Parses a text.
   *
   * @throws IllegalArgumentException with a predicate: "is truncated ..."
   */
  static VaultEnvelope parse(String text) {
    List<String> lines = text.strip().lines().map(String::strip).toList();
    List<String> header = List.of((lines.isEmpty() ? "" : lines.getFirst()).split(";"));
    if (!header.getFirst().equals(MAGIC)) {
      throw new IllegalArgumentException("does not start with \"" + MAGIC + ";\"");
    }
    if (header.size() < 3) {
      throw new IllegalArgumentException("has a truncated first line");
    }
    String version = header.get(1);
    if (!version.equals("1.1") && !version.equals("1.2")) {
      throw new IllegalArgumentException(
          "has the format \"" + version + "\", but plumb supports 1.1 and 1.2");
    }
    if (!header.get(2).equals("AES256")) {
      throw new IllegalArgumentException(
          "has the cipher \"" + header.get(2) + "\", but plumb supports AES256");
    }
    Optional<String> id =
        version.equals("1.2") && header.size() > 3 ? Optional.of(header.get(3)) : Optional.empty();
    try {
      String inner = ascii(HEX.parseHex(String.join("", lines.subList(1, lines.size()))));
      List<String> parts = inner.lines().toList();
      if (parts.size() != 3) {
        throw new IllegalArgumentException("is truncated or damaged");
      }
      parts.forEach(HEX::parseHex);
      return new VaultEnvelope(id, parts.get(0), parts.get(1), parts.get(2));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is truncated or damaged", e);
    }
  }

  /** Formats the text: in format 1.2 if there is an ID, else in format 1.1. */
  String format() {
    String inner = salt + "\n" + hmac + "\n" + data;
    String hex = HEX.formatHex(inner.getBytes(StandardCharsets.US_ASCII));
    String header = id.map(name -> MAGIC + ";1.2;AES256;" + name).orElse(MAGIC + ";1.1;AES256");
    return IntStream.iterate(0, from -> from < hex.length(), from -> from + WIDTH)
        .mapToObj(from -> hex.substring(from, Math.min(hex.length(), from + WIDTH)))
        .collect(Collectors.joining("\n", header + "\n", "\n"));
  }

  private static String ascii(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
