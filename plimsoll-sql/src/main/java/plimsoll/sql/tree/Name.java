package plimsoll.sql.tree;

/**
 * A name as written, without its backticks.
 *
 * @param at where it stands
 * @param text the name
 */
public record Name(Position at, String text) {
  @Override
  public String toString() {
    return text;
  }
}
