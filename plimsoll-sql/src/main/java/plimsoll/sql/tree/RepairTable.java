package plimsoll.sql.tree;

/**
 * {@code REPAIR TABLE table ONLINE FROM OFFLINE} or the other way round: rows that one side lacks
 * are brought from the other.
 *
 * @param at where the statement starts
 * @param table the table
 * @param intoOnline whether rows go to the online side; else from there
 */
public record RepairTable(Position at, TableRef table, boolean intoOnline) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.repairTable(this);
  }
}
