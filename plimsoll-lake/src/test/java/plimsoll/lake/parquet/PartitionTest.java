package plimsoll.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import plimsoll.lake.Lake;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.PartitionField;
import plimsoll.model.PartitionField.Transform;
import plimsoll.model.Table;
import plimsoll.model.TableWork.Mode;

/** Rows land in the partition that Iceberg computes for them, whatever the type and transform. */
class PartitionTest {
  @TempDir Path directory;

  static Stream<Arguments> transforms() {
    IntFunction<Object> dates = i -> LocalDate.of(1969, 11, 1).plusDays(i * 17L);
    IntFunction<Object> times = i -> LocalDateTime.of(1969, 12, 30, 22, 30).plusMinutes(i * 47L);
    IntFunction<Object> texts = i -> List.of("", "äöü", "a/b*c", "日本語", "😀x", "plain").get(i % 6);
    IntFunction<Object> longs = i -> (long) i * 7_919 - 100_000;
    IntFunction<Object> ints = i -> i % 40 - 20;
    IntFunction<Object> decimals = i -> BigDecimal.valueOf(i * 33L - 3_000, 2);
    IntFunction<Object> wide =
        i -> new BigDecimal("1234567890123456789012").add(BigDecimal.valueOf(i % 9));
    return Stream.of(
        Arguments.of(Scalar.INT, Transform.IDENTITY, null, ints),
        Arguments.of(Scalar.INT, Transform.BUCKET, 7, ints),
        Arguments.of(Scalar.INT, Transform.TRUNCATE, 10, ints),
        Arguments.of(Scalar.BIGINT, Transform.BUCKET, 16, longs),
        Arguments.of(Scalar.BIGINT, Transform.TRUNCATE, 100_000, longs),
        Arguments.of(
            Scalar.BOOLEAN, Transform.IDENTITY, null, (IntFunction<Object>) i -> i % 2 == 0),
        Arguments.of(
            Scalar.DATE,
            Transform.IDENTITY,
            null,
            (IntFunction<Object>) i -> LocalDate.of(1969, 12, 25).plusDays(i % 20)),
        Arguments.of(
            Scalar.DATE,
            Transform.DAY,
            null,
            (IntFunction<Object>) i -> LocalDate.of(1969, 12, 25).plusDays(i % 20)),
        Arguments.of(Scalar.DATE, Transform.MONTH, null, dates),
        Arguments.of(Scalar.DATE, Transform.YEAR, null, dates),
        Arguments.of(Scalar.DATE, Transform.BUCKET, 5, dates),
        Arguments.of(Scalar.DATETIME, Transform.HOUR, null, times),
        Arguments.of(Scalar.DATETIME, Transform.DAY, null, times),
        Arguments.of(Scalar.DATETIME, Transform.MONTH, null, times),
        Arguments.of(Scalar.DATETIME, Transform.YEAR, null, times),
        Arguments.of(Scalar.STRING, Transform.IDENTITY, null, texts),
        Arguments.of(Scalar.STRING, Transform.BUCKET, 4, texts),
        Arguments.of(Scalar.STRING, Transform.TRUNCATE, 2, texts),
        Arguments.of(new Decimal(10, 2), Transform.TRUNCATE, 1000, decimals),
        Arguments.of(new Decimal(10, 2), Transform.BUCKET, 6, decimals),
        Arguments.of(new Decimal(30, 0), Transform.IDENTITY, null, wide));
  }

  @ParameterizedTest(name = "{1} of {0}")
  @MethodSource("transforms")
  void rowsLieInThePartitionThatIcebergComputes(
      DataType type, Transform transform, Integer width, IntFunction<Object> values)
      throws IOException {
    Table table = partitioned(List.of(new PartitionField("c1", transform, width)), type);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      rows.add(new Object[] {i % 50 == 0 ? null : values.apply(i), (long) i});
    }
    check(table, rows, WriterSettings.DEFAULT);
  }

  @Test
  void severalFieldsMakeOnePartitionEach() throws IOException {
    Table table =
        partitioned(
            List.of(
                new PartitionField("c1", Transform.MONTH, null),
                new PartitionField("c2", Transform.BUCKET, 3)),
            Scalar.DATE);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      rows.add(new Object[] {LocalDate.of(2020, 1, 1).plusDays(i % 100), (long) i});
    }
    assertThat(check(table, rows, WriterSettings.DEFAULT)).hasSize(12);
  }

  @Test
  void openFilesAndMemoryAreBounded() throws IOException {
    Table table =
        partitioned(List.of(new PartitionField("c2", Transform.TRUNCATE, 10)), Scalar.STRING);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      rows.add(new Object[] {"text " + i, (long) (i * 31 % 1000)});
    }
    assertThat(check(table, rows, new WriterSettings(1 << 16, 1 << 20, 8))).hasSize(100);
  }

  private static Table partitioned(List<PartitionField> fields, DataType type) {
    Table plain = Lake.table("t", type, Scalar.BIGINT);
    return new Table(
        UUID.randomUUID(),
        plain.name(),
        plain.schema(),
        Table.KeyKind.NONE,
        List.of(),
        fields,
        "",
        Map.of());
  }

  /** Writes, reads back, and compares each file's partition with Iceberg's own key of its rows. */
  private List<DataFile> check(Table table, List<Object[]> rows, WriterSettings settings)
      throws IOException {
    Lake lake = new Lake(directory, settings);
    String location = lake.store.create(table).to();
    StagedFiles staged = (StagedFiles) lake.stage(table, rows);
    location = lake.commit(table, location, lake.work(table, Mode.APPEND, staged));
    assertThat(new HashSet<>(Lake.values(location)))
        .isEqualTo(new HashSet<>(rows.stream().map(Arrays::asList).toList()));
    assertThat(staged.rows()).isEqualTo(rows.size());
    for (DataFile file : staged.files()) {
      assertRowsBelong(Lake.stock(location), file);
      assertThat(file.location()).matches("[^*?\\[]+\\.parquet");
    }
    return staged.files();
  }

  private static void assertRowsBelong(org.apache.iceberg.Table stock, DataFile file)
      throws IOException {
    PartitionKey key = new PartitionKey(stock.spec(), stock.schema());
    InternalRecordWrapper internal = new InternalRecordWrapper(stock.schema().asStruct());
    try (CloseableIterable<Record> rows = Lake.readFile(stock, file)) {
      for (Record row : rows) {
        key.partition(internal.wrap(row));
        assertThat(stock.spec().partitionToPath(key))
            .isEqualTo(stock.spec().partitionToPath(file.partition()));
      }
    }
  }
}
