package plimsoll.formats.csv.guess;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;

/** How dates are written. */
final class DateForms {
  private static final Pattern DAY_OR_MONTH_FIRST =
      Pattern.compile("(\\d{1,2})([-./])(\\d{1,2})\\2(\\d{4}|\\d{2})([ T]\\d.*)?");

  private static final Pattern COMPACT =
      Pattern.compile("(19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])");
  private static final int MOST_MONTHS = 12;

  private DateForms() {}

  /** The form of a column of dates; empty for other types. */
  static Optional<String> of(DataType type, List<Cell> values) {
    if (type != Scalar.DATE && type != Scalar.DATETIME) {
      return Optional.empty();
    }
    long separators = values.stream().map(value -> value.text().charAt(4)).distinct().count();
    char separator = separators == 1 ? values.get(0).text().charAt(4) : '?';
    String date = "yyyy" + separator + "MM" + separator + "dd";
    if (type == Scalar.DATE) {
      return Optional.of(date);
    }
    boolean zones = values.stream().anyMatch(DateForms::hasZone);
    return Optional.of(date + " HH:mm:ss" + (zones ? " with zone, brought to UTC" : ""));
  }

  private static boolean hasZone(Cell value) {
    return value.text().matches(".*(Z|[+-]\\d\\d(:?\\d\\d)?)") && value.text().length() > 10;
  }

  /** What can be said of a column that no reader takes for dates, though it looks like them. */
  static Optional<String> note(String name, DataType type, List<Cell> values) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (type == Scalar.INT && all(values, COMPACT)) {
      return Optional.of("Column '" + name + "' may hold dates, yyyyMMdd; declare it DATE if so.");
    }
    if (type != Scalar.STRING || !all(values, DAY_OR_MONTH_FIRST)) {
      return Optional.empty();
    }
    return Optional.of(
        "Column '"
            + name
            + "' holds dates with "
            + order(values)
            + ", which no cast of a load reads: they stay text. STR_TO_DATE makes dates of them.");
  }

  private static boolean all(List<Cell> values, Pattern form) {
    return values.stream().allMatch(value -> form.matcher(value.text()).matches());
  }

  private static String order(List<Cell> values) {
    boolean dayFirst = false;
    boolean monthFirst = false;
    for (Cell value : values) {
      Matcher parts = DAY_OR_MONTH_FIRST.matcher(value.text());
      if (parts.matches()) {
        dayFirst |= Integer.parseInt(parts.group(1)) > MOST_MONTHS;
        monthFirst |= Integer.parseInt(parts.group(3)) > MOST_MONTHS;
      }
    }
    if (dayFirst == monthFirst) {
      return dayFirst ? "day or month first, mixed" : "day or month first";
    }
    return dayFirst ? "the day first" : "the month first";
  }
}
