package plimsoll.query;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import plimsoll.model.DataType;

/**
 * The queries that compute columns of the rows in the input table.
 *
 * <p>Shape: for each row in the table's order the values, {@link Derivation#row}, and {@link
 * #FAILED}: NULL, or the position of an expression that fails for the row, or that many more than
 * there are expressions for one whose value is too long. Such values are NULL.
 */
final class DerivedSelect {
  /** What is wrong with a row, see above. */
  static final String FAILED = "#failed";

  /** A longer text or binary value is its row's fault: no table is made of such. */
  static final int MOST_BYTES = 16 << 20;

  private static final String ROWS = " FROM " + DuckSql.name(Derivation.ROWS);

  private final Derivation derivation;
  private final String row;

  DerivedSelect(Derivation derivation) {
    this.derivation = derivation;
    this.row = DuckSql.name(derivation.row());
  }

  /** Fails where one expression fails for one row. */
  String plain() {
    return select(list(i -> derivation.values().get(i) + " AS v" + i), i -> "v" + i, i -> "");
  }

  /**
   * Says of each row whether an expression fails: a list of one value is NULL only then. DuckDB
   * computes row by row where one fails.
   *
   * @param isTried of which expressions it is said; not of one with a function that gives other
   *     values each time, see {@link #trial}
   */
  String tried(IntPredicate isTried) {
    return select(
        list(i -> (isTried.test(i) ? trying(i) : derivation.values().get(i)) + " AS v" + i),
        i -> isTried.test(i) ? "v" + i + "[1]" : "v" + i,
        i -> isTried.test(i) ? "WHEN v" + i + " IS NULL THEN " + i + " " : "");
  }

  private String trying(int value) {
    return "TRY([" + derivation.values().get(value) + "])";
  }

  /** A query that only runs if the value can be tried. */
  String trial(int value) {
    return alone("SELECT " + trying(value) + ROWS);
  }

  /** One value of one row, which fails with the reason. */
  String one(int value, int number) {
    return alone(
        "SELECT " + derivation.values().get(value) + ROWS + " WHERE " + row + " = " + number);
  }

  /** As one SELECT, whatever a value's text is: see {@link Sandbox}. */
  private static String alone(String select) {
    return "FROM " + Execution.asTable(select);
  }

  private String select(String inner, IntFunction<String> value, IntFunction<String> fails) {
    String cases =
        IntStream.range(0, width())
            .mapToObj(i -> fails.apply(i) + tooLong(i, value.apply(i)))
            .collect(Collectors.joining());
    return "SELECT "
        + list(i -> bounded(i, value.apply(i)))
        + ", "
        + row
        + ", "
        + (cases.isEmpty() ? "CAST(NULL AS INTEGER)" : "CASE " + cases + "END")
        + " AS "
        + DuckSql.name(FAILED)
        + " FROM (SELECT "
        + inner
        + ", "
        + row
        + ROWS
        + ")";
  }

  private String tooLong(int i, String value) {
    return isBounded(i) ? "WHEN NOT " + fits(i, value) + " THEN " + (width() + i) + " " : "";
  }

  private String bounded(int i, String value) {
    return isBounded(i) ? "CASE WHEN " + fits(i, value) + " THEN " + value + " END" : value;
  }

  private String fits(int i, String value) {
    String length =
        type(i) instanceof DataType.Varbinary
            ? "octet_length(" + value + ")"
            : "strlen(CAST(" + value + " AS VARCHAR))";
    return "(" + length + " <= " + MOST_BYTES + ")";
  }

  private boolean isBounded(int i) {
    return type(i).layout() == DataType.Layout.BYTES;
  }

  private DataType type(int i) {
    return derivation.target().column(i).type();
  }

  private int width() {
    return derivation.values().size();
  }

  private String list(IntFunction<String> each) {
    return IntStream.range(0, width()).mapToObj(each).collect(Collectors.joining(", "));
  }

  /** The carried columns. */
  List<String> carried() {
    return List.of(derivation.row(), FAILED);
  }
}
