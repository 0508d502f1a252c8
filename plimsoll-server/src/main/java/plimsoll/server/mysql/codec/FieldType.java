package plimsoll.server.mysql.codec;

import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;

/**
 * How a type of ours is described to clients.
 *
 * @param code MySQL's number of the type
 * @param length most characters that a value prints as
 * @param decimals fraction digits; 31 where they vary
 * @param text whether values are text
 */
public record FieldType(int code, long length, int decimals, boolean text) {
  public static final int TINY = 1;
  public static final int SHORT = 2;
  public static final int LONG = 3;
  public static final int FLOAT = 4;
  public static final int DOUBLE = 5;
  public static final int NULL = 6;
  public static final int TIMESTAMP = 7;
  public static final int LONGLONG = 8;
  public static final int INT24 = 9;
  public static final int DATE = 10;
  public static final int TIME = 11;
  public static final int DATETIME = 12;
  public static final int YEAR = 13;
  public static final int VARCHAR = 15;
  public static final int BIT = 16;
  public static final int JSON = 245;
  public static final int NEWDECIMAL = 246;
  public static final int ENUM = 247;
  public static final int SET = 248;
  public static final int TINY_BLOB = 249;
  public static final int MEDIUM_BLOB = 250;
  public static final int LONG_BLOB = 251;
  public static final int BLOB = 252;
  public static final int VAR_STRING = 253;
  public static final int STRING = 254;
  public static final int GEOMETRY = 255;
  public static final int DECIMAL = 0;

  /** Bytes of the longest character. */
  private static final int WIDEST = 4;

  private static final int VARIES = 31;
  private static final int MICROS = 6;

  /** How a column of that type is described. */
  public static FieldType of(DataType type) {
    if (type instanceof DataType.Decimal decimal) {
      // Sign and point take a place each.
      int length = decimal.precision() + 1 + (decimal.scale() > 0 ? 1 : 0);
      return new FieldType(NEWDECIMAL, length, decimal.scale(), false);
    }
    if (type instanceof DataType.Varbinary bytes) {
      return bytes.maxBytes() == DataType.NO_LIMIT
          ? new FieldType(BLOB, 0xffffffffL, 0, false)
          : new FieldType(VAR_STRING, bytes.maxBytes(), 0, false);
    }
    if (type instanceof DataType.Varchar text) {
      return new FieldType(
          text.fixed() ? STRING : VAR_STRING, (long) text.maxBytes() * WIDEST, 0, true);
    }
    return type instanceof Scalar scalar ? scalar(scalar) : longText();
  }

  private static FieldType scalar(Scalar type) {
    return switch (type) {
      case BOOLEAN -> new FieldType(TINY, 1, 0, false);
      case TINYINT -> new FieldType(TINY, 4, 0, false);
      case SMALLINT -> new FieldType(SHORT, 6, 0, false);
      case INT -> new FieldType(LONG, 11, 0, false);
      case BIGINT -> new FieldType(LONGLONG, 20, 0, false);
      case LARGEINT -> new FieldType(NEWDECIMAL, DataType.Decimal.MAX_PRECISION + 1, 0, false);
      case JSON -> new FieldType(JSON, 0xffffffffL, 0, true);
      case FLOAT -> new FieldType(FLOAT, 12, VARIES, false);
      case DOUBLE -> new FieldType(DOUBLE, 22, VARIES, false);
      case DATE -> new FieldType(DATE, 10, 0, false);
      case DATETIME -> new FieldType(DATETIME, 26, MICROS, false);
      default -> longText();
    };
  }

  private static FieldType longText() {
    return new FieldType(VAR_STRING, (long) DataType.Varchar.MAX_BYTES * WIDEST, 0, true);
  }
}
