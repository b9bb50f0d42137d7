package dev.plumb.value;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file mode or a change of it, in chmod's syntax: octal, or symbolic as in {@code
 * u=rw,g-w,o=,a+X}.
 *
 * @param text the mode as written
 */
public record ModeChange(String text) {

  private static final Pattern OCTAL = Pattern.compile("0?[0-7]{3,4}");
  private static final Pattern CLAUSE = Pattern.compile("([ugoa]+)((?:[-+=](?:[ugo]|[rwxXst]*))+)");
  private static final Pattern ACTION = Pattern.compile("([-+=])([ugo]|[rwxXst]*)");

  public ModeChange {
    // A clause without u, g, o or a would depend on the umask.
    boolean symbolic =
        List.of(text.split(",", -1)).stream().allMatch(c -> CLAUSE.matcher(c).matches());
    if (!symbolic && !OCTAL.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be a mode in octal digits such as \"0644\" or in words such as \"u=rw,go=r\", but"
              + " was \""
              + text
              + "\"");
    }
  }

  public static ModeChange of(String text) {
    return new ModeChange(text);
  }

  public static ModeChange to(FileMode mode) {
    return new ModeChange(mode.toString());
  }

  /** Returns the resulting mode. */
  public FileMode applyTo(FileMode before, boolean directory) {
    if (OCTAL.matcher(text).matches()) {
      return FileMode.of(text);
    }
    int bits = before.bits();
    for (String clause : text.split(",")) {
      Matcher parts = CLAUSE.matcher(clause);
      if (parts.matches()) {
        String who = parts.group(1).contains("a") ? "ugo" : parts.group(1);
        Matcher action = ACTION.matcher(parts.group(2));
        while (action.find()) {
          for (int i = 0; i < who.length(); i++) {
            bits = applyAction(bits, who.charAt(i), action.group(1), action.group(2), directory);
          }
        }
      }
    }
    return new FileMode(bits);
  }

  private static int applyAction(int bits, char who, String sign, String what, boolean directory) {
    int shift = shift(who);
    int special = who == 'u' ? 04000 : who == 'g' ? 02000 : 01000;
    int meant = 0;
    for (int i = 0; i < what.length(); i++) {
      meant |=
          switch (what.charAt(i)) {
            case 'r' -> 4 << shift;
            case 'w' -> 2 << shift;
            case 'x' -> 1 << shift;
            case 'X' -> directory || (bits & 0111) != 0 ? 1 << shift : 0;
            case 's' -> who == 'o' ? 0 : special;
            case 't' -> who == 'o' ? special : 0;
            default -> ((bits >> shift(what.charAt(i))) & 7) << shift;
          };
    }
    return switch (sign) {
      case "+" -> bits | meant;
      case "-" -> bits & ~meant;
      // As in chmod, "=" keeps a directory's set-id bits and the sticky bit.
      default -> (bits & ~(7 << shift) & ~(directory || who == 'o' ? 0 : special)) | meant;
    };
  }

  private static int shift(char who) {
    return who == 'u' ? 6 : who == 'g' ? 3 : 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
