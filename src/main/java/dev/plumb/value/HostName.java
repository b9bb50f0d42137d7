package dev.plumb.value;

import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;

/** The name of a host in the inventory. */
public record HostName(String value) implements Comparable<HostName> {

  public HostName {
    Objects.requireNonNull(value, "value");
    if (value.isBlank() || value.chars().anyMatch(c -> Character.isWhitespace(c) || c == '/')) {
      throw new IllegalArgumentException(
          "must be a host name without spaces or slashes, but was \"" + value + "\"");
    }
  }

  /** Returns the names in order, separated by commas. */
  public static String join(Collection<HostName> hosts) {
    return hosts.stream().sorted().map(HostName::value).collect(Collectors.joining(", "));
  }

  @Override
  public int compareTo(HostName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
