package plimsoll.online;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.flow.ByteSink;
import plimsoll.flow.RowCodec;
import plimsoll.model.Batch;
import plimsoll.model.DataType;
import plimsoll.model.DataTypes;
import plimsoll.model.Schema;

/** Rows come back from their bytes, and equal rows have equal bytes. */
class RowCodecTest {
  private static final int ROWS = 200;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BOOLEAN",
        "TINYINT",
        "SMALLINT",
        "INT",
        "BIGINT",
        "LARGEINT",
        "FLOAT",
        "DOUBLE",
        "DECIMAL(9, 2)",
        "DECIMAL(38, 4)",
        "DATE",
        "DATETIME",
        "CHAR(5)",
        "VARCHAR(20)",
        "STRING",
        "VARBINARY",
        "JSON",
        "ARRAY<INT>",
        "ARRAY<ARRAY<STRING>>",
        "MAP<STRING, DATE>",
        "STRUCT<a INT, b ARRAY<STRUCT<c DOUBLE, d STRING>>>",
      })
  void rowsComeBackEqual(String type) {
    Random random = new Random(type.hashCode());
    DataType parsed = DataTypes.parse(type);
    Schema schema = Online.schema(parsed, DataType.Scalar.BIGINT);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      List<Object> row = new ArrayList<>();
      row.add(value(parsed, random));
      row.add((long) i);
      rows.add(row);
    }
    ByteSink bytes = new ByteSink();
    Batch written = Online.batch(schema, rows);
    Batch read = Batch.allocate(schema);
    for (int row = 0; row < ROWS; row++) {
      int start = bytes.size;
      RowCodec.write(written, row, bytes);
      new RowCodec().read(bytes.data, start, read, row);
    }
    read.rows(ROWS);
    for (int row = 0; row < ROWS; row++) {
      assertThat(Rows.row(read, row)).isEqualTo(rows.get(row));
    }
  }

  private static Object value(DataType type, Random random) {
    if (random.nextInt(6) == 0) {
      return null;
    }
    return switch (type.layout()) {
      case BOOLEAN -> random.nextBoolean();
      case INT -> random.nextInt();
      case LONG -> random.nextLong();
      case INT128 -> new BigInteger(120, random).subtract(BigInteger.ONE.shiftLeft(119));
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextInt(9) == 0 ? -0.0 : random.nextDouble();
      case BYTES -> "t\0" + "é".repeat(random.nextInt(4));
      case LIST -> {
        List<Object> elements = new ArrayList<>();
        DataType element =
            type instanceof DataType.MapOf
                ? new DataType.Struct(type.parts())
                : type.parts().get(0).type();
        for (int i = random.nextInt(4); i > 0; i--) {
          elements.add(
              type instanceof DataType.MapOf ? parts(element, random) : value(element, random));
        }
        yield elements;
      }
      case STRUCT -> parts(type, random);
    };
  }

  private static Object parts(DataType type, Random random) {
    List<Object> parts = new ArrayList<>();
    type.parts().forEach(part -> parts.add(value(part.type(), random)));
    return parts;
  }
}
