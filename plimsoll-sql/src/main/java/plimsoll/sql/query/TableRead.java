package plimsoll.sql.query;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a query wants of a table. More may be given: the query filters all the same.
 *
 * @param constants by column in upper case, what its values must equal: texts, or numbers and
 *     truths as text
 * @param least the same, what its values must not be below
 * @param most the same, what its values must not be above
 * @param names names in upper case, among them all columns of the table that the query names; empty
 *     if they are not known
 */
public record TableRead(
    Map<String, String> constants,
    Map<String, String> least,
    Map<String, String> most,
    Set<String> names) {
  /** All of it. */
  public static final TableRead ALL = new TableRead(Map.of(), Map.of(), Map.of(), Set.of());

  /** Copies. */
  public TableRead {
    constants = Map.copyOf(constants);
    least = Map.copyOf(least);
    most = Map.copyOf(most);
    names = Set.copyOf(names);
  }

  /** The value that a column must have, if it must have one. */
  public Optional<String> constant(String column) {
    return Optional.ofNullable(constants.get(column));
  }

  /** Whether a value may be given. */
  public boolean admits(String column, String value) {
    String wanted = constants.get(column);
    return wanted == null || wanted.equals(value);
  }

  /** Whether the query may name a column. */
  public boolean names(String column) {
    return names.isEmpty() || names.contains(column);
  }
}
