package plimsoll.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesReaderForDouble;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesReaderForFloat;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import plimsoll.flow.ByteSink;
import plimsoll.lake.Lake;
import plimsoll.lake.Rows;
import plimsoll.lake.iceberg.DuckDb;
import plimsoll.model.Batch;
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
    "walk, snappy, DOUBLE, BYTE_STREAM_SPLIT",
    "walk, snappy, FLOAT, BYTE_STREAM_SPLIT",
    "walk, none, DOUBLE, PLAIN",
    "prices, zstd, DOUBLE, PLAIN",
    "few, zstd, DOUBLE, RLE_DICTIONARY",
    "few, zstd, FLOAT, RLE_DICTIONARY",
  })
  void formIsTheOneThatCompressesBest(String kind, String codec, Scalar type, String encoding)
      throws IOException {
    List<Object[]> rows = rows(kind, type, ROWS);
    Table table = Lake.compressed(codec, type);
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
    Table table = Lake.compressed("zstd", Scalar.DOUBLE);
    Lake lake = new Lake(directory);
    lake.store.create(table);
    String path = lake.stage(table, rows("walk", Scalar.DOUBLE, 500)).paths().get(0);
    assertThat(encodings(path)).contains("PLAIN").doesNotContain("SPLIT");
  }

  /** As pages of tables with very many columns are, some of whose values are NULL. */
  @Test
  void pagesOfAFewHundredValuesAreTried() throws IOException {
    FixedEncoder encoder = encoder(new Scratch());
    assertThat(page(encoder, "walk", 600)).isEqualTo(Encoding.BYTE_STREAM_SPLIT);
  }

  @Test
  void everyRowGroupIsTriedAnew() throws IOException {
    FixedEncoder encoder = encoder(new Scratch());
    for (int i = 0; i < 2; i++) {
      assertThat(page(encoder, "walk", 9_000)).isEqualTo(Encoding.BYTE_STREAM_SPLIT);
      encoder.reset();
      assertThat(page(encoder, "prices", 9_000)).isEqualTo(Encoding.PLAIN);
      encoder.reset();
    }
  }

  @Test
  void laterPagesOfARowGroupHaveItsFormHoweverShort() throws IOException {
    FixedEncoder encoder = encoder(new Scratch());
    assertThat(page(encoder, "walk", 9_000)).isEqualTo(Encoding.BYTE_STREAM_SPLIT);
    assertThat(page(encoder, "prices", 9_000)).isEqualTo(Encoding.BYTE_STREAM_SPLIT);
    assertThat(page(encoder, "walk", 3)).isEqualTo(Encoding.BYTE_STREAM_SPLIT);
  }

  /** An array may have millions of values, which come into one page. */
  @Test
  void trialTakesNoMoreMemoryThanAPage() throws IOException {
    Scratch scratch = new Scratch();
    assertThat(page(encoder(scratch), "walk", 1 << 20)).isEqualTo(Encoding.BYTE_STREAM_SPLIT);
    assertThat(scratch.trial.data.length).isLessThanOrEqualTo(ColumnEncoder.PAGE_ROWS * 16);
    assertThat(scratch.compressed.data.length).isLessThanOrEqualTo(ColumnEncoder.PAGE_ROWS * 16);
  }

  private static FixedEncoder encoder(Scratch scratch) {
    ColumnDescriptor column =
        new ColumnDescriptor(
            new String[] {"c"}, Types.required(PrimitiveTypeName.DOUBLE).named("c"), 0, 0);
    return new FixedEncoder(column, new Compressor(PageCompression.DEFAULT), scratch);
  }

  /** How a page of so many values that are not NULL is encoded. */
  private static Encoding page(FixedEncoder encoder, String kind, int count) throws IOException {
    List<Object[]> rows = rows(kind, Scalar.DOUBLE, count * 11 / 10 + 11);
    rows.removeIf(row -> row[0] == null);
    for (int from = 0; from < count; from += Batch.CAPACITY) {
      int to = Math.min(count, from + Batch.CAPACITY);
      Batch batch = Rows.batch(Lake.table("t", Scalar.DOUBLE).schema(), rows.subList(from, to));
      encoder.addValues(batch.column(0), ColumnEncoder.ALL, 0, to - from);
    }
    ByteSink page = new ByteSink();
    Encoding encoding = encoder.encodeValues(page);
    assertThat(page.size).isEqualTo(count * Double.BYTES);
    return encoding;
  }

  /** A last page of few values stands behind the one that was tried. */
  @ParameterizedTest
  @EnumSource(
      value = Scalar.class,
      names = {"FLOAT", "DOUBLE"})
  void valuesThatAreNoNumbersOrHaveASignOnlyComeBackEqual(Scalar type) throws IOException {
    List<Object> special =
        type == Scalar.FLOAT
            ? List.of(Float.NaN, -0.0f, 0.0f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)
            : List.of(Double.NaN, -0.0, 0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    List<Object[]> rows = rows("walk", type, ColumnEncoder.PAGE_ROWS + 100);
    for (int i = 3; i < rows.size(); i += 13) {
      rows.get(i)[0] = special.get(i % special.size());
    }
    Table table = Lake.compressed("zstd", type);
    Lake lake = new Lake(directory);
    String location = lake.append(table, lake.store.create(table).to(), rows);
    assertThat(Lake.values(location)).isEqualTo(rows.stream().map(Arrays::asList).toList());
    assertThat(encodings(lake.stage(table, rows).paths().get(0)))
        .contains("SPLIT")
        .doesNotContain("PLAIN");
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
