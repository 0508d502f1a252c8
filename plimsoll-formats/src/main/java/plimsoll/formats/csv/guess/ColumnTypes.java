package plimsoll.formats.csv.guess;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import plimsoll.convert.Conversions;
import plimsoll.convert.ValueReader;
import plimsoll.convert.ValueReaders;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Vector;

/** The narrowest type that reads all values of a column. */
final class ColumnTypes {
  /*
   * A type fits when its values look like it (a pattern narrower than what a load accepts, since 0 and 1
   * need not be BOOLEAN, nor eight digits a DATE) and the load's own reader takes them.
   *
   * Integers are BIGINT whatever their size: a sample cannot know how large later values are. A number
   * with leading zeros is a code, such as a postal code, and would lose them; a number
   * of more than 18 characters is more likely a key, of which a DOUBLE would lose digits.
   */
  private static final Map<Scalar, Pattern> LOOKS =
      Map.of(
          Scalar.BOOLEAN, Pattern.compile("true|false", Pattern.CASE_INSENSITIVE),
          Scalar.BIGINT, Pattern.compile("[-+]?(0|[1-9]\\d{0,17})"),
          Scalar.DOUBLE,
              Pattern.compile(
                  "(?=.{1,18}$)[-+]?((0|[1-9]\\d*)(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d{1,3})?"),
          Scalar.DATE, Pattern.compile("\\d{4}-\\d{2}-\\d{2}"),
          Scalar.DATETIME,
              Pattern.compile("\\d{4}-\\d{2}-\\d{2}([ T]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?Z?)?"));

  private static final List<Scalar> NARROW_FIRST =
      List.of(Scalar.BOOLEAN, Scalar.BIGINT, Scalar.DOUBLE, Scalar.DATE, Scalar.DATETIME);

  private ColumnTypes() {}

  /** The type for these values; STRING when there are none. */
  static DataType of(List<String> values) {
    return values.isEmpty() ? Scalar.STRING : most(values, 0);
  }

  /** The narrowest type that at most {@code misfits} of the values contradict. */
  static DataType most(List<String> values, int misfits) {
    for (Scalar type : NARROW_FIRST) {
      if (!exceeds(values, type, misfits)) {
        return type;
      }
    }
    return Scalar.STRING;
  }

  private static boolean exceeds(List<String> values, Scalar type, int misfits) {
    ValueReader reader = ValueReaders.forType(type, Conversions.STARROCKS);
    Vector slot = Vector.allocate(type, 1);
    int found = 0;
    for (String value : values) {
      if (!fits(value, type, reader, slot) && ++found > misfits) {
        return true;
      }
    }
    return false;
  }

  /** Whether a value is one of the type. */
  static boolean fits(String value, DataType type) {
    return !(type instanceof Scalar scalar)
        || !LOOKS.containsKey(scalar)
        || fits(
            value,
            scalar,
            ValueReaders.forType(type, Conversions.STARROCKS),
            Vector.allocate(type, 1));
  }

  private static boolean fits(String value, Scalar type, ValueReader reader, Vector slot) {
    Pattern looks = LOOKS.get(type);
    if (looks == null || !looks.matcher(value).matches()) {
      return false;
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return reader.read(bytes, 0, bytes.length, slot, 0);
  }
}
