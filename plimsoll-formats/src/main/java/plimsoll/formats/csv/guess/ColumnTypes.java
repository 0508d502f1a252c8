package plimsoll.formats.csv.guess;

import java.nio.charset.StandardCharsets;
import java.util.List;
import plimsoll.convert.Conversions;
import plimsoll.convert.ValueReader;
import plimsoll.convert.ValueReaders;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Vector;

/** Which types hold values as they are written; the load's own readers decide. */
public final class ColumnTypes {
  /*
   * Narrow to wide. Whole numbers beyond BIGINT are keys more often than amounts, so a guess makes them
   * text; but a column that was INT until one such number came goes on as a number.
   */
  private static final List<DataType> NARROW_FIRST =
      List.of(
          Scalar.BOOLEAN, Scalar.INT, Scalar.BIGINT, Scalar.DOUBLE, Scalar.DATE, Scalar.DATETIME);

  private static final DataType WIDEST_INTEGER = new Decimal(Decimal.MAX_PRECISION, 0);

  private ColumnTypes() {}

  /** The type for these values; STRING when there are none. */
  static DataType of(List<Cell> values) {
    return values.isEmpty() ? Scalar.STRING : most(values, 0);
  }

  /** The narrowest type that at most {@code misfits} of the values contradict. */
  static DataType most(List<Cell> values, int misfits) {
    for (DataType type : NARROW_FIRST) {
      if (!exceeds(values, type, misfits)) {
        return type;
      }
    }
    return Scalar.STRING;
  }

  private static boolean exceeds(List<Cell> values, DataType type, int misfits) {
    Fit fit = new Fit(type);
    int found = 0;
    boolean words = type == Scalar.DOUBLE; // nan among numbers is one, but alone it is a word
    for (Cell value : values) {
      if (!fit.test(value.text()) && ++found > misfits) {
        return true;
      }
      words = words && !value.text().isEmpty() && !hasDigit(value.text());
    }
    return words;
  }

  private static boolean hasDigit(String text) {
    return text.chars().anyMatch(c -> c >= '0' && c <= '9');
  }

  /**
   * The next type that holds all of some values, and what the type that turned out too narrow held.
   *
   * @return STRING when no other does
   */
  public static DataType wider(DataType narrow, List<String> values) {
    for (DataType type : above(narrow)) {
      Fit fit = new Fit(type);
      if (values.stream().allMatch(fit::test)) {
        return type;
      }
    }
    return Scalar.STRING;
  }

  private static List<DataType> above(DataType type) {
    if (type == Scalar.INT) {
      return List.of(Scalar.BIGINT, WIDEST_INTEGER, Scalar.DOUBLE);
    }
    if (type == Scalar.BIGINT) {
      return List.of(WIDEST_INTEGER, Scalar.DOUBLE);
    }
    return type == Scalar.DATE ? List.of(Scalar.DATETIME) : List.of();
  }

  /** Whether texts are values of a type. */
  static final class Fit {
    private final ValueReader reader;
    private final Vector slot;

    Fit(DataType type) {
      reader = ValueReaders.forType(type, Conversions.EXACT);
      slot = Vector.allocate(type, 1);
    }

    boolean test(String value) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      return reader.read(bytes, 0, bytes.length, slot, 0);
    }
  }
}
