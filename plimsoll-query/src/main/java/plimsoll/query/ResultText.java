package plimsoll.query;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.function.Predicate;
import plimsoll.model.DataType;

/**
 * Prints values of results as StarRocks does: what the text protocols send.
 *
 * <p>BOOLEAN is 1 or 0; DATETIME has six fraction digits, or none if they are all 0; FLOAT and
 * DOUBLE are the shortest text that reads back as the same number; DECIMAL has all digits of its
 * scale. Bytes are Base64, so that they load again; protocols that can send them as they are do so.
 */
public final class ResultText {
  /** From this exponent on, and below the negative one, numbers are written with an exponent. */
  private static final int LARGEST_PLAIN_EXPONENT = 16;

  private static final int SMALLEST_PLAIN_EXPONENT = -5;
  private static final int MICROS = 1000;

  private ResultText() {}

  /** The text of a value, which is not null and of the Java type that {@link QueryResult} gives. */
  public static String of(Object value, DataType type) {
    if (value instanceof Boolean truth) {
      return truth ? "1" : "0";
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof Double number) {
      return number(number);
    }
    if (value instanceof Float number) {
      return number(number);
    }
    if (value instanceof BigDecimal number) {
      return decimal(number, type).toPlainString();
    }
    if (value instanceof LocalDate date) {
      return date(date);
    }
    return value instanceof LocalDateTime time ? time(time) : value.toString();
  }

  private static BigDecimal decimal(BigDecimal number, DataType type) {
    return type instanceof DataType.Decimal decimal && decimal.scale() > number.scale()
        ? number.setScale(decimal.scale())
        : number;
  }

  private static String date(LocalDate date) {
    return pad(new StringBuilder(10), date.getYear(), 4)
        .append('-')
        .append(two(date.getMonthValue()))
        .append('-')
        .append(two(date.getDayOfMonth()))
        .toString();
  }

  private static String time(LocalDateTime time) {
    StringBuilder text =
        new StringBuilder(26)
            .append(date(time.toLocalDate()))
            .append(' ')
            .append(two(time.getHour()))
            .append(':')
            .append(two(time.getMinute()))
            .append(':')
            .append(two(time.getSecond()));
    int micros = time.getNano() / MICROS;
    return micros == 0 ? text.toString() : pad(text.append('.'), micros, 6).toString();
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }

  private static StringBuilder pad(StringBuilder text, int number, int width) {
    String digits = Integer.toString(number);
    return text.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
  }

  private static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return special(value);
    }
    return written(
        shortest(Double.toString(value), shorter -> shorter.doubleValue() == value), value < 0);
  }

  private static String number(float value) {
    if (Float.isNaN(value) || Float.isInfinite(value)) {
      return special(value);
    }
    return written(
        shortest(Float.toString(value), shorter -> shorter.floatValue() == value), value < 0);
  }

  private static String special(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    return value < 0 ? "-inf" : "inf";
  }

  /** Java 17 may write digits that are not needed to read the number back. */
  private static BigDecimal shortest(String written, Predicate<BigDecimal> same) {
    BigDecimal best = new BigDecimal(written).stripTrailingZeros();
    while (best.precision() > 1) {
      BigDecimal shorter =
          best.round(new MathContext(best.precision() - 1, RoundingMode.HALF_EVEN))
              .stripTrailingZeros();
      if (!same.test(shorter)) {
        return best;
      }
      best = shorter;
    }
    return best;
  }

  private static String written(BigDecimal number, boolean negative) {
    String digits = number.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - number.scale();
    String text;
    if (number.signum() == 0) {
      text = "0";
    } else if (exponent > SMALLEST_PLAIN_EXPONENT && exponent < LARGEST_PLAIN_EXPONENT) {
      text = number.abs().toPlainString();
    } else {
      text = scientific(digits, exponent);
    }
    return negative ? "-" + text : text;
  }

  private static String scientific(String digits, int exponent) {
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + two(Math.abs(exponent));
  }
}
