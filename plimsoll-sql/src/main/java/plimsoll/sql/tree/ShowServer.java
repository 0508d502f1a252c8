package plimsoll.sql.tree;

import java.util.List;
import java.util.OptionalLong;

/**
 * {@code SHOW COLLATION}, {@code SHOW WARNINGS} and their like: what the server is and does.
 *
 * @param at where the statement starts
 * @param what is shown
 * @param filters rows that meet one of them are shown; all if there is none
 * @param limit most rows; all if empty
 */
public record ShowServer(Position at, What what, List<ShowFilter> filters, OptionalLong limit)
    implements Statement {
  /** What can be shown. */
  public enum What {
    CHARACTER_SETS,
    COLLATIONS,
    ENGINES,
    ERRORS,
    PLUGINS,
    PROCESSES,
    STATUS,
    WARNINGS
  }

  /** Copies the list. */
  public ShowServer {
    filters = List.copyOf(filters);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.showServer(this);
  }
}
