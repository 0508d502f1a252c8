package plimsoll.online;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Schema;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.online.key.IndexKey;
import plimsoll.online.store.OnlineMemory;
import plimsoll.online.store.OnlineRows;
import plimsoll.online.store.OnlineStore;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;
import plimsoll.online.write.OnlineWriter;
import plimsoll.online.write.StagedLoad;
import plimsoll.pipeline.write.StoreWriter;
import plimsoll.storage.local.LocalStorage;

/** A store in a directory, and what tests do with it. */
public final class Online implements AutoCloseable {
  public static final OnlineMemory MEMORY = new OnlineMemory(4 << 20, 1 << 20);

  /** Key, second key, time, text. */
  public static final Schema SCHEMA =
      schema(
          DataType.Scalar.STRING,
          DataType.Scalar.INT,
          DataType.Scalar.BIGINT,
          DataType.Scalar.STRING);

  private final Path directory;
  private final OnlineStore.Sizes sizes;
  public OnlineStore store;
  private long loads;

  public Online(Path directory, OnlineStore.Sizes sizes) throws IOException {
    this(directory, sizes, 0);
  }

  /** Loads are numbered from there. */
  public Online(Path directory, OnlineStore.Sizes sizes, long loads) throws IOException {
    this.loads = loads;
    this.directory = directory;
    this.sizes = sizes;
    store = open();
  }

  private OnlineStore open() throws IOException {
    return OnlineStore.open(new LocalStorage(), directory, MEMORY, sizes);
  }

  public void reopen() throws IOException {
    store.close();
    store = open();
  }

  public static Schema schema(DataType... types) {
    List<Column> columns = new ArrayList<>();
    for (DataType type : types) {
      columns.add(Column.of(columns.size() + 1, "c" + (columns.size() + 1), type));
    }
    return new Schema(columns).numbered();
  }

  public static OnlineTable table(Schema schema, OnlineIndex... indexes) {
    Table table = Table.of(UUID.randomUUID(), new TableName("db", "t"), schema);
    return new OnlineTable(table, List.of(indexes));
  }

  /** Those rows, dealt to some workers, ready to be published. */
  public StagedLoad stage(
      OnlineTable table, List<List<Object>> rows, int workers, long arrival, boolean putIfAbsent)
      throws IOException {
    long load = ++loads;
    List<Staged> staged = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      int from = rows.size() * worker / workers;
      int to = rows.size() * (worker + 1) / workers;
      OnlineWriter.Load of = new OnlineWriter.Load(table, load, worker, arrival);
      try (StoreWriter writer = store.writer(of, "1-" + load + "-" + worker, putIfAbsent)) {
        for (int at = from; at < to; at += 3) {
          writer.write(batch(table.schema(), rows.subList(at, Math.min(to, at + 3))));
        }
        staged.add(writer.finish());
      }
    }
    return store.prepare(load, staged, "1-" + load, putIfAbsent);
  }

  public static Batch batch(Schema schema, List<List<Object>> rows) {
    return Rows.batch(schema, rows.stream().map(List::toArray).toList());
  }

  public static IndexKey key(OnlineTable table, int index, List<Object> values) {
    Schema keys = IndexKey.schema(table.schema(), table.indexes().get(index));
    return IndexKey.of(batch(keys, List.of(values)), 0);
  }

  /** All rows that a read shows. */
  public List<List<Object>> read(
      OnlineTable table, int index, List<Object> key, long from, long to, long now)
      throws IOException {
    IndexKey of = key == null ? null : key(table, index, key);
    try (OnlineRows rows = store.read(table, index, of, from, to, -1, now)) {
      return all(table, rows);
    }
  }

  public static List<List<Object>> all(OnlineTable table, OnlineRows rows) throws IOException {
    List<List<Object>> read = new ArrayList<>();
    Batch batch = Batch.allocate(table.schema());
    while (rows.next(batch)) {
      for (int row = 0; row < batch.rows(); row++) {
        read.add(Rows.row(batch, row));
      }
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
