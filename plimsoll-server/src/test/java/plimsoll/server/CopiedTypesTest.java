package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of every type, copied and written anew: nobody sees a difference. */
class CopiedTypesTest {
  private static final String COLUMNS =
      "(k BIGINT NOT NULL, bo BOOLEAN, ti TINYINT, si SMALLINT, n INT, bi BIGINT, li LARGEINT,"
          + " fl FLOAT, db DOUBLE, d9 DECIMAL(9, 2), d18 DECIMAL(18, 4), d38 DECIMAL(38, 9),"
          + " da DATE, dt DATETIME, vc VARCHAR(40), st STRING, vb VARBINARY, js JSON)";

  private static final String ROWS =
      "SELECT i AS k, i % 3 = 0 AS bo, (i % 256 - 128)::TINYINT AS ti, (i % 1000)::SMALLINT AS si,"
          + " (i * 7919 % 100000)::INT AS n, i * 1000003 AS bi, (i - 500)::DECIMAL(38, 0) AS li,"
          + " CASE WHEN i % 50 = 0 THEN 'NaN' ELSE i / 8 END::FLOAT AS fl,"
          + " CASE WHEN i % 70 = 0 THEN 'NaN' ELSE sqrt(i) END::DOUBLE AS db,"
          + " (i % 5000 / 100)::DECIMAL(9, 2) AS d9, (i / 16)::DECIMAL(18, 4) AS d18,"
          + " (i - 3.25)::DECIMAL(38, 9) AS d38, DATE '2000-01-01' + (i % 4000)::INT AS da,"
          + " TIMESTAMP '2020-01-01 00:00:00' + INTERVAL 1 SECOND * i AS dt,"
          + " 'täxt ' || i % 900 AS vc, repeat('länger ', i % 9) || i AS st,"
          + " encode('b' || i) AS vb, '{\"a\": ' || i || '}' AS js FROM range(30000) r(i)";

  @TempDir private Path directory;
  private LoadedTables tables;

  @BeforeEach
  void open() {
    tables = new LoadedTables(directory.resolve("data"));
  }

  @AfterEach
  void close() {
    tables.close();
  }

  /** Every seventh value of each column but the first. */
  private static String withNulls() {
    return "SELECT k, "
        + String.join(
            ", ",
            List.of(
                    "bo", "ti", "si", "n", "bi", "li", "fl", "db", "d9", "d18", "d38", "da", "dt",
                    "vc", "st", "vb", "js")
                .stream()
                .map(c -> "CASE WHEN hash('" + c + "', k) % 7 > 0 THEN " + c + " END AS " + c)
                .toList())
        + " FROM ("
        + ROWS
        + ")";
  }

  @ParameterizedTest
  @CsvSource({"ZSTD, V1", "SNAPPY, V1", "ZSTD, V2", "SNAPPY, V2"})
  void filesOfDuckDb(String codec, String version) {
    Path file = directory.resolve("in.parquet");
    LoadedTables.duckDb(
        "COPY ("
            + withNulls()
            + ") TO '"
            + file
            + "' (FORMAT parquet, CODEC "
            + codec
            + ", PARQUET_VERSION "
            + version
            + ", ROW_GROUP_SIZE 10240)");
    tables.run(
        "CREATE TABLE copied " + COLUMNS,
        "CREATE TABLE written " + COLUMNS + " PROPERTIES ('compression' = 'none')");
    assertThat(tables.load(file, "copied", "")).isEqualTo(30_000);
    assertThat(tables.load(file, "written", "")).isEqualTo(30_000);
    assertSame(file);
  }

  /** All but JSON, which is brought to one spacing. */
  private void assertSame(Path file) {
    assertThat(PageBodies.copied(file, tables.paths("copied")))
        .containsExactlyInAnyOrder(
            "k", "bo", "ti", "si", "n", "bi", "li", "fl", "db", "d9", "d18", "d38", "da", "dt",
            "vc", "st", "vb");
    assertThat(PageBodies.copied(file, tables.paths("written"))).isEmpty();
    assertThat(tables.rows("SELECT * FROM copied ORDER BY k"))
        .hasSize(30_000)
        .isEqualTo(tables.rows("SELECT * FROM written ORDER BY k"));
    assertThat(tables.stockRows("copied")).hasSize(30_000).isEqualTo(tables.stockRows("written"));
    assertThat(tables.metrics("copied")).isEqualTo(tables.metrics("written"));
  }

  /** Its files say otherwise than its schema which columns may be NULL. */
  @Test
  void copiedTableChangesLikeAnyOther() {
    Path file = directory.resolve("in.parquet");
    LoadedTables.duckDb(
        "COPY (SELECT i AS k, i::INT AS n, 't' || i AS s FROM range(3000) r(i)) TO '"
            + file
            + "' (FORMAT parquet, CODEC snappy)");
    tables.run("CREATE TABLE copied (k BIGINT NOT NULL, n INT NOT NULL, s VARCHAR(9) NOT NULL)");
    tables.load(file, "copied", "");
    assertThat(PageBodies.copied(file, tables.paths("copied"))).containsExactly("k", "n", "s");
    tables.run(
        "ALTER TABLE copied MODIFY COLUMN n BIGINT NOT NULL, RENAME COLUMN s TO t",
        "INSERT INTO copied VALUES (3000, 5000000000, 'new')",
        "DELETE FROM copied WHERE k < 1000");
    assertThat(tables.rows("SELECT count(*), min(k), max(n), count(DISTINCT t) FROM copied"))
        .containsExactly(List.of("2001", "1000", "5000000000", "2001"));
    assertThat(tables.stockRows("copied"))
        .hasSize(2001)
        .startsWith("[1000, 1000, t1000]")
        .endsWith("[3000, 5000000000, new]");
  }
}
