package dev.plumb.playbook.yaml;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.Secret;
import dev.plumb.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Resolves scalars by the rules of YAML 1.1 as PyYAML, and so Ansible, applies them ({@code yes} is
 * true, {@code 0644} is octal, {@code 1e3} is text). Two rules are omitted because they cause
 * surprises: dates and sexagesimal numbers stay text, so {@code 2222:22} stays a pair of ports.
 */
final class ScalarResolver {

  static final String TAG = "tag:yaml.org,2002:";

  private static final Pattern WHOLE =
      Pattern.compile(
          "[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]*|[1-9][0-9_]*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern FRACTION =
      Pattern.compile("[-+]?(?:[0-9][0-9_]*\\.[0-9_]*|\\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?");

  /** This many digits of any radix up to 16 fit in a long. */
  private static final int LONG_DIGITS = 15;

  private final Diagnostics problems;
  private final Decryption decryption;

  ScalarResolver(Diagnostics problems, Decryption decryption) {
    this.problems = problems;
    this.decryption = decryption;
  }

  Value resolve(ScalarEvent scalar, Place place) {
    String tag = scalar.getTag();
    String text = scalar.getValue();
    if (tag == null) {
      return scalar.isPlain() ? plain(text, place) : text(text, place);
    }
    return switch (tag) {
      case "!", TAG + "str" -> text(text, place);
      case "!vault", "!vault-encrypted" -> decrypt(text, place);
      case "!unsafe" -> new Value.Text(text, false, place);
      case TAG + "int", TAG + "float" ->
          number(text, place).orElseGet(() -> reportTagMismatch(tag, place));
      case TAG + "bool" -> bool(text, place).orElseGet(() -> reportTagMismatch(tag, place));
      case TAG + "null" -> new Value.Null(place);
      default -> {
        problems.add(unknownTag(tag, place));
        yield new Value.Null(place);
      }
    };
  }

  /** Never a template: a password may contain "${" by accident. */
  private Value decrypt(String text, Place place) {
    return decryption
        .decrypt(text, place, problems)
        .<Value>map(
            secret -> {
              decryption.registerSecret(Secret.of(secret));
              return new Value.Text(secret, false, place);
            })
        .orElseGet(() -> new Value.Null(place));
  }

  /** Keys are always text; only unknown tags are errors. */
  void checkKeyTag(ScalarEvent scalar, Place place) {
    String tag = scalar.getTag();
    if (tag != null && !tag.equals("!") && !tag.startsWith(TAG)) {
      problems.add(unknownTag(tag, place));
    }
  }

  static Diagnostic unknownTag(String tag, Place place) {
    String shown = tag.startsWith(TAG) ? "!!" + tag.substring(TAG.length()) : tag;
    return Diagnostic.error(
        "Unknown tag",
        place,
        "plumb does not support the tag \"%s\". Supported tags: !vault, !unsafe, !!str, !!int, !!float, !!bool and !!null. Quote the value if it is text that begins with \"!\"."
            .formatted(shown));
  }

  private Value reportTagMismatch(String tag, Place place) {
    problems.add(
        Diagnostic.error(
            "Invalid value",
            place,
            "The value does not match its tag \"!!" + tag.substring(TAG.length()) + "\"."));
    return new Value.Null(place);
  }

  private static Value plain(String text, Place place) {
    if (isNull(text)) {
      return new Value.Null(place);
    }
    return bool(text, place).or(() -> number(text, place)).orElseGet(() -> text(text, place));
  }

  private static Value text(String text, Place place) {
    return new Value.Text(text, text.contains("${") || text.contains("<#"), place);
  }

  private static boolean isNull(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> true;
      default -> false;
    };
  }

  private static Optional<Value> bool(String text, Place place) {
    return switch (text) {
      case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON" ->
          Optional.of(new Value.Bool(true, place));
      case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF" ->
          Optional.of(new Value.Bool(false, place));
      default -> Optional.empty();
    };
  }

  private static Optional<Value> number(String text, Place place) {
    // Most scalars are words; checking the first character avoids the patterns.
    char first = text.isEmpty() ? ' ' : text.charAt(0);
    if (first != '-' && first != '+' && first != '.' && (first < '0' || first > '9')) {
      return Optional.empty();
    }
    if (WHOLE.matcher(text).matches()) {
      return integer(text.replace("_", "")).map(n -> new Value.Num(n, place));
    }
    if (FRACTION.matcher(text).matches()) {
      String digits = text.replace("_", "");
      Double near = Double.valueOf(digits);
      // Exact numbers have no negative zero.
      boolean same = near != 0 && near.toString().equals(digits);
      return Optional.of(
          new Value.Num(
              same ? near : new BigDecimal(digits.endsWith(".") ? digits + "0" : digits), place));
    }
    return Optional.empty();
  }

  private static Optional<Number> integer(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    int radix = 10;
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      char mark = Character.toLowerCase(digits.charAt(1));
      radix = mark == 'b' ? 2 : mark == 'x' ? 16 : 8;
      digits = digits.substring(radix == 8 ? 1 : 2);
    }
    if (digits.isEmpty()) {
      return Optional.empty();
    }
    if (digits.length() <= LONG_DIGITS) {
      long number = Long.parseLong(digits, radix);
      return Optional.of(negative ? -number : number);
    }
    BigInteger number = new BigInteger(digits, radix);
    return Optional.of(new BigDecimal(negative ? number.negate() : number));
  }
}
