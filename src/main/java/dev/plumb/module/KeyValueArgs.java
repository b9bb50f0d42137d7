package dev.plumb.module;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code path=/srv mode=0755 owner="a b"}, the short form of arguments. */
public final class KeyValueArgs {

  private static final Pattern WORD =
      Pattern.compile("\\s*([A-Za-z_][\\w-]*)=(\"[^\"]*\"|'[^']*'|(?:\\$\\{[^}]*\\}|\\S)*)");

  private KeyValueArgs() {}

  /** The pairs, each a template when the text is one; what is no pair is a problem. */
  public static Value.Entries parse(Value.Text text, Diagnostics problems) {
    Map<String, Value> pairs = new LinkedHashMap<>();
    Map<String, Place> places = new LinkedHashMap<>();
    Matcher matcher = WORD.matcher(text.text());
    int end = 0;
    while (end < text.text().length() && matcher.find(end) && matcher.start() == end) {
      String value = matcher.group(2);
      boolean quoted =
          value.length() > 1
              && (value.startsWith("\"") || value.startsWith("'"))
              && value.charAt(0) == value.charAt(value.length() - 1);
      pairs.put(
          matcher.group(1),
          new Value.Text(
              quoted ? value.substring(1, value.length() - 1) : value,
              text.template() && value.contains("${"),
              text.place()));
      places.put(matcher.group(1), text.place());
      end = matcher.end();
    }
    if (!text.text().substring(Math.min(end, text.text().length())).isBlank()) {
      problems.add(
          Diagnostic.error(
              "Invalid arguments",
              text.place(),
              "The arguments must be a mapping or pairs such as \"path=/srv mode=0755\", but were"
                  + " \""
                  + text.text()
                  + "\"."));
    }
    return new Value.Entries(pairs, places, false, text.place());
  }
}
