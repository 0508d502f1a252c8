package plimsoll.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.lake.Lake;
import plimsoll.lake.Rows;
import plimsoll.model.Batch;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.PartitionField;
import plimsoll.model.PartitionField.Transform;
import plimsoll.model.Table;
import plimsoll.model.TableWork.Mode;
import plimsoll.pipeline.write.StoreWriter;

/** Rows of more partitions than may be open: few files, every row, nothing left behind. */
class ScatteredPartitionsTest {
  private static final WriterSettings TINY = new WriterSettings(1 << 19, 1 << 20, 4);

  @TempDir Path directory;

  @Test
  void rowsOverManyPartitionsMakeOneFileForEach() throws IOException {
    int partitions = 2_000;
    Random random = new Random(5);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      rows.add(new Object[] {(long) random.nextInt(partitions), (long) i});
    }
    Table table = table(Scalar.BIGINT);
    Lake lake = new Lake(directory, new WriterSettings(4 << 20, 1 << 20, 64));
    assertThat(load(lake, table, rows)).hasSize(partitions);
    assertThat(spills()).isEmpty();
  }

  /** Against a plain map of partitions, with every type and buffers that are full all the time. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void anyMixOfPartitionsComesBackInOrderOfItsRows(int seed) throws IOException {
    Random random = new Random(seed);
    Table table =
        table(
            Scalar.STRING,
            Scalar.INT,
            Scalar.DOUBLE,
            Scalar.BOOLEAN,
            Scalar.FLOAT,
            new DataType.Decimal(30, 2),
            Scalar.BIGINT);
    int partitions = 1 + random.nextInt(60);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 30_000; i++) {
      rows.add(row(random, partition(random, seed, i, partitions), i));
    }
    Lake lake = new Lake(directory, TINY);
    List<DataFile> files = load(lake, table, rows);
    Map<Object, Integer> ofPartition = new HashMap<>();
    files.forEach(file -> ofPartition.merge(file.partition().get(0, Long.class), 1, Integer::sum));
    assertThat(ofPartition.values())
        .allMatch(count -> count <= 4); // full ones, and at most two more
    assertThat(spills()).isEmpty();
  }

  /** Even, skewed, in sorted stretches, or changing from one batch to the next. */
  private static long partition(Random random, int seed, int row, int partitions) {
    return switch (seed % 4) {
      case 0 -> random.nextInt(partitions);
      case 1 -> (long) Math.abs(random.nextGaussian() * partitions / 4);
      case 2 -> row / 400;
      default -> random.nextInt(1 + row / Batch.CAPACITY * 7);
    };
  }

  private static Object[] row(Random random, long partition, int number) {
    Object[] row = {
      partition,
      "text " + "x".repeat(random.nextInt(200)) + number,
      random.nextInt(),
      random.nextDouble(),
      random.nextBoolean(),
      random.nextFloat(),
      new BigDecimal(random.nextLong()).multiply(BigDecimal.TEN.pow(9)).setScale(2),
      (long) number
    };
    for (int i = 1; i < row.length - 1; i++) {
      row[i] = random.nextInt(5) == 0 ? null : row[i];
    }
    return row;
  }

  @Test
  void partitionsThatComeOneAfterTheOtherAreWrittenAtOnce() throws IOException {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 40 * 8 * Batch.CAPACITY; i += 8) {
      rows.add(new Object[] {(long) i / (8 * Batch.CAPACITY), (long) i});
    }
    Table table = table(Scalar.BIGINT);
    Lake lake = new Lake(directory, new WriterSettings(8 << 20, 1 << 20, 4));
    try (StoreWriter writer = lake.store.writer(table, 1, "1-1-0")) {
      for (int from = 0; from < rows.size(); from += Batch.CAPACITY / 8) {
        int to = Math.min(rows.size(), from + Batch.CAPACITY / 8);
        writer.write(Rows.batch(table.schema(), rows.subList(from, to)));
        assertThat(spills()).isEmpty();
      }
      assertThat(writer.finish().paths()).hasSize(40);
    }
  }

  @Test
  void fullDiskIsToldAndLeavesNothing() throws IOException {
    Table table = table(Scalar.BIGINT);
    for (int creates = 0; creates < 12; creates++) {
      Lake lake = new Lake(directory.resolve("disk-" + creates), TINY);
      lake.storage.createsLeft = creates;
      assertThatThrownBy(() -> stageScattered(lake, table)).hasMessageContaining("No space left");
      assertThat(files(directory.resolve("disk-" + creates))).isEmpty();
    }
  }

  @Test
  void whatCanBeRemovedIsRemovedThoughOneFileCannot() throws IOException {
    Table table = table(Scalar.BIGINT);
    Lake lake = new Lake(directory, TINY);
    StoreWriter writer = lake.store.writer(table, 1, "1-1-0");
    writeScattered(writer, table);
    writer.flush();
    assertThat(files(directory)).hasSizeGreaterThan(3);
    lake.storage.failingDeletes = 2;
    assertThatThrownBy(writer::close)
        .hasMessageStartingWith("cannot delete")
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
    assertThat(files(directory)).hasSize(2);
  }

  @Test
  void nextStartRemovesWaitingRowsOfADeadProcess() throws IOException {
    Table table = table(Scalar.BIGINT);
    Lake lake = new Lake(directory, TINY);
    lake.store.create(table);
    StoreWriter dead = lake.store.writer(table, 1, "1-1-0");
    writeScattered(dead, table);
    StoreWriter alive = lake.store.writer(table, 2, "2-1-0");
    writeScattered(alive, table);
    assertThat(spills()).hasSize(2);
    lake.open(2).sweepScratch(2);
    assertThat(spills()).hasSize(1);
    alive.close();
    assertThat(spills()).isEmpty();
    dead.close();
  }

  private static void stageScattered(Lake lake, Table table) throws IOException {
    try (StoreWriter writer = lake.store.writer(table, 1, "1-1-0")) {
      writeScattered(writer, table);
      writer.finish();
    }
  }

  private static void writeScattered(StoreWriter writer, Table table) throws IOException {
    for (int batch = 0; batch < 20; batch++) {
      List<Object[]> rows = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        rows.add(new Object[] {(long) i % 40, (long) i});
      }
      writer.write(Rows.batch(table.schema(), rows));
    }
  }

  /** Loads the rows, and compares each partition with its rows in their order. */
  private List<DataFile> load(Lake lake, Table table, List<Object[]> rows) throws IOException {
    String location = lake.store.create(table).to();
    StagedFiles staged = (StagedFiles) lake.stage(table, rows);
    location = lake.commit(table, location, lake.work(table, Mode.APPEND, staged));
    int last = table.schema().size() - 1;
    List<List<Object>> found = new ArrayList<>(Lake.values(location));
    found.sort(Comparator.comparing(row -> (Long) row.get(last)));
    assertThat(found).isEqualTo(rows.stream().map(Arrays::asList).toList());
    return staged.files();
  }

  private List<Path> spills() throws IOException {
    return files(directory).stream().filter(path -> path.toString().endsWith(".rows")).toList();
  }

  private static List<Path> files(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** Partitioned by its first column, a number. */
  private static Table table(DataType... others) {
    List<DataType> types = new ArrayList<>(List.of(Scalar.BIGINT));
    types.addAll(List.of(others));
    Table plain = Lake.table("t", types.toArray(DataType[]::new));
    return new Table(
        UUID.randomUUID(),
        plain.name(),
        plain.schema(),
        Table.KeyKind.NONE,
        List.of(),
        List.of(new PartitionField("c1", Transform.IDENTITY, null)),
        "",
        Map.of());
  }
}
