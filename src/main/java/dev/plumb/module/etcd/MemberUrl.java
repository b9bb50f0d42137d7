package dev.plumb.module.etcd;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A URL of a member such as {@code http://10.0.0.1:2380}; compared as text, as etcd does. */
record MemberUrl(String value) implements Comparable<MemberUrl> {

  private static final Pattern FORM =
      Pattern.compile("https?://(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+):([0-9]{1,5})");

  MemberUrl {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "must be a URL of scheme, host and port such as \"http://10.0.0.1:2380\", but was \""
              + value
              + "\"");
    }
  }

  public static MemberUrl of(String text) {
    return new MemberUrl(text);
  }

  /** Returns whether only the host itself can reach it. */
  boolean isLocal() {
    Matcher url = FORM.matcher(value);
    return url.matches()
        && url.group(1).matches("localhost|127\\..*|0\\.0\\.0\\.0|\\[::1?]|\\[0:.*:[01]]");
  }

  @Override
  public int compareTo(MemberUrl other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
