package plimsoll.sql.tree;

import java.util.OptionalLong;

/**
 * {@code SHOW COLLATION}, {@code SHOW WARNINGS} and their like: what the server is and does.
 *
 * @param at where the statement starts
 * @param what is shown
 * @param filter which rows
 * @param limit most rows; all if empty
 */
public record ShowServer(Position at, What what, RowFilter filter, OptionalLong limit)
    implements Statement {
  /** What can be shown. */
  public enum What {
    CHARACTER_SETS,
    COLLATIONS,
    ENGINES,
    ERRORS,
    EVENTS,
    PLUGINS,
    PROCESSES,
    ROUTINES,
    STATUS,
    TRIGGERS,
    WARNINGS
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.showServer(this);
  }
}
