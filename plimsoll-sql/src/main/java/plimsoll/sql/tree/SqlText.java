package plimsoll.sql.tree;

/**
 * A query inside a client's text, kept as written for the query compiler.
 *
 * @param at where it starts
 * @param text the query alone
 * @param source the whole text that it is part of, for messages that show a line of it
 */
public record SqlText(Position at, String text, String source) {
  /** A text that is a query and nothing else. */
  public static SqlText of(String text) {
    return new SqlText(Position.START, text, text);
  }

  @Override
  public String toString() {
    return text;
  }
}
