package plimsoll.lake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import plimsoll.lake.iceberg.IcebergStore;
import plimsoll.lake.iceberg.SnapshotPins;
import plimsoll.lake.parquet.WriterSettings;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Label;
import plimsoll.model.PointerChange;
import plimsoll.model.Schema;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.model.TableWork;
import plimsoll.model.TableWork.Mode;
import plimsoll.pipeline.write.StoreWriter;

/** A store in a temporary directory with a pointer in memory, as a metastore would keep it. */
public final class Lake {
  public final RecordingStorage storage = new RecordingStorage();
  public final SnapshotPins pins = new SnapshotPins();
  public final String warehouse;
  public IcebergStore store;
  private final WriterSettings settings;
  private long loads;

  public Lake(Path directory) {
    this(directory, WriterSettings.DEFAULT);
  }

  public Lake(Path directory, WriterSettings settings) {
    this.settings = settings;
    warehouse = directory.resolve("warehouse").toString();
    store = open(1);
  }

  /** A later life of the server. */
  public IcebergStore open(long epoch) {
    store = new IcebergStore(storage, warehouse, () -> epoch, settings, pins);
    return store;
  }

  /** Nullable columns c1, c2, ... of those types. */
  public static Table table(String name, DataType... types) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      columns.add(Column.of(i + 1, "c" + (i + 1), types[i]));
    }
    return Table.of(UUID.randomUUID(), new TableName("db", name), new Schema(columns));
  }

  /** A table with that codec, one nullable column c1. */
  public static Table compressed(String codec, DataType type) {
    Table plain = table("t", type);
    return new Table(
        plain.id(),
        plain.name(),
        plain.schema(),
        Table.KeyKind.NONE,
        List.of(),
        List.of(),
        "",
        Map.of("compression", codec));
  }

  public Staged stage(Table table, List<Object[]> rows) throws IOException {
    long load = ++loads;
    try (StoreWriter writer = store.writer(table, load, "1-" + load + "-0")) {
      for (int from = 0; from < rows.size(); from += Batch.CAPACITY) {
        int to = Math.min(rows.size(), from + Batch.CAPACITY);
        writer.write(Rows.batch(table.schema(), rows.subList(from, to)));
      }
      return writer.finish();
    }
  }

  public TableWork work(Table table, Mode mode, Staged... staged) {
    return new TableWork(table, loads, Label.given("load-" + loads), mode, List.of(staged));
  }

  /** Stages, prepares and commits rows; gives the new location. */
  public String append(Table table, String location, List<Object[]> rows) throws IOException {
    return commit(table, location, work(table, Mode.APPEND, stage(table, rows)));
  }

  public String commit(Table table, String location, TableWork... work) throws IOException {
    PointerChange change = store.prepare(table, location, List.of(work));
    store.committed(change);
    return change.to();
  }

  /** The table as a stock Iceberg reader opens it. */
  public static org.apache.iceberg.Table stock(String location) {
    return new BaseTable(
        new StaticTableOperations(location, new HadoopFileIO(new Configuration())), "stock");
  }

  /** The rows of one data file by Iceberg's own reader. */
  public static CloseableIterable<Record> readFile(
      org.apache.iceberg.Table stock, org.apache.iceberg.DataFile file) {
    return Parquet.read(stock.io().newInputFile(file.location()))
        .project(stock.schema())
        .createReaderFunc(type -> GenericParquetReaders.buildReader(stock.schema(), type))
        .build();
  }

  /** All rows by Iceberg's own reader. */
  public static List<Record> read(String location) throws IOException {
    try (CloseableIterable<Record> rows = IcebergGenerics.read(stock(location)).build()) {
      List<Record> list = new ArrayList<>();
      rows.forEach(list::add);
      return list;
    }
  }

  /** All rows as lists of Java objects. */
  public static List<List<Object>> values(String location) throws IOException {
    List<List<Object>> values = new ArrayList<>();
    for (Record record : read(location)) {
      List<Object> row = new ArrayList<>();
      for (int i = 0; i < record.size(); i++) {
        row.add(record.get(i));
      }
      values.add(row);
    }
    return values;
  }
}
