package dev.plumb.module.system;

import java.util.Optional;

/**
 * The name of a setting: {@code net.ipv4.ip_forward}.
 *
 * @param text as a person wrote it
 */
record SysctlKey(String text) {

  public static SysctlKey of(String text) {
    if (!text.matches("[\\w*@:-]+([./][\\w*@:-]+)+")) {
      throw new IllegalArgumentException(
          "must be a setting of the kernel such as \"net.ipv4.ip_forward\", but was \""
              + text
              + "\"");
    }
    return new SysctlKey(text);
  }

  /**
   * The name as a path below /proc/sys. The first separator tells: after a dot, dots separate and a
   * slash is a dot within a name ({@code net.ipv4.conf.eth0/100.forwarding}); see sysctl.d(5).
   */
  String path() {
    int dot = text.indexOf('.');
    int slash = text.indexOf('/');
    if (slash >= 0 && (dot < 0 || slash < dot)) {
      return text;
    }
    return text.replace('/', '\0').replace('.', '/').replace('\0', '.');
  }

  /** The value that a line of a file gives to this setting. */
  Optional<String> valueIn(String line) {
    int equals = line.indexOf('=');
    if (equals < 0 || line.stripLeading().startsWith("#") || line.stripLeading().startsWith(";")) {
      return Optional.empty();
    }
    // A minus says that the setting may be missing.
    String name = line.substring(0, equals).strip().replaceFirst("^-\\s*", "");
    return new SysctlKey(name).path().equals(path())
        ? Optional.of(normalize(line.substring(equals + 1)))
        : Optional.empty();
  }

  /** A value of several numbers has tabs between them in the kernel, and spaces in files. */
  static String normalize(String value) {
    return value.strip().replaceAll("\\s+", " ");
  }

  @Override
  public String toString() {
    return text;
  }
}
