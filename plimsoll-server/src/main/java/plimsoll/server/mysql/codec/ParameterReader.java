package plimsoll.server.mysql.codec;

import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parameters of COM_STMT_EXECUTE into Java values: null, Long, BigInteger (above 2^63),
 * Float, Double, BigDecimal, String, LocalDate or LocalDateTime.
 */
public final class ParameterReader {
  private static final int UNSIGNED = 0x80;
  private static final int NANOS_OF_MICRO = 1000;
  private static final int MOST_DECIMAL = 1000;

  private final Charset charset;

  /** Text is in that character set. */
  public ParameterReader(Charset charset) {
    this.charset = charset;
  }

  /**
   * Types of the parameters as a client gave them last.
   *
   * @param codes low byte MySQL's type, 0x8000 for unsigned
   */
  public record Types(int[] codes) {}

  /** What was read: the values, and the types, which later executions may leave out. */
  public record Read(List<@Nullable Object> values, Types types) {}

  /**
   * Reads the parameters.
   *
   * @param message behind the iteration count
   * @param count parameters of the statement; more than none
   * @param before types given with an earlier execution, null if there was none
   * @param sent for each parameter what COM_STMT_SEND_LONG_DATA has brought, or null
   * @throws WireException MALFORMED_PACKET
   */
  public Read read(
      ByteBuf message, int count, @Nullable Types before, List<byte @Nullable []> sent) {
    Fields fields = new Fields(message);
    byte[] nulls = fields.bytes((count + 7) / 8);
    Types types = fields.u8() == 1 ? types(fields, count) : before;
    if (types == null) {
      throw WireException.malformed("the first execution brings no types of parameters");
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte @Nullable [] ahead = sent.get(i);
      if (ahead != null) {
        values.add(decode(ahead));
      } else if ((nulls[i / 8] >> i % 8 & 1) != 0) {
        values.add(null);
      } else {
        values.add(value(fields, types.codes()[i]));
      }
    }
    return new Read(values, types);
  }

  private static Types types(Fields fields, int count) {
    if (fields.left() < 2L * count) {
      throw WireException.malformed("types of " + count + " parameters are not there");
    }
    int[] codes = new int[count];
    for (int i = 0; i < count; i++) {
      codes[i] = fields.u16();
    }
    return new Types(codes);
  }

  private @Nullable Object value(Fields fields, int typeAndSign) {
    boolean unsigned = (typeAndSign >> 8 & UNSIGNED) != 0;
    return switch (typeAndSign & 0xff) {
      case FieldType.NULL -> null;
      case FieldType.TINY -> (long) (unsigned ? fields.u8() : (byte) fields.u8());
      case FieldType.SHORT, FieldType.YEAR ->
          (long) (unsigned ? fields.u16() : (short) fields.u16());
      case FieldType.LONG, FieldType.INT24 ->
          unsigned ? Integer.toUnsignedLong(fields.i32()) : (long) fields.i32();
      case FieldType.LONGLONG -> unsigned ? unsigned(fields.i64()) : (Object) fields.i64();
      case FieldType.FLOAT -> Float.intBitsToFloat(fields.i32());
      case FieldType.DOUBLE -> Double.longBitsToDouble(fields.i64());
      case FieldType.DATE -> date(fields);
      case FieldType.DATETIME, FieldType.TIMESTAMP -> moment(fields);
      case FieldType.TIME -> time(fields);
      case FieldType.DECIMAL, FieldType.NEWDECIMAL -> decimal(decode(fields.counted()));
      case FieldType.VARCHAR,
          FieldType.VAR_STRING,
          FieldType.STRING,
          FieldType.BLOB,
          FieldType.TINY_BLOB,
          FieldType.MEDIUM_BLOB,
          FieldType.LONG_BLOB,
          FieldType.ENUM,
          FieldType.SET,
          FieldType.JSON ->
          decode(fields.counted());
      default -> throw WireException.malformed("a parameter has the type " + (typeAndSign & 0xff));
    };
  }

  private static Object unsigned(long bits) {
    return bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
  }

  /** Java needs a time that grows with the square of the digits. */
  private static BigDecimal decimal(String text) {
    if (text.length() > MOST_DECIMAL) {
      throw WireException.malformed(
          "a DECIMAL parameter has " + text.length() + " characters, at most are " + MOST_DECIMAL);
    }
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      throw WireException.malformed("a DECIMAL parameter is not a number");
    }
  }

  private String decode(byte[] text) {
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      throw WireException.malformed("a text parameter is not in the client's character set");
    }
  }

  private static Object date(Fields fields) {
    Object moment = moment(fields);
    return moment instanceof LocalDateTime time ? time.toLocalDate() : moment;
  }

  /** MySQL's zero date has no value of the type; it stays text, for the column to judge. */
  private static Object moment(Fields fields) {
    int length = fields.u8();
    if (length != 0 && length != 4 && length != 7 && length != 11) {
      throw WireException.malformed("a date of " + length + " bytes");
    }
    int year = length >= 4 ? fields.u16() : 0;
    int month = length >= 4 ? fields.u8() : 0;
    int day = length >= 4 ? fields.u8() : 0;
    int hour = length >= 7 ? fields.u8() : 0;
    int minute = length >= 7 ? fields.u8() : 0;
    int second = length >= 7 ? fields.u8() : 0;
    int micros = length == 11 ? fields.i32() : 0;
    try {
      return LocalDate.of(year, month, day)
          .atTime(hour, minute, second, Math.multiplyExact(micros, NANOS_OF_MICRO));
    } catch (DateTimeException | ArithmeticException e) {
      return String.format(
          Locale.ROOT, "%04d-%02d-%02d %02d:%02d:%02d", year, month, day, hour, minute, second);
    }
  }

  /** There is no TIME type here: as text. */
  private static String time(Fields fields) {
    int length = fields.u8();
    if (length != 0 && length != 8 && length != 12) {
      throw WireException.malformed("a time of " + length + " bytes");
    }
    String sign = length > 0 && fields.u8() == 1 ? "-" : "";
    long days = length > 0 ? Integer.toUnsignedLong(fields.i32()) : 0;
    int hour = length > 0 ? fields.u8() : 0;
    int minute = length > 0 ? fields.u8() : 0;
    int second = length > 0 ? fields.u8() : 0;
    int micros = length == 12 ? fields.i32() : 0;
    String text =
        String.format(Locale.ROOT, "%s%02d:%02d:%02d", sign, days * 24 + hour, minute, second);
    return micros == 0 ? text : text + String.format(Locale.ROOT, ".%06d", micros);
  }
}
