package plimsoll.query;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Column;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.TableName;

/** Parquet files and an engine to query them. */
final class QueryFixture implements AutoCloseable {
  static final TableName CITIES = new TableName("demo", "cities");

  private static final int MEGABYTE = 1 << 20;

  final Path directory;
  final QueryEngine engine;

  QueryFixture(Path directory) {
    this.directory = directory;
    this.engine = new QueryEngine(settings(256));
  }

  QuerySettings settings(int megabytes) {
    return new QuerySettings(
        (long) megabytes * MEGABYTE, 64L * MEGABYTE, directory.resolve("spill"), 2);
  }

  /** Writes a Parquet file; {@code fieldIds} as DuckDB takes it, for example {@code a:1,b:2}. */
  String parquet(String name, String select, String fieldIds) throws SQLException {
    String path = directory.resolve(name).toString();
    try (Connection writer =
            new DuckDBDriver().connect("jdbc:duckdb:", new java.util.Properties());
        Statement statement = writer.createStatement()) {
      statement.execute(
          "COPY (" + select + ") TO '" + path + "' (FORMAT parquet, FIELD_IDS {" + fieldIds + "})");
    }
    return path;
  }

  /** demo.cities: id 1 to 3, name. */
  ScanFiles cities() throws SQLException {
    String file =
        parquet(
            "cities.parquet",
            "SELECT * FROM (VALUES (1, 'Oslo'), (2, 'Bergen'), (3, NULL)) t(id, name)",
            "id:1,name:2");
    return ScanFiles.of(CITIES, cityColumns(), List.of(file));
  }

  static List<Column> cityColumns() {
    return List.of(Column.of(1, "id", Scalar.INT), Column.of(2, "name", Scalar.STRING));
  }

  List<List<@Nullable Object>> rows(String sql, ScanFiles... scans) {
    return rows(engine, query(sql, scans));
  }

  static List<List<@Nullable Object>> rows(QueryEngine engine, Query query) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (QueryResult result = engine.run(query)) {
      for (Object[] row = result.next(); row != null; row = result.next()) {
        rows.add(Arrays.asList(row));
      }
    }
    return rows;
  }

  static Query query(String sql, ScanFiles... scans) {
    return new Query(sql, List.of(scans), Duration.ofSeconds(60));
  }

  @Override
  public void close() {
    engine.close();
  }
}
