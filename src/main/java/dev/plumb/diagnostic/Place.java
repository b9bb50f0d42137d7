package dev.plumb.diagnostic;

/**
 * A place in a source text. Lines and columns start at 1; {@code length} is the number of
 * characters or 0 if it is unknown.
 */
public record Place(SourceText source, int line, int column, int length) {

  /** The place of something that is in no file. */
  public static final Place NONE = new Place(SourceText.NONE, 0, 0, 0);

  public static Place of(SourceText source, int line, int column) {
    return new Place(source, line, column, 0);
  }

  public boolean known() {
    return line > 0;
  }

  /** Returns {@code file:line:col}, the file if there is no line, or an empty text. */
  @Override
  public String toString() {
    return known() ? source.name() + ":" + line + ":" + column : source.name();
  }
}
