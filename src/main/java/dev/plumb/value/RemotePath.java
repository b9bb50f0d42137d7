package dev.plumb.value;

import java.util.regex.Pattern;

/** An absolute path on a host, without {@code .} and {@code ..} and without double slashes. */
public record RemotePath(String value) implements Comparable<RemotePath> {

  private static final Pattern SLASHES = Pattern.compile("/+");

  public RemotePath {
    if (!value.startsWith("/")) {
      throw new IllegalArgumentException(
          "must be an absolute path such as \"/etc/hosts\", but was \"" + value + "\"");
    }
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("must be a path without NUL characters");
    }
    value = SLASHES.matcher(value).replaceAll("/");
    if (value.length() > 1 && value.endsWith("/")) {
      value = value.substring(0, value.length() - 1);
    }
    if ((value + "/").contains("/../") || (value + "/").contains("/./")) {
      throw new IllegalArgumentException(
          "must be a path without \".\" and \"..\", but was \"" + value + "\"");
    }
  }

  public static RemotePath of(String value) {
    return new RemotePath(value);
  }

  /** Returns the parent folder; the root is its own parent. */
  public RemotePath parent() {
    int slash = value.lastIndexOf('/');
    return new RemotePath(slash <= 0 ? "/" : value.substring(0, slash));
  }

  /** Returns the last component; empty for the root. */
  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  public RemotePath child(String name) {
    return new RemotePath(value + "/" + name);
  }

  @Override
  public int compareTo(RemotePath other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
