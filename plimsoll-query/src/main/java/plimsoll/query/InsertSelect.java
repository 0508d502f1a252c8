package plimsoll.query;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;

/**
 * The SELECT of an INSERT around its query.
 *
 * <p>Shape: for each column of the query its value in the form that its {@link VectorFiller} reads,
 * NULL if it does not convert; then one more column, NULL if all values of the row convert, else
 * all of them as texts.
 */
final class InsertSelect {
  private InsertSelect() {}

  /**
   * The text.
   *
   * @param query as a table expression
   */
  static String of(String query, InsertTarget target) {
    return select(query, target, "");
  }

  /** As above; the query has more columns, which are handed on behind the others. */
  static String of(String query, InsertTarget target, List<String> carried) {
    return select(
        query,
        target,
        carried.stream().map(name -> ", " + DuckSql.name(name)).collect(Collectors.joining()));
  }

  private static String select(String query, InsertTarget target, String carried) {
    IntFunction<DataType> type = i -> target.column(i).type();
    IntFunction<String> fails = i -> "(c" + i + " IS NOT NULL AND t" + i + " IS NULL)";
    int width = target.width();
    return "SELECT "
        + list(width, i -> VectorFiller.sql(type.apply(i), "t" + i))
        + ", CASE WHEN "
        + IntStream.range(0, width).mapToObj(fails).collect(Collectors.joining(" OR "))
        + " THEN ["
        + list(width, i -> "CAST(c" + i + " AS VARCHAR)")
        + "] END"
        + carried
        + " FROM (SELECT *, "
        + list(width, i -> converted(type.apply(i), "c" + i) + " AS t" + i)
        + " FROM "
        + query
        + " AS q("
        + list(width, i -> "c" + i)
        + carried
        + "))";
  }

  /** The value as that type, NULL if it is none. */
  private static String converted(DataType type, String value) {
    String to = " AS " + DuckTypes.sql(type) + ")";
    if (type.isNested()) { // TRY_CAST makes only the element NULL that does not convert
      return "TRY(CAST(" + value + to + ")";
    }
    String tried = "TRY_CAST(" + value + to;
    if (type == Scalar.DATE) {
      return between(tried, "DATE '0000-01-01'", "DATE '9999-12-31'");
    }
    return type == Scalar.DATETIME
        ? between(
            tried, "TIMESTAMP '0000-01-01 00:00:00'", "TIMESTAMP '9999-12-31 23:59:59.999999'")
        : tried;
  }

  private static String between(String value, String first, String last) {
    return "CASE WHEN " + value + " BETWEEN " + first + " AND " + last + " THEN " + value + " END";
  }

  private static String list(int width, IntFunction<String> each) {
    return IntStream.range(0, width).mapToObj(each).collect(Collectors.joining(", "));
  }
}
