package plimsoll.fuzz;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.DataType.Varchar;
import plimsoll.model.Vector;

/** Values as Java's own library reads them, slowly, from texts that mean the same everywhere. */
final class JavaValues {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,50}");
  private static final Pattern FIXED = Pattern.compile("-?[0-9]{1,50}(\\.[0-9]{1,50})?");
  private static final Pattern FLOATING =
      Pattern.compile("-?[0-9]{1,50}(\\.[0-9]{1,50})?([eE][+-]?[0-9]{1,4})?");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern DATETIME =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?");

  private static final Value NONE = new Value(null);

  /**
   * What a text is.
   *
   * @param text the value, written as {@link #text} writes it; null if it is none of the type
   */
  record Value(@Nullable String text) {}

  private JavaValues() {}

  /** What the text is; empty where only our own rules say it. */
  static Optional<Value> read(DataType type, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (type instanceof Decimal decimal) {
      return only(FIXED, text).map(fixed -> decimal(fixed, decimal));
    }
    if (type instanceof Varchar varchar) {
      return Optional.of(bytes.length <= varchar.maxBytes() ? new Value(text) : NONE);
    }
    return switch ((Scalar) type) {
      case BOOLEAN -> Optional.empty();
      case TINYINT -> only(WHOLE, text).map(whole -> whole(whole, 8));
      case SMALLINT -> only(WHOLE, text).map(whole -> whole(whole, 16));
      case INT -> only(WHOLE, text).map(whole -> whole(whole, 32));
      case BIGINT -> only(WHOLE, text).map(whole -> whole(whole, 64));
      case FLOAT -> only(FLOATING, text).map(Float::parseFloat).map(JavaValues::finite);
      case DOUBLE -> only(FLOATING, text).map(Double::parseDouble).map(JavaValues::finite);
      case DATE -> only(DATE, text).map(JavaValues::date);
      case DATETIME -> only(DATETIME, text).map(JavaValues::moment);
      case STRING -> Optional.of(new Value(text));
    };
  }

  private static Optional<String> only(Pattern form, String text) {
    return form.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }

  private static Value whole(String text, int bits) {
    BigInteger value = new BigInteger(text);
    return value.bitLength() < bits ? new Value(value.toString()) : NONE;
  }

  private static Value decimal(String text, Decimal type) {
    BigDecimal value = new BigDecimal(text).setScale(type.scale(), RoundingMode.HALF_UP);
    return value.precision() <= type.precision() ? new Value(value.toPlainString()) : NONE;
  }

  private static Value finite(Number value) {
    return Double.isInfinite(value.doubleValue()) ? NONE : new Value(value.toString());
  }

  private static Value date(String text) {
    try {
      return new Value(LocalDate.parse(text).toString());
    } catch (DateTimeException none) {
      return NONE;
    }
  }

  private static Value moment(String text) {
    try {
      return new Value(LocalDateTime.parse(text.replace(' ', 'T')).toString());
    } catch (DateTimeException none) {
      return NONE;
    }
  }

  /** What a slot holds, written in the same way. */
  static String text(Vector vector, DataType type, int row) {
    if (vector instanceof Vector.Booleans truths) {
      return Byte.toString(truths.values[row]);
    } else if (vector instanceof Vector.Ints numbers) {
      return type == Scalar.DATE
          ? LocalDate.ofEpochDay(numbers.values[row]).toString()
          : Integer.toString(numbers.values[row]);
    } else if (vector instanceof Vector.Longs numbers) {
      return longText(numbers.values[row], type);
    } else if (vector instanceof Vector.Int128s numbers) {
      BigInteger low = new BigInteger(Long.toUnsignedString(numbers.low[row]));
      BigInteger unscaled = BigInteger.valueOf(numbers.high[row]).shiftLeft(64).add(low);
      return new BigDecimal(unscaled, ((Decimal) type).scale()).toPlainString();
    } else if (vector instanceof Vector.Floats numbers) {
      return Float.toString(numbers.values[row]);
    } else if (vector instanceof Vector.Doubles numbers) {
      return Double.toString(numbers.values[row]);
    }
    Vector.Bytes texts = (Vector.Bytes) vector;
    return new String(
        texts.data(), texts.starts[row], texts.lengths[row], StandardCharsets.ISO_8859_1);
  }

  private static String longText(long value, DataType type) {
    if (type instanceof Decimal decimal) {
      return BigDecimal.valueOf(value, decimal.scale()).toPlainString();
    }
    if (type != Scalar.DATETIME) {
      return Long.toString(value);
    }
    int nanos = (int) Math.floorMod(value, 1_000_000L) * 1000;
    long second = Math.floorDiv(value, 1_000_000L);
    return LocalDateTime.ofEpochSecond(second, nanos, ZoneOffset.UTC).toString();
  }
}
