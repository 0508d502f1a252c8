package plimsoll.formats.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import plimsoll.convert.Utf8;

/** Values of a file as text: where a column is text, and to show them. */
final class ValueText {
  private static final int UUID_BYTES = 16;
  private static final int NANO_DIGITS = 9;
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, NANO_DIGITS, true)
          .toFormatter(Locale.ROOT);
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd ")
          .append(TIME)
          .toFormatter(Locale.ROOT);

  private ValueText() {}

  /** The text of a value that is not NULL; instants end with a Z. */
  static String of(SourceType type, RawColumn raw, int row) {
    return switch (type.kind()) {
      case BOOLEAN -> Boolean.toString(raw.longs[row] != 0);
      case INTEGER ->
          type.unsigned() ? Long.toUnsignedString(raw.longs[row]) : Long.toString(raw.longs[row]);
      case DECIMAL -> decimal(type, raw, row).toPlainString();
      case FLOAT -> Float.toString((float) raw.doubles[row]);
      case DOUBLE -> Double.toString(raw.doubles[row]);
      case DATE -> date(raw.longs[row]);
      case TIME -> time(type, raw.longs[row]);
      case TIMESTAMP -> timestamp(type, raw.longs[row]);
      case TEXT, JSON -> new String(raw.span(row), StandardCharsets.UTF_8);
      case UUID -> uuid(raw.span(row));
      case BINARY, OTHER -> binary(type, raw, row);
    };
  }

  /** A decimal of any physical type. */
  static BigDecimal decimal(SourceType type, RawColumn raw, int row) {
    if (type.layout() == SourceType.Layout.LONGS) {
      return BigDecimal.valueOf(raw.longs[row], type.scale());
    }
    byte[] bytes = raw.span(row);
    return bytes.length == 0
        ? BigDecimal.ZERO
        : new BigDecimal(new BigInteger(bytes), type.scale());
  }

  private static String date(long day) {
    try {
      return LocalDate.ofEpochDay(day).toString();
    } catch (DateTimeException e) {
      return "day " + day;
    }
  }

  private static String time(SourceType type, long units) {
    try {
      long nanos = Math.multiplyExact(units, SourceType.NANOS / type.perSecond());
      return TIME.format(LocalTime.ofNanoOfDay(nanos));
    } catch (ArithmeticException | DateTimeException e) {
      return units + " of " + type.perSecond() + " parts of a second";
    }
  }

  private static String timestamp(SourceType type, long units) {
    long seconds = Math.floorDiv(units, type.perSecond());
    long rest = Math.floorMod(units, type.perSecond());
    int nanos = (int) (rest * (SourceType.NANOS / type.perSecond()));
    try {
      LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC);
      return TIMESTAMP.format(time) + (type.instant() ? "Z" : "");
    } catch (DateTimeException e) {
      return "second " + seconds;
    }
  }

  private static String uuid(byte[] bytes) {
    if (bytes.length != UUID_BYTES) {
      return hex(bytes);
    }
    java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong()).toString();
  }

  private static String binary(SourceType type, RawColumn raw, int row) {
    byte[] bytes =
        type.physical() == PrimitiveTypeName.BINARY
                || type.physical() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
            ? raw.span(row)
            : new byte[0];
    return Utf8.isValid(bytes, 0, bytes.length)
        ? new String(bytes, StandardCharsets.UTF_8)
        : hex(bytes);
  }

  private static String hex(byte[] bytes) {
    return "x'" + HexFormat.of().formatHex(bytes) + "'";
  }
}
