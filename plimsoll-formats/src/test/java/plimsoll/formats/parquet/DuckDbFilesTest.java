package plimsoll.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.model.Column;
import plimsoll.model.DataTypes;
import plimsoll.model.Schema;

/** Files of another writer, in each way that it writes them. */
class DuckDbFilesTest {
  private static final List<String> COLUMNS =
      List.of(
          "id BIGINT",
          "tiny TINYINT",
          "small SMALLINT",
          "huge LARGEINT",
          "flag BOOLEAN",
          "price DECIMAL(15, 2)",
          "wide DECIMAL(38, 10)",
          "day DATE",
          "made DATETIME",
          "score DOUBLE",
          "ratio FLOAT",
          "few STRING",
          "many STRING",
          "raw VARBINARY",
          "code STRING");

  private static final String ROWS =
      """
      SELECT i AS id,
        CASE WHEN i % 5 <> 0 THEN (i % 200 - 100)::TINYINT END AS tiny,
        (i % 60000 - 30000)::SMALLINT AS small,
        (i * 1000000007)::UBIGINT AS huge,
        CASE WHEN i % 7 <> 0 THEN i % 3 = 0 END AS flag,
        (i * 7 % 1000003)::DECIMAL(15, 2) / 4 AS price_,
        CAST(i * 7 % 1000003 AS DECIMAL(15, 2)) AS price,
        CAST(i AS DECIMAL(28, 10)) * CAST(-12345678 AS DECIMAL(10, 0)) AS wide,
        CASE WHEN i % 11 <> 0 THEN DATE '1990-01-01' + (i % 20000)::INT END AS day,
        TIMESTAMP '2001-02-03 04:05:06.789012' + to_microseconds(i * 987654321) AS made,
        i / 7.0::DOUBLE AS score,
        (i / 3.0)::FLOAT AS ratio,
        'group ' || (i % 17) AS few,
        CASE WHEN i % 13 <> 0 THEN repeat('ü' || i, (i % 20)::INT) END AS many,
        encode('x' || i) AS raw,
        uuid_of(i) AS code
      FROM range(20000) r(i)
      """;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COMPRESSION snappy",
        "COMPRESSION zstd, ROW_GROUP_SIZE 4096",
        "COMPRESSION lz4_raw",
        "COMPRESSION gzip, PARQUET_VERSION V2",
        "COMPRESSION uncompressed, PARQUET_VERSION V2, DICTIONARY_SIZE_LIMIT 1",
        "COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 1"
      })
  void everyRowIsAsItWasWritten(String how) throws SQLException, IOException {
    Path file = directory.resolve("t.parquet");
    List<List<String>> expected = new ArrayList<>();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          "CREATE MACRO uuid_of(i) AS"
              + " printf('%08x-0000-4000-8000-%012x', i::BIGINT, (i * 31)::BIGINT)::UUID");
      statement.execute("CREATE TABLE t AS SELECT * EXCLUDE (price_) FROM (" + ROWS + ")");
      statement.execute("COPY t TO '" + file + "' (FORMAT parquet, " + how + ")");
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT id, tiny, small, huge, flag, price, wide::VARCHAR, day,"
                  + " replace(made::VARCHAR, ' ', 'T'), score, ratio, few, many,"
                  + " lower(hex(raw)), code FROM t ORDER BY id")) {
        while (rows.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= COLUMNS.size(); i++) {
            row.add(String.valueOf(rows.getString(i)));
          }
          expected.add(row);
        }
      }
    }
    Files files = Files.of(java.nio.file.Files.readAllBytes(file));
    Loaded loaded = Loaded.of(files, Loaded.table(new Schema(columns())));
    assertThat(loaded.rejects).isEmpty();
    assertThat(loaded.rows).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertSame(loaded.rows.get(i), expected.get(i));
    }
  }

  /** Numbers of floating point are compared as such, times without zeros at their end. */
  private static void assertSame(List<String> actual, List<String> expected) {
    for (int i = 0; i < COLUMNS.size(); i++) {
      String type = COLUMNS.get(i).split(" ", 2)[1];
      String name = COLUMNS.get(i) + " of row " + expected.get(0);
      switch (type) {
        case "DOUBLE" ->
            assertThat(Double.parseDouble(actual.get(i)))
                .as(name)
                .isEqualTo(Double.parseDouble(expected.get(i)));
        case "FLOAT" ->
            assertThat(Float.parseFloat(actual.get(i)))
                .as(name)
                .isEqualTo(Float.parseFloat(expected.get(i)));
        case "DATETIME" ->
            assertThat(java.time.LocalDateTime.parse(actual.get(i)))
                .as(name)
                .isEqualTo(java.time.LocalDateTime.parse(expected.get(i)));
        default -> assertThat(actual.get(i)).as(name).isEqualTo(expected.get(i));
      }
    }
  }

  private static List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (String column : COLUMNS) {
      String[] words = column.split(" ", 2);
      columns.add(Column.of(columns.size() + 1, words[0], DataTypes.parse(words[1])));
    }
    return columns;
  }
}
