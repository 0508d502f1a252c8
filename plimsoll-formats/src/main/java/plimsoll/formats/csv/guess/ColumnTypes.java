package plimsoll.formats.csv.guess;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import plimsoll.model.DataType;

/** The narrowest type that reads all values of a column. */
final class ColumnTypes {
  /*
   * Integers are BIGINT whatever their size: a sample cannot know how large later values are. A number
   * with leading zeros is a code, such as a postal code, and would lose them.
   */
  private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9]\\d{0,17})");

  /** Longer ones are more likely keys, of which a DOUBLE would lose digits. */
  private static final int MOST_NUMBER_LENGTH = 18;

  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?((0|[1-9]\\d*)(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d{1,3})?");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern DATETIME =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?");

  private ColumnTypes() {}

  static DataType of(List<String> values) {
    if (values.isEmpty()) {
      return DataType.Scalar.STRING;
    }
    if (all(values, value -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false"))) {
      return DataType.Scalar.BOOLEAN;
    }
    if (all(values, value -> INTEGER.matcher(value).matches())) {
      return DataType.Scalar.BIGINT;
    }
    if (all(values, ColumnTypes::isDouble)) {
      return DataType.Scalar.DOUBLE;
    }
    if (all(values, ColumnTypes::isDate)) {
      return DataType.Scalar.DATE;
    }
    if (all(values, value -> isDate(value) || isDateTime(value))) {
      return DataType.Scalar.DATETIME;
    }
    return DataType.Scalar.STRING;
  }

  private static boolean all(List<String> values, Predicate<String> test) {
    return values.stream().allMatch(test);
  }

  private static boolean isDouble(String value) {
    return value.length() <= MOST_NUMBER_LENGTH && DECIMAL.matcher(value).matches();
  }

  private static boolean isDate(String value) {
    try {
      return DATE.matcher(value).matches() && LocalDate.parse(value) != null;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static boolean isDateTime(String value) {
    try {
      return DATETIME.matcher(value).matches()
          && LocalDateTime.parse(value.replace(' ', 'T')) != null;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
