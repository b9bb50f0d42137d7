package dev.plumb.module.pkg;

import java.util.Optional;

/**
 * A package as written in a playbook: {@code etcd-server}, {@code etcd-server=3.4.23*}, {@code
 * libc6:amd64}.
 *
 * @param version the wanted version; may contain * and ?
 */
record PackageRequest(String name, Optional<String> version) {

  PackageRequest {
    if (!name.matches("[a-z0-9][a-z0-9+.-]*(:[a-z0-9-]+)?")) {
      throw new IllegalArgumentException(
          "must be a package such as \"etcd-server\" or \"etcd-server=3.4*\", but was \""
              + name
              + "\"");
    }
    if (version.isPresent() && !version.get().matches("[A-Za-z0-9.+:~*?-]+")) {
      throw new IllegalArgumentException(
          "must have a version such as \"1.2.3-1\" or \"1.2*\" after \"=\", but was \""
              + version.get()
              + "\"");
    }
  }

  public static PackageRequest of(String text) {
    int sign = text.indexOf('=');
    return sign < 0
        ? new PackageRequest(text.strip(), Optional.empty())
        : new PackageRequest(
            text.substring(0, sign).strip(), Optional.of(text.substring(sign + 1).strip()));
  }

  /** Whether an installed version is the requested one. */
  boolean acceptsVersion(String found) {
    return version.isEmpty() || matches(version.get(), 0, found, 0);
  }

  private static boolean matches(String pattern, int p, String text, int t) {
    if (p == pattern.length()) {
      return t == text.length();
    }
    char c = pattern.charAt(p);
    if (c == '*') {
      for (int end = t; end <= text.length(); end++) {
        if (matches(pattern, p + 1, text, end)) {
          return true;
        }
      }
      return false;
    }
    return t < text.length()
        && (c == '?' || c == text.charAt(t))
        && matches(pattern, p + 1, text, t + 1);
  }

  /** As apt-get expects it. */
  @Override
  public String toString() {
    return version.map(v -> name + "=" + v).orElse(name);
  }
}
