package dev.plumb.module.docker.container;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A published port of a container.
 *
 * @param container {@code 8888/tcp}
 * @param host {@code ADDRESS:PORT}; an empty address means any, an empty port means that docker
 *     chooses one
 */
record PublishedPort(String container, String host) {

  private static final Pattern WRITTEN =
      Pattern.compile("(?:(?:(\\[[0-9a-f:]+\\]|[0-9.]+):)?(\\d*):)?(\\d+)(?:/(tcp|udp|sctp))?");

  /**
   * Reads {@code 8080:80}, {@code 127.0.0.1:8080:80/udp}, {@code 80}.
   *
   * @throws IllegalArgumentException if the text is invalid
   */
  static PublishedPort parse(String written) {
    Matcher matcher = WRITTEN.matcher(written);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "must have single ports such as \"8080:80\", \"127.0.0.1:8080:80/udp\" or \"80\", but was given \"%s\""
              .formatted(written));
    }
    String protocol = matcher.group(4) == null ? "tcp" : matcher.group(4);
    String address = matcher.group(1) == null ? "" : matcher.group(1).replaceAll("[\\[\\]]", "");
    String port = matcher.group(2) == null ? "" : matcher.group(2);
    return of(matcher.group(3) + "/" + protocol, address, port);
  }

  static PublishedPort of(String container, String address, String port) {
    return new PublishedPort(
        container,
        (address.equals("0.0.0.0") ? "" : address) + ":" + (port.equals("0") ? "" : port));
  }
}
