package dev.plumb.diagnostic;

import java.util.List;
import java.util.Objects;

/**
 * A text that a person wrote, under the name they know it by; kept so that an error can show the
 * lines around its place.
 */
public final class SourceText {

  /** The source of values that no file holds: defaults, computed values, facts. */
  public static final SourceText NONE = new SourceText("", "");

  private final String name;
  private final String text;
  private final boolean hidden;

  public SourceText(String name, String text) {
    this(name, text, false);
  }

  private SourceText(String name, String text, boolean hidden) {
    this.name = Objects.requireNonNull(name, "name");
    this.text = Objects.requireNonNull(text, "text");
    this.hidden = hidden;
  }

  /** A text of which no line may be shown: it was encrypted. */
  public static SourceText hidden(String name, String text) {
    return new SourceText(name, text, true);
  }

  public boolean isHidden() {
    return hidden;
  }

  /** The file's path as the person gave it, or words such as {@code "command line"}. */
  public String name() {
    return name;
  }

  public String text() {
    return text;
  }

  /** The lines, without their ends. Computed anew at each call: only errors ask for it. */
  public List<String> lines() {
    return text.lines().toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
