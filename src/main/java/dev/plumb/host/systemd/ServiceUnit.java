package dev.plumb.host.systemd;

import dev.plumb.remote.Step;
import java.util.regex.Pattern;

/** A service of systemd, by its name without a type: {@code zookeeper}. */
public record ServiceUnit(String name) {

  private static final Pattern ESCAPED_ON_THE_BUS = Pattern.compile("[^A-Za-z0-9]");

  public static ServiceUnit of(String text) {
    String name = text.replaceFirst("\\.service$", "");
    if (!name.matches("[A-Za-z][\\w:.@-]{0,200}")) {
      throw new IllegalArgumentException(
          "must be the name of a service such as \"zookeeper\", but was \"" + text + "\"");
    }
    return new ServiceUnit(name);
  }

  public String fullName() {
    return name + ".service";
  }

  String busPath() {
    return "/org/freedesktop/systemd1/unit/"
        + ESCAPED_ON_THE_BUS
            .matcher(fullName())
            .replaceAll(sign -> "_%02x".formatted((int) sign.group().charAt(0)));
  }

  Step systemctl(String verb) {
    return Step.run("systemctl", verb, "--", fullName());
  }

  @Override
  public String toString() {
    return fullName();
  }
}
