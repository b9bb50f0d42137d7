package dev.plumb.value;

/** Permission bits of a file, 0 to 07777. */
public record FileMode(int bits) {

  public FileMode {
    if (bits < 0 || bits > 07777) {
      throw new IllegalArgumentException("must be a mode from 0 to 07777");
    }
  }

  /** Reads octal digits, with or without a leading zero: {@code "0644"}, {@code "644"}. */
  public static FileMode of(String octal) {
    if (!octal.matches("0?[0-7]{3,4}")) {
      throw new IllegalArgumentException(
          "must be a mode in octal digits such as \"0644\", but was \"" + octal + "\"");
    }
    return new FileMode(Integer.parseInt(octal, 8));
  }

  /** Four octal digits: {@code 0644}. */
  @Override
  public String toString() {
    return "%04o".formatted(bits);
  }
}
