package plimsoll.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import plimsoll.lake.Lake;
import plimsoll.lake.iceberg.DuckDb;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Table;

/** Counts and bounds in manifests and footers are right, or left out where none can be stated. */
class MetricsTest {
  @TempDir Path directory;

  static Stream<Arguments> bounds() {
    String max = new String(Character.toChars(0x10FFFF));
    return Stream.of(
        Arguments.of(Scalar.INT, list(3, null, -7), Types.IntegerType.get(), -7, 3),
        Arguments.of(Scalar.BIGINT, list(5L), Types.LongType.get(), 5L, 5L),
        Arguments.of(Scalar.BIGINT, list(null, null), Types.LongType.get(), null, null),
        Arguments.of(Scalar.BOOLEAN, list(true, false), Types.BooleanType.get(), false, true),
        Arguments.of(Scalar.DATE, list(LocalDate.of(1969, 12, 31)), Types.DateType.get(), -1, -1),
        Arguments.of(Scalar.FLOAT, list(1f, Float.NaN, -2f), Types.FloatType.get(), -2f, 1f),
        Arguments.of(
            Scalar.DOUBLE, list(Double.NaN, Double.NaN), Types.DoubleType.get(), null, null),
        Arguments.of(Scalar.DOUBLE, list(0.0, 0.0), Types.DoubleType.get(), -0.0, 0.0),
        Arguments.of(Scalar.DOUBLE, list(-0.0, -0.0), Types.DoubleType.get(), -0.0, 0.0),
        Arguments.of(
            Scalar.DOUBLE,
            list(Double.POSITIVE_INFINITY, 1.0),
            Types.DoubleType.get(),
            1.0,
            Double.POSITIVE_INFINITY),
        Arguments.of(
            new Decimal(5, 2),
            list(dec("-1.50"), dec("2.25")),
            Types.DecimalType.of(5, 2),
            dec("-1.50"),
            dec("2.25")),
        Arguments.of(
            new Decimal(38, 2),
            list(dec("-1.50"), dec("2.25"), dec("-100000000000000000000.00")),
            Types.DecimalType.of(38, 2),
            dec("-100000000000000000000.00"),
            dec("2.25")),
        Arguments.of(Scalar.STRING, list("b", "", "aa"), Types.StringType.get(), "", "b"),
        Arguments.of(Scalar.STRING, list("ä", "z"), Types.StringType.get(), "z", "ä"),
        Arguments.of(Scalar.STRING, list("\uFFFD", "😀"), Types.StringType.get(), "\uFFFD", "😀"),
        Arguments.of(
            Scalar.STRING,
            list("0123456789abcdefXYZ"),
            Types.StringType.get(),
            "0123456789abcdef",
            "0123456789abcdeg"),
        Arguments.of(
            Scalar.STRING,
            list("äääääääääääääääää"),
            Types.StringType.get(),
            "ä".repeat(16),
            "ä".repeat(15) + "å"),
        Arguments.of(
            Scalar.STRING, list(max.repeat(17)), Types.StringType.get(), max.repeat(16), null));
  }

  private static BigDecimal dec(String text) {
    return new BigDecimal(text);
  }

