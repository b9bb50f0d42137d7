package dev.plumb.template;

import dev.plumb.value.Value;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Texts: digests, base64, regular expressions, versions, quoting. */
final class TextFunctions {

  private static final Pattern PIECES = Pattern.compile("\\d+|[A-Za-z]+");
  private static final Pattern SAFE_FOR_SHELL = Pattern.compile("[\\w@%+=:,./-]+");

  static final List<ExpressionFunction> ALL =
      List.of(
          new ExpressionFunction(
              "hash(text, algorithm = 'sha256')",
              "Returns the digest of a text in hexadecimal: md5, sha1, sha256, sha384 or sha512.",
              "hash('plumb')",
              "\"7b8a3f1af073c9b72ea0631011b870e4cd2938bede9fadadccdf876136c0bb1c\"",
              1,
              2,
              (args, _) -> hash(args)),
          new ExpressionFunction(
              "b64encode(text)",
              "Encodes a text in base64.",
              "b64encode('plumb')",
              "\"cGx1bWI=\"",
              1,
              1,
              (args, _) -> Value.text(Base64.getEncoder().encodeToString(bytes(args.get(0))))),
          new ExpressionFunction(
              "b64decode(text)",
              "Decodes base64 to a text.",
              "b64decode('cGx1bWI=')",
              "\"plumb\"",
              1,
              1,
              (args, _) ->
                  Value.text(
                      new String(
                          Base64.getMimeDecoder().decode(bytes(args.get(0))),
                          StandardCharsets.UTF_8))),
          new ExpressionFunction(
              "regex_search(text, regex)",
              "Returns the first match of a regular expression, or its first group if it has one."
                  + " Empty if nothing matches.",
              "regex_search('etcd Version: 3.4.23', 'Version: (\\\\S+)')",
              "\"3.4.23\"",
              2,
              2,
              (args, _) -> {
                Matcher matcher = matcher(args);
                return Value.text(matcher.find() ? match(matcher) : "");
              }),
          new ExpressionFunction(
              "regex_findall(text, regex)",
              "Returns all matches of a regular expression, or the first group of each if it has"
                  + " one.",
              "regex_findall('a=1 b=2', '\\\\d')",
              "[\"1\",\"2\"]",
              2,
              2,
              (args, _) -> {
                Matcher matcher = matcher(args);
                List<Value> found = new ArrayList<>();
                while (matcher.find()) {
                  found.add(Value.text(match(matcher)));
                }
                return Value.list(found);
              }),
          new ExpressionFunction(
              "regex_replace(text, regex, replacement)",
              "Replaces every match; \\1 is the first group.",
              "regex_replace('node-7.lan', '-(\\\\d+).*', '_\\\\1')",
              "\"node_7\"",
              3,
              3,
              (args, _) -> {
                String by = args.get(2).toString().replace("$", "\\$");
                return Value.text(matcher(args).replaceAll(by.replaceAll("\\\\([0-9])", "\\$$1")));
              }),
          new ExpressionFunction(
              "version(version, operator, other)",
              "Compares two versions. The operator is <, <=, ==, !=, >=, > or lt, le, eq, ne, ge,"
                  + " gt.",
              "version('3.4.23', 'lt', '3.10')",
              "true",
              3,
              3,
              (args, _) -> version(args)),
          new ExpressionFunction(
              "quote(text)",
              "Quotes a text as one shell word.",
              "quote('it is')",
              "\"'it is'\"",
              1,
              1,
              (args, _) -> {
                String text = args.get(0).toString();
                return Value.text(
                    SAFE_FOR_SHELL.matcher(text).matches()
                        ? text
                        : "'" + text.replace("'", "'\"'\"'") + "'");
              }));

  private TextFunctions() {}

  static int intValue(Value value) {
    try {
      return ((Value.Num) value).number().intValueExact();
    } catch (ClassCastException | ArithmeticException _) {
      throw new IllegalArgumentException("\"" + value + "\" is not a whole number.");
    }
  }

  private static byte[] bytes(Value value) {
    return value.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Value hash(List<Value> args) {
    String name = args.size() > 1 ? args.get(1).toString().toLowerCase(Locale.ROOT) : "sha256";
    String algorithm =
        switch (name) {
          case "md5" -> "MD5";
          case "sha1" -> "SHA-1";
          case "sha256" -> "SHA-256";
          case "sha384" -> "SHA-384";
          case "sha512" -> "SHA-512";
          default ->
              throw new IllegalArgumentException(
                  "The algorithm must be md5, sha1, sha256, sha384 or sha512, but was \""
                      + name
                      + "\".");
        };
    try {
      byte[] digest = MessageDigest.getInstance(algorithm).digest(bytes(args.get(0)));
      return Value.text(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has it. This is a bug in plumb.", e);
    }
  }

  private static Matcher matcher(List<Value> args) {
    try {
      return Pattern.compile(args.get(1).toString()).matcher(args.get(0).toString());
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "\"%s\" is not a regular expression: %s."
              .formatted(args.get(1), e.getDescription().toLowerCase(Locale.ROOT)),
          e);
    }
  }

  private static String match(Matcher matcher) {
    String first = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
    return first == null ? "" : first;
  }

  private static Value version(List<Value> args) {
    int order = compare(args.get(0).toString(), args.get(2).toString());
    String operator = args.get(1).toString();
    return Value.bool(
        switch (operator) {
          case "<", "lt" -> order < 0;
          case "<=", "le" -> order <= 0;
          case "==", "=", "eq" -> order == 0;
          case "!=", "<>", "ne" -> order != 0;
          case ">=", "ge" -> order >= 0;
          case ">", "gt" -> order > 0;
          default ->
              throw new IllegalArgumentException(
                  "The operator must be <, <=, ==, !=, >=, > or lt, le, eq, ne, ge, gt, but was \""
                      + operator
                      + "\".");
        });
  }

  /** Piece by piece; words (rc, beta) come before numbers and before nothing: 1.0-rc1 < 1.0. */
  private static int compare(String a, String b) {
    List<String> left = pieces(a);
    List<String> right = pieces(b);
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      String l = i < left.size() ? left.get(i) : "0";
      String r = i < right.size() ? right.get(i) : "0";
      boolean leftNumber = Character.isDigit(l.charAt(0));
      boolean rightNumber = Character.isDigit(r.charAt(0));
      int order =
          leftNumber && rightNumber
              ? new BigInteger(l).compareTo(new BigInteger(r))
              : leftNumber == rightNumber ? l.compareTo(r) : leftNumber ? 1 : -1;
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static List<String> pieces(String version) {
    return PIECES.matcher(version).results().map(result -> result.group()).toList();
  }
}
