package plimsoll.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;
import plimsoll.access.UserName;
import plimsoll.config.Settings;
import plimsoll.query.ResultColumn;
import plimsoll.query.ResultText;
import plimsoll.server.session.SqlSession;
import plimsoll.server.session.StatementResult;
import plimsoll.storage.Storage;
import plimsoll.storage.local.LocalStorage;

/** A data directory, by our queries and by Iceberg's own catalog and reader. */
final class LoadedTables implements AutoCloseable {
  final Plimsoll plimsoll;
  private final Path directory;
  final SqlSession session;
  private final JdbcCatalog catalog = new JdbcCatalog();

  LoadedTables(Path directory) {
    this(directory, new LocalStorage());
  }

  /** One worker, so that row groups stay in their order. */
  LoadedTables(Path directory, Storage storage) {
    this(directory, storage, Map.of("load_workers", "1"));
  }

  LoadedTables(Path directory, Storage storage, Map<String, String> settings) {
    this.directory = directory;
    plimsoll = Plimsoll.open(directory, Settings.of(settings), storage);
    session = session();
    catalog.setConf(new Configuration());
    catalog.initialize(
        "plimsoll",
        Map.of(
            "uri",
            "jdbc:sqlite:" + directory.resolve("metastore.db"),
            "warehouse",
            directory.resolve("warehouse").toString(),
            "jdbc.schema-version",
            "V1"));
    run("CREATE DATABASE demo", "USE demo");
  }

  SqlSession session() {
    return new SqlSession(plimsoll.sqlServices(name -> name), UserName.ROOT, "local");
  }

  LoadedTables run(String... statements) {
    for (String statement : statements) {
      session.execute(statement).close();
    }
    return this;
  }

  /** Loads a file; gives how many rows came. */
  long load(Path file, String table, String options) {
    String statement =
        "LOAD DATA INFILE '" + file + "' INTO TABLE " + table + " OPTIONS (mode='append'" + options;
    try (StatementResult result = session.execute(statement + ")")) {
      return ((StatementResult.Done) result).affectedRows();
    }
  }

  List<List<String>> rows(String query) {
    try (StatementResult.Rows result = (StatementResult.Rows) session.execute(query)) {
      List<List<String>> rows = new ArrayList<>();
      for (Object[] row = result.cursor().next(); row != null; row = result.cursor().next()) {
        rows.add(texts(row, result.columns()));
      }
      return rows;
    }
  }

  private static List<String> texts(Object[] row, List<ResultColumn> columns) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < row.length; i++) {
      texts.add(row[i] == null ? "NULL" : ResultText.of(row[i], columns.get(i).type()));
    }
    return texts;
  }

  private Table stock(String table) {
    return catalog.loadTable(TableIdentifier.of("demo", table));
  }

  /** All rows of a table by Iceberg's own reader, in the order of their first column. */
  List<String> stockRows(String table) {
    try (CloseableIterable<Record> records = IcebergGenerics.read(stock(table)).build()) {
      Map<Long, String> rows = new TreeMap<>();
      for (Record record : records) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < record.size(); i++) {
          values.add(String.valueOf(text(record.get(i))));
        }
        rows.put(((Number) record.get(0)).longValue(), values.toString());
      }
      return List.copyOf(rows.values());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object text(Object value) {
    return value instanceof ByteBuffer bytes ? hex(bytes.duplicate()) : value;
  }

  private static String hex(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return HexFormat.of().formatHex(copy);
  }

  /** The data files of a table. */
  List<DataFile> dataFiles(String table) {
    try (CloseableIterable<FileScanTask> tasks =
        stock(table).newScan().includeColumnStats().planFiles()) {
      List<DataFile> files = new ArrayList<>();
      tasks.forEach(task -> files.add(task.file().copy()));
      files.sort(Comparator.comparing(DataFile::location));
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Path> paths(String table) {
    return dataFiles(table).stream().map(file -> Path.of(file.location())).toList();
  }

  /** What the manifest says of the one file of a table: counts and bounds of each column. */
  List<String> metrics(String table) {
    Table stock = stock(table);
    DataFile file = dataFiles(table).get(0);
    List<String> metrics = new ArrayList<>();
    for (NestedField field : stock.schema().columns()) {
      int id = field.fieldId();
      metrics.add(
          field.name()
              + " values "
              + file.valueCounts().get(id)
              + " nulls "
              + file.nullValueCounts().get(id)
              + " nans "
              + (file.nanValueCounts() == null ? null : file.nanValueCounts().get(id))
              + " from "
              + bound(field, file.lowerBounds().get(id))
              + " to "
              + bound(field, file.upperBounds().get(id)));
    }
    return metrics;
  }

  private static Object bound(NestedField field, @Nullable ByteBuffer bound) {
    return bound == null ? "nothing" : text(Conversions.fromByteBuffer(field.type(), bound));
  }

  /** All Parquet files in the warehouse, whether a table names them or not. */
  List<Path> filesOnDisk() {
    try (Stream<Path> files = Files.walk(directory.resolve("warehouse"))) {
      return files.filter(path -> path.toString().endsWith(".parquet")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    catalog.close();
    plimsoll.close();
  }

  /** Runs a statement in a DuckDB of its own. */
  static void duckDb(String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