  private static List<@Nullable Object> list(@Nullable Object... values) {
    List<@Nullable Object> list = new ArrayList<>();
    for (Object value : values) {
      list.add(value);
    }
    return list;
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void boundsAndCountsAreRight(
      DataType type,
      List<Object> values,
      Type icebergType,
      @Nullable Object lower,
      @Nullable Object upper)
      throws IOException {
    DataFile file = write(type, values);
    assertThat(file.recordCount()).isEqualTo(values.size());
    assertThat(file.valueCounts()).containsEntry(1, (long) values.size());
    assertThat(file.nullValueCounts())
        .containsEntry(1, values.stream().filter(value -> value == null).count());
    assertThat(bound(icebergType, file.lowerBounds().get(1))).isEqualTo(lower);
    assertThat(bound(icebergType, file.upperBounds().get(1))).isEqualTo(upper);
  }

  private static @Nullable Object bound(Type type, @Nullable ByteBuffer bytes) {
    if (bytes == null) {
      return null;
    }
    Object value = Conversions.fromByteBuffer(type, bytes);
    return value instanceof CharSequence ? value.toString() : value;
  }

  private DataFile write(DataType type, List<Object> values) throws IOException {
    Table table = Lake.table("t", type);
    Lake lake = new Lake(directory);
    lake.store.create(table);
    List<Object[]> rows = new ArrayList<>();
    values.forEach(value -> rows.add(new Object[] {value}));
    return ((StagedFiles) lake.stage(table, rows)).files().get(0);
  }

  @Test
  void nansAreCounted() throws IOException {
    DataFile file = write(Scalar.DOUBLE, list(Double.NaN, 1.0, null, Double.NaN));
    assertThat(file.nanValueCounts()).containsEntry(1, 2L);
  }

  @Test
  void fileMetricsCoverAllRowGroupsAndOnlyThisFile() throws IOException {
    Table table = Lake.table("t", Scalar.DOUBLE, Scalar.STRING);
    Lake lake = new Lake(directory, new WriterSettings(1 << 20, 40_000, 4));
    lake.store.create(table);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      rows.add(new Object[] {(double) i, "some text that fills row groups " + i});
    }
    List<DataFile> files = ((StagedFiles) lake.stage(table, rows)).files();
    assertThat(files).hasSizeGreaterThan(1);
    double next = 0;
    for (DataFile file : files) {
      assertThat(bound(Types.DoubleType.get(), file.lowerBounds().get(1)))
          .isEqualTo(next == 0 ? -0.0 : next);
      next += file.recordCount();
      assertThat(bound(Types.DoubleType.get(), file.upperBounds().get(1))).isEqualTo(next - 1);
      assertThat(file.splitOffsets()).startsWith(4L);
      assertThat(file.fileSizeInBytes()).isEqualTo(Files.size(Path.of(file.location())));
      assertThat(file.columnSizes().get(1)).isPositive();
    }
    assertThat(next).isEqualTo(200_000);
  }

  @Test
  void loadIdHasBoundsOfItsOwn() throws IOException {
    DataFile file = write(Scalar.INT, list(1));
    assertThat(bound(Types.LongType.get(), file.lowerBounds().get(LoadIdColumn.FIELD_ID)))
        .isEqualTo(1L);
  }

  @Test
  void filtersSkipNothingTheyNeed() throws IOException {
    Table table = Lake.table("t", Scalar.BIGINT, Scalar.STRING, Scalar.DOUBLE, new Decimal(30, 3));
    Lake lake = new Lake(directory, new WriterSettings(1 << 20, 100 << 20, 4));
    lake.store.create(table);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      Object value = i % 11 == 0 ? null : (double) i / 8;
      rows.add(
          new Object[] {(long) i, "key " + (i / 1000), value, BigDecimal.valueOf(i - 100_000L, 3)});
    }
    String path = lake.stage(table, rows).paths().get(0);
    assertThat(count(path, "c1 BETWEEN 70000 AND 70009")).isEqualTo("10");
    assertThat(count(path, "c2 = 'key 77'")).isEqualTo("1000");
    assertThat(count(path, "c2 >= 'key 99'")).isEqualTo("1000");
    assertThat(count(path, "c3 >= 24999")).isEqualTo("8");
    assertThat(count(path, "c3 IS NULL")).isEqualTo("18182");
    assertThat(count(path, "c4 = 99.999")).isEqualTo("1");
    assertThat(count(path, "c4 < -99.998")).isEqualTo("2");
    assertThat(
            Integer.parseInt(
                DuckDb.one(
                    "SELECT count(DISTINCT row_group_id) FROM parquet_metadata('" + path + "')")))
        .isGreaterThan(3);
  }

  private static String count(String path, String where) {
    return DuckDb.one("SELECT count(*) FROM read_parquet('" + path + "') WHERE " + where);
  }
}
