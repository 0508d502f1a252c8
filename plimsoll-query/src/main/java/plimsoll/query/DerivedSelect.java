package plimsoll.query;

import java.util.stream.Collectors;

/** The query that computes columns of the rows in the input table. */
final class DerivedSelect {
  private DerivedSelect() {}

  /** For each row of the table the values, and its number. */
  static String of(Derivation derivation) {
    return derivation.values().stream()
        .collect(
            Collectors.joining(
                ", ",
                "SELECT ",
                ", " + DuckSql.name(Derivation.ROW) + " FROM " + DuckSql.name(Derivation.ROWS)));
  }
}
