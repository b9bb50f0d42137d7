package dev.plumb.template;

import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A template of nothing but text and {@code ${name}} or {@code ${name.part}}. Most are, and a run
 * that has no others need not load FreeMarker, which takes longer than all else that plumb does
 * before it connects. What is not plain sailing, every error included, is left to FreeMarker.
 */
final class FastTemplate {

  /** FreeMarker's words that are no names. */
  private static final Set<String> RESERVED =
      Set.of("true", "false", "gt", "gte", "lt", "lte", "as", "in", "using");

  /** Up to here a number is written the same whoever does it. */
  private static final long LARGE = 1_000_000_000_000_000L;

  /** A piece of text, or the names that lead to a value. Exactly one of them. */
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

  /** The value of a template that is one interpolation and so keeps its type. */
  boolean whole() {
    return whole;
  }

  /** The value, or null when FreeMarker must say what it is. */
  @Nullable Value value(Rendering rendering) {
    return rendering.lookupPath(parts.getFirst().path());
  }

  /** The text, or null when FreeMarker must say what it is. */
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
