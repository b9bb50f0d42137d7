package dev.plumb.module.etcd;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of etcd. */
record EtcdVersion(int major, int minor, int patch) {

  private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)");

  /** Returns the first version in the text. */
  static Optional<EtcdVersion> parse(String text) {
    Matcher found = FORM.matcher(text);
    return found.find()
        ? Optional.of(
            new EtcdVersion(
                Integer.parseInt(found.group(1)),
                Integer.parseInt(found.group(2)),
                Integer.parseInt(found.group(3))))
        : Optional.empty();
  }

  boolean atLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
