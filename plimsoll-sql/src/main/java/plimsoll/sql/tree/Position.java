package plimsoll.sql.tree;

/**
 * A place in the client's text.
 *
 * @param line 1-based line
 * @param column 1-based character in the line
 */
public record Position(int line, int column) {
  /** Start of a text. */
  public static final Position START = new Position(1, 1);

  /** The place that is {@code inner} in a text that itself starts here. */
  public Position plus(Position inner) {
    return inner.line == 1
        ? new Position(line, column + inner.column - 1)
        : new Position(line + inner.line - 1, inner.column);
  }

  /** For messages: {@code line 3:14}. */
  @Override
  public String toString() {
    return "line " + line + ":" + column;
  }
}
