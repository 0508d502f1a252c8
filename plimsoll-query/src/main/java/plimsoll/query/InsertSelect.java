package plimsoll.query;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import plimsoll.model.DataType;

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
   * @param types what each of its columns becomes
   */
  static String of(String query, List<DataType> types) {
    IntFunction<String> cast = i -> "TRY_CAST(c" + i + " AS " + DuckTypes.sql(types.get(i)) + ")";
    IntFunction<String> fails = i -> "(c" + i + " IS NOT NULL AND t" + i + " IS NULL)";
    int width = types.size();
    return "SELECT "
        + list(width, i -> VectorFiller.sql(types.get(i), "t" + i))
        + ", CASE WHEN "
        + IntStream.range(0, width).mapToObj(fails).collect(Collectors.joining(" OR "))
        + " THEN ["
        + list(width, i -> "CAST(c" + i + " AS VARCHAR)")
        + "] END FROM (SELECT *, "
        + list(width, i -> cast.apply(i) + " AS t" + i)
        + " FROM "
        + query
        + " AS q("
        + list(width, i -> "c" + i)
        + "))";
  }

  private static String list(int width, IntFunction<String> each) {
    return IntStream.range(0, width).mapToObj(each).collect(Collectors.joining(", "));
  }
}
