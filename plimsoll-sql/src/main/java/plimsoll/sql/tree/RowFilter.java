package plimsoll.sql.tree;

import java.util.List;
import java.util.Optional;

/**
 * Which rows of a SHOW statement are shown: all if it says nothing.
 *
 * @param oneOf rows that meet one of these, if there are any
 * @param condition what else must be true of a row: an expression over the columns shown
 */
public record RowFilter(List<ShowFilter> oneOf, Optional<SqlText> condition) {
  /** All rows. */
  public static final RowFilter NONE = new RowFilter(List.of(), Optional.empty());

  /** Copies the list. */
  public RowFilter {
    oneOf = List.copyOf(oneOf);
  }

  /** The pattern, if LIKE is all that was written. */
  public Optional<String> like() {
    boolean like = oneOf.size() == 1 && oneOf.get(0).column().isEmpty();
    return like ? Optional.of(oneOf.get(0).pattern()) : Optional.empty();
  }
}
