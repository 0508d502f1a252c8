package plimsoll.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.lake.Lake;
import plimsoll.lake.Rows;
import plimsoll.model.Batch;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.PartitionField;
import plimsoll.model.PartitionField.Transform;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.model.TableWork.Mode;
import plimsoll.pipeline.write.StoreWriter;

/** A writer that is asked for memory gives it, and loses no row. */
class EarlyFlushTest {
  private static final int ROWS = 40 * Batch.CAPACITY;

  @TempDir Path directory;

  @Test
  void writerGivesMemoryBackAndGoesOn() throws IOException {
    Table table = Lake.table("t", Scalar.BIGINT, Scalar.BIGINT, Scalar.STRING);
    List<Object[]> rows = rows();
    Lake lake = new Lake(directory);
    String location = lake.store.create(table).to();
    Staged staged;
    try (StoreWriter writer = lake.store.writer(table, 1, "1-1-0")) {
      write(writer, table, rows.subList(0, ROWS / 2));
      long before = writer.bufferedBytes();
      writer.flush();
      long after = writer.bufferedBytes();
      assertThat(before - after).isGreaterThan(2 << 20);
      writer.flush();
      assertThat(writer.bufferedBytes()).as("nothing to give").isEqualTo(after);
      write(writer, table, rows.subList(ROWS / 2, ROWS));
      staged = writer.finish();
    }
    location = lake.commit(table, location, lake.work(table, Mode.APPEND, staged));
    assertThat(Lake.values(location)).isEqualTo(rows.stream().map(Arrays::asList).toList());
  }

  @Test
  void writerOfManyPartitionsEndsTheLargestFirst() throws IOException {
    Table plain = Lake.table("t", Scalar.BIGINT, Scalar.BIGINT, Scalar.STRING);
    Table table =
        new Table(
            UUID.randomUUID(),
            plain.name(),
            plain.schema(),
            Table.KeyKind.NONE,
            List.of(),
            List.of(new PartitionField("c1", Transform.BUCKET, 8)),
            "",
            Map.of());
    List<Object[]> rows = rows();
    Lake lake = new Lake(directory);
    String location = lake.store.create(table).to();
    Staged staged;
    try (StoreWriter writer = lake.store.writer(table, 1, "1-1-0")) {
      write(writer, table, rows.subList(0, ROWS / 2));
      long before = writer.bufferedBytes();
      writer.flush();
      assertThat(writer.bufferedBytes()).isBetween(1L, before / 2);
      write(writer, table, rows.subList(ROWS / 2, ROWS));
      staged = writer.finish();
    }
    assertThat(staged.paths()).hasSizeGreaterThan(8);
    location = lake.commit(table, location, lake.work(table, Mode.APPEND, staged));
    List<List<Object>> found = new ArrayList<>(Lake.values(location));
    found.sort(Comparator.comparing(row -> (Long) row.get(0)));
    assertThat(found).isEqualTo(rows.stream().map(Arrays::asList).toList());
  }

  private static void write(StoreWriter writer, Table table, List<Object[]> rows)
      throws IOException {
    for (int from = 0; from < rows.size(); from += Batch.CAPACITY) {
      int to = Math.min(rows.size(), from + Batch.CAPACITY);
      writer.write(Rows.batch(table.schema(), rows.subList(from, to)));
    }
  }

  private static List<Object[]> rows() {
    Random random = new Random(3);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(new Object[] {(long) i, random.nextLong(), "text " + random.nextLong()});
    }
    return rows;
  }
}
