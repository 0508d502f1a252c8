package plimsoll.sql.plan;

import java.util.List;
import plimsoll.model.Table;

/**
 * What CREATE TABLE asks for.
 *
 * @param table the table, with a new identity
 * @param warnings clauses that are kept but have no effect here
 */
public record PlannedTable(Table table, List<String> warnings) {
  /** Copies the list. */
  public PlannedTable {
    warnings = List.copyOf(warnings);
  }
}
