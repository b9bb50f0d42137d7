package dev.plumb.host.systemd;

import dev.plumb.remote.Step;
import java.util.regex.Pattern;

/** The name of a systemd unit, type included: {@code etcd.service}. */
public record UnitName(String value) {

  private static final String TYPES =
      "service|socket|device|mount|automount|swap|target|path|timer|slice|scope";

  private static final Pattern TYPED = Pattern.compile(".*\\.(" + TYPES + ")");
  private static final Pattern WHOLE = Pattern.compile("[\\w:.@\\\\-]{1,245}\\.(" + TYPES + ")");

  public UnitName {
    if (!WHOLE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "must be a unit name such as \"etcd\" or \"docker.socket\", but was \"" + value + "\"");
    }
  }

  /** Adds {@code .service} when there is no type. */
  public static UnitName of(String text) {
    return new UnitName(TYPED.matcher(text).matches() ? text : text + ".service");
  }

  /**
   * Where the unit is on the message bus: all but letters and digits as {@code _} and two digits.
   */
  public String busPath() {
    StringBuilder path = new StringBuilder("/org/freedesktop/systemd1/unit/");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      // A digit at the beginning is escaped too.
      if (letter || (digit && i > 0)) {
        path.append(c);
      } else {
        path.append("_%02x".formatted((int) c));
      }
    }
    return path.toString();
  }

  Step systemctl(String verb) {
    return Step.run("systemctl", verb, "--", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
