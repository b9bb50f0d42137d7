package dev.plumb.module.mesos;

import dev.plumb.remote.Step;
import java.util.regex.Pattern;

/** A service of systemd, by its name without a type: {@code zookeeper}. */
record Unit(String name) {

  private static final Pattern ESCAPED_ON_THE_BUS = Pattern.compile("[^A-Za-z0-9]");

  public static Unit of(String text) {
    String name = text.replaceFirst("\\.service$", "");
    if (!name.matches("[A-Za-z][\\w:.@-]{0,200}")) {
      throw new IllegalArgumentException(
          "must be the name of a service such as \"zookeeper\", but was \"" + text + "\"");
    }
    return new Unit(name);
  }

  String full() {
    return name + ".service";
  }

  String busPath() {
    return "/org/freedesktop/systemd1/unit/"
        + ESCAPED_ON_THE_BUS
            .matcher(full())
            .replaceAll(sign -> "_%02x".formatted((int) sign.group().charAt(0)));
  }

  Step verb(String verb) {
    return Step.run("systemctl", verb, "--", full());
  }

  @Override
  public String toString() {
    return full();
  }
}
