package dev.plumb.diagnostic;

/**
 * A place in a text: line and column count from 1; {@code length} is how many characters on that
 * line are meant, 0 when unknown.
 */
public record Place(SourceText source, int line, int column, int length) {

  /** The place of what no file holds. */
  public static final Place NONE = new Place(SourceText.NONE, 0, 0, 0);

  public static Place of(SourceText source, int line, int column) {
    return new Place(source, line, column, 0);
  }

  public boolean known() {
    return line > 0;
  }

  /** {@code file:line:col}, only the file when there is no line, or the empty string. */
  @Override
  public String toString() {
    return known() ? source.name() + ":" + line + ":" + column : source.name();
  }
}
