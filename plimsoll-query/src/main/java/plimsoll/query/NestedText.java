package plimsoll.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Struct;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;

/**
 * Prints nested values as StarRocks does: {@code [1,null]}, {@code ["a","b"]}, {@code {1:"a"}},
 * {@code {"a":1}}. What is printed loads again.
 *
 * <p>Values are as DuckDB's driver gives them, days and times as text: {@link DuckTypes#wire}.
 */
final class NestedText {
  private NestedText() {}

  static String of(Object value, DataType type) throws SQLException {
    StringBuilder text = new StringBuilder();
    append(text, value, type);
    return text.toString();
  }

  private static void append(StringBuilder text, @Nullable Object value, DataType type)
      throws SQLException {
    if (value == null) {
      text.append("null");
    } else if (value instanceof Array array && type instanceof DataType.Array of) {
      list(text, (Object[]) array.getArray(), of);
    } else if (value instanceof Map<?, ?> map && type instanceof DataType.MapOf of) {
      map(text, map, of);
    } else if (value instanceof Struct struct && type instanceof DataType.Struct of) {
      struct(text, struct.getAttributes(), of);
    } else {
      scalar(text, value, type);
    }
  }

  private static void list(StringBuilder text, @Nullable Object[] values, DataType.Array type)
      throws SQLException {
    text.append('[');
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : ",");
      append(text, values[i], type.element().type());
    }
    text.append(']');
  }

  private static void map(StringBuilder text, Map<?, ?> entries, DataType.MapOf type)
      throws SQLException {
    text.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      text.append(separator);
      append(text, entry.getKey(), type.key().type());
      text.append(':');
      append(text, entry.getValue(), type.value().type());
      separator = ",";
    }
    text.append('}');
  }

  private static void struct(StringBuilder text, @Nullable Object[] values, DataType.Struct type)
      throws SQLException {
    text.append('{');
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : ",");
      quote(text, type.fields().get(i).name());
      text.append(':');
      append(text, values[i], type.fields().get(i).type());
    }
    text.append('}');
  }

  private static void scalar(StringBuilder text, Object value, DataType type) throws SQLException {
    boolean bare = type.layout() != DataType.Layout.BYTES;
    if (type == Scalar.DATE || type == Scalar.DATETIME) {
      quote(text, WireTime.text(value.toString()));
    } else if (value instanceof Blob blob) {
      byte[] bytes = blob.getBytes(1, (int) blob.length());
      quote(text, Base64.getEncoder().encodeToString(bytes));
    } else if (isNegativeZero(value)) {
      text.append("-0");
    } else if (bare) {
      text.append(ResultText.of(number(value), type));
    } else {
      quote(text, ResultText.of(value, type));
    }
  }

  /** Its sign would be lost. */
  private static boolean isNegativeZero(Object value) {
    return value.equals(-0.0) || value.equals(-0.0f);
  }

  private static Object number(Object value) {
    return value instanceof BigInteger whole ? new BigDecimal(whole) : value;
  }

  private static void quote(StringBuilder text, String value) {
    text.append('"').append(value.replace("\"", "\"\"")).append('"');
  }
}
