package plimsoll.sql.tree;

/**
 * A condition on the rows of a SHOW statement: that a column is like a pattern. Rows that meet one
 * of several are shown.
 *
 * @param column its name; empty for the first column
 * @param pattern of LIKE
 */
public record ShowFilter(String column, String pattern) {
  /** The condition that a column is exactly that text, in any case. */
  public static ShowFilter equal(String column, String text) {
    String pattern = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    return new ShowFilter(column, pattern);
  }
}
