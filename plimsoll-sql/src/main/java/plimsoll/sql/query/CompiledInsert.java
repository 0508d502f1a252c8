package plimsoll.sql.query;

import java.util.List;

/**
 * The query of an INSERT.
 *
 * @param query its columns have the names of {@code targets}, in that order, but not yet their
 *     types
 * @param targets for each column of the query, the position of its column in the table
 */
public record CompiledInsert(CompiledQuery query, List<Integer> targets) {
  /** Copies the list. */
  public CompiledInsert {
    targets = List.copyOf(targets);
  }
}
