package plimsoll.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The peer: DuckDB in this process, with all its threads and the types given, so it need not guess.
 */
final class DuckDb implements Closeable {
  private final Connection connection;

  DuckDb(Path temporary) throws IOException {
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:");
      run("SET preserve_insertion_order = false"); // its faster setting for this
      run("SET memory_limit = '2GB'");
      run("SET temp_directory = '" + temporary + "'");
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /** CSV to Parquet, ZSTD level 1. */
  void copy(Path csv, Path parquet) throws IOException {
    run(
        "COPY (SELECT * FROM "
            + readCsv(csv)
            + ") TO '"
            + parquet
            + "' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)");
  }

  /** The file as a table expression. */
  static String readCsv(Path csv) {
    String columns =
        LineitemFile.COLUMNS.stream()
            .map(column -> "'" + column.name() + "': '" + column.type() + "'")
            .collect(Collectors.joining(", "));
    return "read_csv('" + csv + "', delim = '|', header = false, columns = {" + columns + "})";
  }

  private void run(String sql) throws IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /** Rows as text, NULL as {@code "NULL"}. */
  List<List<String>> query(String sql) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int width = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
          row.add(String.valueOf(result.getString(i)).replaceFirst("^null$", "NULL"));
        }
        rows.add(row);
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
    return rows;
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
