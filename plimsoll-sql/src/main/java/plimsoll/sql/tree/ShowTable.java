package plimsoll.sql.tree;

/**
 * {@code SHOW COLUMNS}, {@code SHOW INDEX} and {@code SHOW PARTITIONS FROM table}: parts of one
 * table.
 *
 * @param at where the statement starts
 * @param part what is shown
 * @param table of which table
 * @param filter which rows
 */
public record ShowTable(Position at, Part part, TableRef table, RowFilter filter)
    implements Statement {
  /** What a table has. */
  public enum Part {
    COLUMNS,
    /** With comments, collations and privileges. */
    FULL_COLUMNS,
    INDEXES,
    PARTITIONS
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.showTable(this);
  }
}
