package plimsoll.convert;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import plimsoll.error.ErrorCode;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.DataType.Varbinary;
import plimsoll.model.DataType.Varchar;
import plimsoll.model.Vector;

/** The reader of each type. Which text is a value, and which: docs/types.md. */
public final class ValueReaders {
  private ValueReaders() {}

  /** A reader for values of that type by those rules; instants become times of UTC. */
  public static ValueReader forType(DataType type, Conversions rules) {
    return forType(type, rules, ZoneOffset.UTC);
  }

  /**
   * A reader for values of that type by those rules.
   *
   * @param zone where a time that says its own zone or offset is brought to
   */
  public static ValueReader forType(DataType type, Conversions rules, ZoneId zone) {
    if (rules == Conversions.EXACT) {
      return CheckedReader.exact(type, zone);
    }
    if (rules == Conversions.OPENMLDB_LOCAL) {
      return CheckedReader.local(type, zone);
    }
    boolean lenient = rules == Conversions.STARROCKS;
    if (type instanceof Decimal decimal) {
      return decimal.layout() == DataType.Layout.LONG
          ? new DecimalReader(decimal)
          : new Decimal128Reader(decimal);
    }
    if (type instanceof Varchar text) {
      return new TextReader(text.maxBytes());
    }
    if (type instanceof Varbinary bytes) {
      return lenient ? new Base64Reader(bytes.maxBytes()) : new TextReader(bytes.maxBytes());
    }
    if (type.isNested()) {
      return new NestedReader(type, rules, zone);
    }
    return switch ((Scalar) type) {
      case BOOLEAN -> new BooleanReader(lenient);
      case TINYINT -> new IntReader(Byte.MIN_VALUE, Byte.MAX_VALUE, lenient);
      case SMALLINT -> new IntReader(Short.MIN_VALUE, Short.MAX_VALUE, lenient);
      case INT -> new IntReader(Integer.MIN_VALUE, Integer.MAX_VALUE, lenient);
      case BIGINT -> new LongReader(lenient);
      case LARGEINT -> new LargeIntReader(lenient);
      case FLOAT -> new FloatReader(!lenient);
      case DOUBLE -> new DoubleReader(!lenient);
      case DATE -> new DateReader(lenient);
      case DATETIME -> new DateTimeReader(lenient, zone);
      case STRING -> new TextReader(Integer.MAX_VALUE);
      case JSON -> new JsonReader();
    };
  }

  /** A reader for DATETIME by the rules of OpenMLDB's cluster mode, of times of that form. */
  public static ValueReader forTimes(TimeForm form, ZoneId zone) {
    return new DateTimeReader(false, form, zone);
  }

  /**
   * A constant of a statement, for example a column's DEFAULT, read like a field of the column.
   *
   * @return a vector whose slot 0 is the value
   * @throws plimsoll.error.PlimsollException {@code BAD_VALUE} when the text is no value of the
   *     type
   */
  public static Vector constant(String column, DataType type, String text) {
    return constant(column, type, text, Conversions.STARROCKS);
  }

  /** As above, by other rules. */
  public static Vector constant(String column, DataType type, String text, Conversions rules) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Vector vector = Vector.allocate(type, 1);
    if (!forType(type, rules).read(bytes, 0, bytes.length, vector, 0)) {
      throw ErrorCode.BAD_VALUE.with(text, column, type.sql());
    }
    return vector;
  }
}
