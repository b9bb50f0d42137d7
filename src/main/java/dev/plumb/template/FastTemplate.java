package dev.plumb.template;

import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A template that consists only of text and {@code ${name}} or {@code ${name.part}}. Most templates
 * do, and a run without others avoids loading FreeMarker, which takes longer than everything else
 * before the first connection. All other cases, including errors, are left to FreeMarker.
 */
final class FastTemplate {

  /** FreeMarker's reserved words. */
  private static final Set<String> RESERVED =
      Set.of("true", "false", "gt", "gte", "lt", "lte", "as", "in", "using");

  /** Below this limit, plumb and FreeMarker format a number identically. */
  private static final long LARGE = 1_000_000_000_000_000L;

  /** Either a text or a path of names. */
  private record Part(String text, List<String> path) {}

  private final List<Part> parts;
  private final boolean whole;

  private FastTemplate(List<Part> parts, boolean whole) {
    this.parts = parts;
    this.whole = whole;
  }

  static Optional<FastTemplate> of(TemplateSource written) {
    String text = written.text();
    return switch (written.kind()) {
      case EXPRESSION ->
          path(Interpolation.isWhole(text) ? Interpolation.inner(text) : text)
              .map(path -> new FastTemplate(List.of(new Part("", path)), true));
      case TEXT, FILE -> parts(text).map(parts -> new FastTemplate(parts, isWhole(written, parts)));
    };
  }

  private static boolean isWhole(TemplateSource written, List<Part> parts) {
    return written.kind() == TemplateSource.Kind.TEXT
        && parts.size() == 1
        && !parts.getFirst().path().isEmpty();
  }

  private static Optional<List<Part>> parts(String text) {
    if (text.contains("<#")
        || text.contains("</#")
        || text.contains("<@")
        || text.contains("</@")) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    int from = 0;
    for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", from)) {
      int close = text.indexOf('}', open);
      Optional<List<String>> path =
          close < 0 ? Optional.empty() : path(text.substring(open + 2, close));
      if (path.isEmpty()) {
        return Optional.empty();
      }
      if (open > from) {
        parts.add(new Part(text.substring(from, open), List.of()));
      }
      parts.add(new Part("", path.get()));
      from = close + 1;
    }
    if (from < text.length()) {
      parts.add(new Part(text.substring(from), List.of()));
    }
    return Optional.of(parts);
  }

  private static Optional<List<String>> path(String expression) {
    List<String> path = List.of(expression.strip().split("\\.", -1));
    return path.stream().allMatch(FastTemplate::isName) ? Optional.of(path) : Optional.empty();
  }

  private static boolean isName(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return !word.isEmpty() && !RESERVED.contains(word);
  }

  /** Returns whether the template is a single interpolation, which keeps its type. */
  boolean whole() {
    return whole;
  }

  /** Returns the value, or null if FreeMarker must determine it. */
  @Nullable Value value(Rendering rendering) {
    return rendering.lookupPath(parts.getFirst().path());
  }

  /** Returns the text, or null if FreeMarker must determine it. */
  @Nullable String text(Rendering rendering) {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      if (part.path().isEmpty()) {
        out.append(part.text());
        continue;
      }
      String text = shown(rendering.lookupPath(part.path()));
      if (text == null) {
        return null;
      }
      out.append(text);
    }
    return out.toString();
  }

  private static @Nullable String shown(@Nullable Value value) {
    if (value instanceof Value.Text text) {
      return text.text();
    }
    if (value instanceof Value.Bool bool) {
      return bool.toString();
    }
    boolean plain =
        value instanceof Value.Num number
            && number.exact() instanceof Long whole
            && Math.abs(whole) < LARGE;
    return plain ? String.valueOf(value) : null;
  }
}
