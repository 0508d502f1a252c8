package plimsoll.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Vector;
import plimsoll.query.ResultText;

/**
 * Values of vectors as JSON: as {@link RowLines} writes those of queries, but JSON and nested
 * values as what they are; keys of maps are texts.
 */
final class VectorJson {
  private static final int MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1000;

  private VectorJson() {}

  static void write(JsonGenerator json, DataType type, Vector vector, int row) throws IOException {
    if (vector.isNull(row)) {
      json.writeNull();
    } else if (vector instanceof Vector.Booleans booleans) {
      json.writeBoolean(booleans.values[row] != 0);
    } else if (vector instanceof Vector.Ints ints) {
      whole(json, type, ints.values[row]);
    } else if (vector instanceof Vector.Longs longs) {
      whole(json, type, longs.values[row]);
    } else if (vector instanceof Vector.Int128s wide) {
      json.writeNumber(decimal(type, int128(wide.high[row], wide.low[row])));
    } else if (vector instanceof Vector.Floats floats) {
      floating(json, floats.values[row], Float.toString(floats.values[row]));
    } else if (vector instanceof Vector.Doubles doubles) {
      floating(json, doubles.values[row], Double.toString(doubles.values[row]));
    } else if (vector instanceof Vector.Bytes bytes) {
      bytes(json, type, bytes, row);
    } else if (vector instanceof Vector.Structs structs) {
      struct(json, type.parts(), structs, row);
    } else if (vector instanceof Vector.Lists lists) {
      list(json, type, lists, row);
    }
  }

  private static void whole(JsonGenerator json, DataType type, long value) throws IOException {
    if (type == Scalar.DATE) {
      json.writeString(ResultText.of(LocalDate.ofEpochDay(value), type));
    } else if (type == Scalar.DATETIME) {
      LocalDateTime time =
          LocalDateTime.ofEpochSecond(
              Math.floorDiv(value, MICROS_PER_SECOND),
              Math.floorMod(value, MICROS_PER_SECOND) * NANOS_PER_MICRO,
              ZoneOffset.UTC);
      json.writeString(ResultText.of(time, type));
    } else if (type instanceof DataType.Decimal) {
      json.writeNumber(decimal(type, BigInteger.valueOf(value)));
    } else {
      json.writeNumber(value);
    }
  }

  private static BigDecimal decimal(DataType type, BigInteger digits) {
    return new BigDecimal(digits, type instanceof DataType.Decimal of ? of.scale() : 0);
  }

  private static BigInteger int128(long high, long low) {
    BigInteger bits = BigInteger.valueOf(low);
    if (low < 0) {
      bits = bits.add(BigInteger.ONE.shiftLeft(Long.SIZE));
    }
    return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(bits);
  }

  private static void floating(JsonGenerator json, double value, String digits) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(digits);
    } else {
      json.writeString(digits);
    }
  }

  private static void bytes(JsonGenerator json, DataType type, Vector.Bytes values, int row)
      throws IOException {
    int start = values.starts[row];
    int length = values.lengths[row];
    if (type == Scalar.JSON) {
      json.writeRawValue(text(values, row));
    } else if (type instanceof DataType.Varbinary) {
      json.writeBinary(values.data(), start, length);
    } else {
      json.writeUTF8String(values.data(), start, length);
    }
  }

  private static String text(Vector.Bytes values, int row) {
    return new String(
        values.data(), values.starts[row], values.lengths[row], StandardCharsets.UTF_8);
  }

  private static void struct(
      JsonGenerator json, List<DataType.Part> parts, Vector.Structs structs, int row)
      throws IOException {
    json.writeStartObject();
    for (int i = 0; i < parts.size(); i++) {
      json.writeFieldName(parts.get(i).name());
      write(json, parts.get(i).type(), structs.fields().get(i), row);
    }
    json.writeEndObject();
  }

  private static void list(JsonGenerator json, DataType type, Vector.Lists lists, int row)
      throws IOException {
    int from = lists.starts[row];
    int to = from + lists.lengths[row];
    if (type instanceof DataType.MapOf map) {
      Vector.Structs entries = (Vector.Structs) lists.elements();
      json.writeStartObject();
      for (int i = from; i < to; i++) {
        json.writeFieldName(name(map.key().type(), entries.fields().get(0), i));
        write(json, map.value().type(), entries.fields().get(1), i);
      }
      json.writeEndObject();
      return;
    }
    json.writeStartArray();
    for (int i = from; i < to; i++) {
      write(json, type.parts().get(0).type(), lists.elements(), i);
    }
    json.writeEndArray();
  }

  /** The text of a key as JSON would have it. */
  private static String name(DataType type, Vector keys, int row) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.MAPPER.createGenerator(text)) {
      write(json, type, keys, row);
    }
    JsonNode key = Json.MAPPER.readTree(text.toString());
    return key.isTextual() ? key.textValue() : text.toString();
  }
}
