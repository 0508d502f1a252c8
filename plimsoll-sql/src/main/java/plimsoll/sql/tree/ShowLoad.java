package plimsoll.sql.tree;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code SHOW LOAD [FROM database] [WHERE ...] [ORDER BY ...] [LIMIT ...]}.
 *
 * @param at where the statement starts
 * @param database the session's if empty
 * @param filters all must hold
 * @param order by JobId if empty
 * @param limit most rows
 * @param offset rows to leave out first
 */
public record ShowLoad(
    Position at,
    Optional<Name> database,
    List<Filter> filters,
    List<SortItem> order,
    OptionalLong limit,
    long offset)
    implements Statement {
  /** Copies the lists. */
  public ShowLoad {
    filters = List.copyOf(filters);
    order = List.copyOf(order);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.showLoad(this);
  }

  /**
   * A condition on the rows shown.
   *
   * @param kind which
   * @param text what it compares with
   */
  public record Filter(Kind kind, String text) {
    /** What is compared. */
    public enum Kind {
      /** {@code LABEL = 'x'}. */
      LABEL_IS,
      /** {@code LABEL LIKE 'x'}: labels that contain x, as in StarRocks; % and _ work too. */
      LABEL_LIKE,
      /** {@code STATE = 'FINISHED'}. */
      STATE_IS
    }
  }

  /**
   * A sort column.
   *
   * @param column a column of the answer
   * @param descending whether large values come first
   */
  public record SortItem(Name column, boolean descending) {}
}
