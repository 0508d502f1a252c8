package plimsoll.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesReaderForDouble;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesReaderForFloat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.flow.ByteSink;
import plimsoll.lake.Lake;
import plimsoll.lake.iceberg.DuckDb;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Table;

/** FLOAT and DOUBLE columns are split into streams of bytes where that makes pages shorter. */
class FloatEncodingTest {
  /** More rows than a page, with a remainder. */
  private static final int ROWS = ColumnEncoder.PAGE_ROWS * 2 + 5_003;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "walk, zstd, DOUBLE, BYTE_STREAM_SPLIT",
    "walk, zstd, FLOAT, BYTE_STREAM_SPLIT",
    "walk, zstd(5), DOUBLE, BYTE_STREAM_SPLIT",
    "walk, none, DOUBLE, PLAIN",
    "prices, zstd, DOUBLE, PLAIN",
    "few, zstd, DOUBLE, RLE_DICTIONARY",
    "few, zstd, FLOAT, RLE_DICTIONARY",
  })
  void formIsTheOneThatCompressesBest(String kind, String codec, Scalar type, String encoding)
      throws IOException {
    List<Object[]> rows = rows(kind, type, ROWS);
    Table table = table(codec, type);
    Lake lake = new Lake(directory);
    String location = lake.append(table, lake.store.create(table).to(), rows);
    assertThat(Lake.values(location)).isEqualTo(rows.stream().map(Arrays::asList).toList());
    String path = lake.stage(table, rows).paths().get(0);
    assertThat(encodings(path)).contains(encoding).doesNotContain(other(encoding));
    assertThat(sum(path)).isEqualTo(sum(rows));
  }

  private static String other(String encoding) {
    return encoding.equals("BYTE_STREAM_SPLIT") ? "DICTIONARY" : "BYTE_STREAM_SPLIT";
  }

  private static String encodings(String path) {
    return DuckDb.one("SELECT any_value(encodings) FROM parquet_metadata('" + path + "')");
  }

  /** By the bits, so that every value counts exactly; DuckDB reads them by a reader of its own. */
  private static String sum(String path) {
    return DuckDb.one(
        "SELECT count(c1) || '/' || sum(floor(c1::DOUBLE * 1024 % 1000003)::BIGINT)"
            + " FROM read_parquet('"
            + path
            + "')");
  }

  private static String sum(List<Object[]> rows) {
    long sum = 0;
    int count = 0;
    for (Object[] row : rows) {
      if (row[0] != null) {
        sum += (long) Math.floor(((Number) row[0]).doubleValue() * 1024 % 1000003);
        count++;
      }
    }
    return count + "/" + sum;
  }

  private static Table table(String codec, DataType type) {
    Table plain = Lake.table("t", type);
    return new Table(
        UUID.randomUUID(),
        plain.name(),
        plain.schema(),
        Table.KeyKind.NONE,
        List.of(),
        List.of(),
        "",
        Map.of("compression", codec));
  }

  private static List<Object[]> rows(String kind, Scalar type, int count) {
    Random random = new Random(3);
    double walk = 100_000;
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      walk += random.nextGaussian();
      double value =
          switch (kind) {
            case "walk" -> walk;
            case "prices" -> random.nextInt(100_000, 10_000_000) / 100.0;
            default -> i % 7 / 4.0;
          };
      Object typed = type == Scalar.FLOAT ? (Object) (float) value : (Object) value;
      rows.add(new Object[] {i % 11 == 0 ? null : typed});
    }
    return rows;
  }

  /** A page of a few values is not worth a trial. */
  @Test
  void shortPagesArePlain() throws IOException {
    Table table = table("zstd", Scalar.DOUBLE);
    Lake lake = new Lake(directory);
    lake.store.create(table);
    String path = lake.stage(table, rows("walk", Scalar.DOUBLE, 500)).paths().get(0);
    assertThat(encodings(path)).contains("PLAIN").doesNotContain("SPLIT");
  }

  @Test
  void otherReadersPutTheStreamsTogether() throws IOException {
    Random random = new Random(5);
    for (int count : new int[] {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 1000, 4099}) {
      long[] values = random.longs(count).toArray();
      ValuesReader doubles = new ByteStreamSplitValuesReaderForDouble();
      doubles.initFromPage(count, page(values, 8));
      ValuesReader floats = new ByteStreamSplitValuesReaderForFloat();
      floats.initFromPage(count, page(values, 4));
      for (long value : values) {
        assertThat(Double.doubleToRawLongBits(doubles.readDouble())).isEqualTo(value);
        assertThat(Float.floatToRawIntBits(floats.readFloat())).isEqualTo((int) value);
      }
    }
  }

  /** Encoded behind other bytes, as levels are. */
  private static ByteBufferInputStream page(long[] values, int width) {
    ByteSink page = new ByteSink();
    page.putInt(77);
    ByteStreamSplit.encode(values, values.length, width, page);
    assertThat(page.size).isEqualTo(4 + values.length * width);
    ByteBuffer bytes = ByteBuffer.wrap(page.data, 4, page.size - 4).slice();
    return ByteBufferInputStream.wrap(bytes.order(ByteOrder.LITTLE_ENDIAN));
  }
}
