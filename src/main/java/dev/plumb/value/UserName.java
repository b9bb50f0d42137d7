package dev.plumb.value;

/** The name of a user or a group on a host, or its number. */
public record UserName(String value) {

  public static final UserName ROOT = new UserName("root");

  public UserName {
    // Names that shadow's useradd accepts, plus upper case and a final $ (Samba), plus numbers.
    if (!value.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}\\$?")) {
      throw new IllegalArgumentException(
          "must be a user or group name such as \"etcd\", but was \"" + value + "\"");
    }
  }

  public static UserName of(String value) {
    return new UserName(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
