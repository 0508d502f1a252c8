package plimsoll.convert;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.DataTypes;
import plimsoll.model.Vector;

/** Types and values as text, for tables of cases. */
final class Values {
  private Values() {}

  static DataType type(String sql) {
    return DataTypes.parse(sql);
  }

  static String text(Vector vector, DataType type, int row) {
    if (vector instanceof Vector.Booleans v) {
      return v.values[row] == 1 ? "true" : "false";
    } else if (vector instanceof Vector.Ints v) {
      return type == Scalar.DATE
          ? LocalDate.ofEpochDay(v.values[row]).toString()
          : Integer.toString(v.values[row]);
    } else if (vector instanceof Vector.Longs v) {
      return type == Scalar.DATETIME
          ? dateTime(v.values[row])
          : type instanceof Decimal d
              ? BigDecimal.valueOf(v.values[row], d.scale()).toPlainString()
              : Long.toString(v.values[row]);
    } else if (vector instanceof Vector.Int128s v) {
      int scale = type instanceof Decimal d ? d.scale() : 0;
      return decimal(v.high[row], v.low[row], scale).toPlainString();
    } else if (vector instanceof Vector.Floats v) {
      return Float.toString(v.values[row]);
    } else if (vector instanceof Vector.Doubles v) {
      return Double.toString(v.values[row]);
    }
    Vector.Bytes v = (Vector.Bytes) vector;
    if (type instanceof DataType.Varbinary) {
      return HexFormat.of().formatHex(v.data(), v.starts[row], v.starts[row] + v.lengths[row]);
    }
    return new String(v.data(), v.starts[row], v.lengths[row], StandardCharsets.UTF_8);
  }

  static BigDecimal decimal(long high, long low, int scale) {
    BigInteger unscaled =
        BigInteger.valueOf(high).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(low)));
    return new BigDecimal(unscaled, scale);
  }

  private static String dateTime(long micros) {
    long second = Math.floorDiv(micros, 1_000_000L);
    int nanos = (int) Math.floorMod(micros, 1_000_000L) * 1000;
    return LocalDateTime.ofEpochSecond(second, nanos, ZoneOffset.UTC).toString();
  }
}
