package plimsoll.convert;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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
    return vector.isNull(row) ? "null" : present(vector, type, row);
  }

  private static String present(Vector vector, DataType type, int row) {
    if (vector instanceof Vector.Lists lists) {
      return list(lists, type, row);
    } else if (vector instanceof Vector.Structs structs) {
      return "{" + String.join(", ", fields(structs, type, row)) + "}";
    }
    return scalar(vector, type, row);
  }

  private static String list(Vector.Lists lists, DataType type, int row) {
    boolean map = type instanceof DataType.MapOf;
    List<String> texts = new ArrayList<>();
    for (int i = lists.starts[row]; i < lists.starts[row] + lists.lengths[row]; i++) {
      texts.add(
          map
              ? String.join(":", fields((Vector.Structs) lists.elements(), type, i))
              : quoted(lists.elements(), type.parts().get(0).type(), i));
    }
    return (map ? "{" : "[") + String.join(", ", texts) + (map ? "}" : "]");
  }

  private static List<String> fields(Vector.Structs structs, DataType type, int row) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < structs.fields().size(); i++) {
      DataType.Part part = type.parts().get(i);
      String name = type instanceof DataType.Struct ? part.name() + "=" : "";
      texts.add(name + quoted(structs.fields().get(i), part.type(), row));
    }
    return texts;
  }

  private static String quoted(Vector vector, DataType type, int row) {
    String text = text(vector, type, row);
    return vector instanceof Vector.Bytes && !vector.isNull(row) ? "'" + text + "'" : text;
  }

  private static String scalar(Vector vector, DataType type, int row) {
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
