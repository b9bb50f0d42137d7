package dev.plumb.diagnostic;

import java.util.List;
import java.util.Objects;

/** A text of the user and its name, kept so that errors can show lines of it. */
public final class SourceText {

  /** The source of values that are in no file: defaults, computed values, facts. */
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

  /** A text that was encrypted, whose lines are never shown. */
  public static SourceText hidden(String name, String text) {
    return new SourceText(name, text, true);
  }

  public boolean isHidden() {
    return hidden;
  }

  /** The path of the file as the user gave it, or a description: {@code "command line"}. */
  public String name() {
    return name;
  }

  public String text() {
    return text;
  }

  /** Splits the text into lines. Not cached, because only errors need it. */
  public List<String> lines() {
    return text.lines().toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
