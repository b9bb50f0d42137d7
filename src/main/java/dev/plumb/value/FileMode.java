package dev.plumb.value;

import java.util.regex.Pattern;

/** Permission bits of a file, 0 to 07777. */
public record FileMode(int bits) {

  private static final Pattern OCTAL = Pattern.compile("0?[0-7]{3,4}");

  public FileMode {
    if (bits < 0 || bits > 07777) {
      throw new IllegalArgumentException("must be a mode from 0 to 07777");
    }
  }

  /** Parses octal digits, with or without a leading zero: {@code "0644"}, {@code "644"}. */
  public static FileMode of(String octal) {
    if (!OCTAL.matcher(octal).matches()) {
      throw new IllegalArgumentException(
          "must be a mode in octal digits such as \"0644\", but was \"" + octal + "\"");
    }
    return new FileMode(Integer.parseInt(octal, 8));
  }

  /** Returns four octal digits: {@code 0644}. */
  @Override
  public String toString() {
    return Digits.padded(Integer.toOctalString(bits), 4);
  }
}
