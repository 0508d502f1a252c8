package plimsoll.sql.query;

import org.jspecify.annotations.Nullable;

/**
 * A condition of one column, as {@code at >= '2026-11-01'}.
 *
 * @param column as the table calls it
 * @param comparison how it is compared
 * @param value what with, as a text that the column's own conversion reads; null for IS_NULL
 */
public record ColumnTerm(String column, Comparison comparison, @Nullable String value) {
  /** How a column is compared with a constant, which is right of it. */
  public enum Comparison {
    EQUAL,
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST,
    IS_NULL;

    /** The same with the constant left of the column. */
    Comparison turned() {
      return switch (this) {
        case LESS -> GREATER;
        case AT_MOST -> AT_LEAST;
        case GREATER -> LESS;
        case AT_LEAST -> AT_MOST;
        case EQUAL, IS_NULL -> this;
      };
    }
  }
}
