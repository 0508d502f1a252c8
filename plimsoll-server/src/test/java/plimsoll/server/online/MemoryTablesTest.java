package plimsoll.server.online;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.error.ErrorCode;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.OnlineChange;
import plimsoll.model.OnlineOptions;
import plimsoll.model.OnlineProgress;
import plimsoll.model.Schema;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.model.Table.KeyKind;
import plimsoll.model.TableName;
import plimsoll.model.Vector;
import plimsoll.online.RocksOnline;
import plimsoll.online.store.OnlineMemory;
import plimsoll.pipeline.write.OnlineSide;
import plimsoll.pipeline.write.StoreWriter;
import plimsoll.storage.local.LocalStorage;

class MemoryTablesTest {
  private static final int FEW = 10;
  private static final int MANY = 40_000; // more than a batch of small loads holds

  @TempDir private Path directory;
  private final Table memory = table("m", Map.of(OnlineOptions.STORAGE_MODE, "Memory"));
  private final Table disk = table("d", Map.of(OnlineOptions.STORAGE_MODE, "SSD"));
  private final Table undeclared = table("u", Map.of());
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger steps = new AtomicInteger();
  private RocksOnline online;
  private MemoryTables tables;
  private long number;
  private long decided;

  private static Table table(String name, Map<String, String> options) {
    Map<String, String> properties = new java.util.HashMap<>();
    options.forEach((word, value) -> properties.put(OnlineOptions.PREFIX + word, value));
    return new Table(
        UUID.randomUUID(),
        new TableName("demo", name),
        new Schema(List.of(Column.of(1, "k", DataType.Scalar.BIGINT))),
        KeyKind.NONE,
        List.of(),
        List.of(),
        "",
        properties);
  }

  @BeforeEach
  void open() {
    online =
        new RocksOnline(
            new LocalStorage(),
            directory.resolve("online"),
            OnlineMemory.DEFAULT,
            () -> new OnlineProgress(0, decided));
    tables =
        new MemoryTables(
            () -> {
              asked.incrementAndGet();
              return List.of(memory, disk, undeclared);
            },
            online);
  }

  @AfterEach
  void close() throws IOException {
    online.close();
  }

  private void load(Table table, int rows) throws IOException {
    number++;
    OnlineSide.Load load = new OnlineSide.Load(table, number, 1, false);
    Staged staged;
    try (StoreWriter writer = online.writer(load, 0, "1-" + number + "-0")) {
      Batch batch = Batch.allocate(table.schema());
      Vector.Longs keys = (Vector.Longs) batch.column(0);
      for (int row = 0; row < rows; row++) {
        keys.values[batch.rows()] = row;
        batch.rows(batch.rows() + 1);
        if (batch.rows() == 1000 || row == rows - 1) {
          writer.write(batch);
          batch.rows(0);
        }
      }
      staged = writer.finish();
    }
    String text = online.prepare(load, List.of(staged), "1-" + number).text();
    OnlineChange change =
        new OnlineChange(number, table.id(), OnlineChange.Kind.LOAD, number, text);
    decided = number;
    online.apply(List.of(change), id -> Optional.of(table));
  }

  private int steps() {
    steps.set(0);
    tables.readAhead(() -> steps.incrementAndGet() > 0);
    return steps.get();
  }

  @Test
  void tablesInMemoryAreReadOnceAfterAStartAndOthersNot() throws IOException {
    load(disk, FEW);
    load(undeclared, FEW);
    assertThat(steps()).isZero();
    assertThat(asked).hasValue(1);
    load(memory, FEW);
    online.close();
    open();
    assertThat(steps()).isPositive();
    assertThat(steps()).isZero();
    assertThat(asked).hasValue(2);
  }

  @Test
  void aLoadOfFilesIsReadAgainAndASmallOneNot() throws IOException {
    load(memory, FEW);
    assertThat(steps()).isPositive();
    load(memory, FEW);
    assertThat(steps()).isZero();
    load(disk, MANY);
    assertThat(steps()).isZero();
    load(memory, MANY);
    assertThat(steps()).isGreaterThan(MANY / 1000);
    assertThat(steps()).isZero();
  }

  @Test
  void itEndsWhenToldTo() throws IOException {
    load(memory, MANY);
    tables.readAhead(() -> steps.incrementAndGet() < 3);
    assertThat(steps).hasValue(3);
  }

  @Test
  void withoutTablesInMemoryTheStoreIsNotOpened() {
    MemoryTables none = new MemoryTables(() -> List.of(disk, undeclared), online);
    none.readAhead(() -> true);
    assertThat(directory.resolve("online")).doesNotExist();
  }

  @Test
  void whatFailsEndsNothingAndIsTriedAgain() throws IOException {
    load(memory, FEW);
    MemoryTables failing =
        new MemoryTables(
            () -> {
              if (asked.incrementAndGet() == 1) {
                throw ErrorCode.METASTORE_FAILED.with("it is gone");
              }
              return List.of(memory);
            },
            online);
    failing.readAhead(() -> steps.incrementAndGet() > 0);
    assertThat(steps).hasValue(0);
    failing.readAhead(() -> steps.incrementAndGet() > 0);
    assertThat(steps.get()).isPositive();
  }

  @Test
  void aClosedStoreIsLeftAlone() throws IOException {
    load(memory, FEW);
    online.close();
    assertThat(steps()).isZero();
  }
}
