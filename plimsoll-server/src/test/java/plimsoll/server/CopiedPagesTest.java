package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.storage.local.LocalStorage;

/** When the pages of a file are copied into a table, and that nothing is let pass by that. */
class CopiedPagesTest {
  private static final int ROWS = 6_000;

  @TempDir private Path directory;
  private WatchedDisk disk;
  private LoadedTables tables;

  @BeforeEach
  void open() {
    disk = new WatchedDisk(new LocalStorage());
    tables = new LoadedTables(directory.resolve("data"), disk);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  /** A file of DuckDB with three row groups. */
  private Path file(String select) {
    Path file = directory.resolve("in.parquet");
    LoadedTables.duckDb(
        "COPY ("
            + select
            + " FROM range("
            + ROWS
            + ") r(i)) TO '"
            + file
            + "' (FORMAT parquet, CODEC zstd, ROW_GROUP_SIZE 2048)");
    return file;
  }

  private List<String> copied(Path file, String table) {
    return List.copyOf(PageBodies.copied(file, tables.paths(table)));
  }

  private static final String SELECT =
      "SELECT i AS k, i::INT AS n, 't ' || i % 100 AS s, TIMESTAMP '2020-01-01' AS dt";

  /** What the table is, and which columns of the file are copied then. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "k BIGINT, n INT, s STRING, dt DATETIME | | dt k n s",
        "k BIGINT NOT NULL, n INT NOT NULL, s VARCHAR(5) NOT NULL, dt DATETIME | | dt k n s",
        "dt DATETIME, s VARCHAR(5), K BIGINT, N INT | | dt k n s",
        "k BIGINT, n INT, s STRING, dt DATETIME | PROPERTIES ('compression' = 'zstd(7)') | dt k n s",
        "k BIGINT, n INT, s STRING, dt DATETIME | PROPERTIES ('compression' = 'snappy') |",
        "k BIGINT, n INT, s STRING, dt DATETIME | PARTITION BY (n) |",
        "k BIGINT, n BIGINT, s STRING, dt DATETIME | | dt k s",
        "k DECIMAL(12, 2), n SMALLINT, s STRING, dt DATE | | n s",
        "k LARGEINT, n DOUBLE, s JSON, dt STRING | |",
        "k BIGINT, n INT, s VARBINARY, dt DATETIME | | dt k n s",
        "k BIGINT, n INT, s STRING, dt DATETIME, x INT | | dt k n s",
        "k BIGINT, n INT, s STRING, dt DATETIME, x INT DEFAULT 7 | | dt k n s",
        "k BIGINT, n INT, s STRING, dt DATETIME, x ARRAY<INT> | | dt k n s",
        "k BIGINT, n INT, s STRING, dt DATETIME | DUPLICATE KEY (k) | dt k n s",
      })
  void columnIsCopiedWhoseTypeIsThatOfTheFile(String columns, String rest, String copied) {
    boolean partitioned = rest != null && rest.startsWith("PARTITION");
    Path file = partitioned ? file(SELECT.replace("i::INT AS n", "1::INT AS n")) : jsonOr(columns);
    tables.run(
        "CREATE TABLE t (" + columns + ") " + (rest == null ? "" : rest),
        "CREATE TABLE plain (" + columns + ") PROPERTIES ('compression' = 'none')");
    assertThat(tables.load(file, "t", "")).isEqualTo(ROWS);
    assertThat(copied(file, "t"))
        .containsExactlyElementsOf(copied == null ? List.of() : List.of(copied.split(" ")));
    tables.load(file, "plain", "");
    assertThat(copied(file, "plain")).isEmpty();
    assertThat(tables.rows("SELECT * FROM t ORDER BY k"))
        .hasSize(ROWS)
        .isEqualTo(tables.rows("SELECT * FROM plain ORDER BY k"));
  }

  private Path jsonOr(String columns) {
    return file(
        columns.contains("JSON") ? SELECT.replace("'t ' || i % 100", "'[' || i || ']'") : SELECT);
  }

  @Test
  void columnsWithoutSignAndTimesOfOtherUnitsAreWrittenAnew() {
    Path file =
        file("SELECT i AS k, i::UINTEGER AS u, i::UBIGINT AS w, TIMESTAMP_MS '2020-01-01' AS ms");
    tables.run("CREATE TABLE t (k BIGINT, u INT, w BIGINT, ms DATETIME)");
    assertThat(tables.load(file, "t", "")).isEqualTo(ROWS);
    assertThat(copied(file, "t")).containsExactly("k");
    assertThat(tables.rows("SELECT max(u), max(w), min(ms) FROM t").toString())
        .contains("5999, 5999, 2020-01-01 00:00:00");
  }

  @Test
  void columnThatOneOfTheFilesLacksIsFilled() throws IOException {
    Path in = Files.createDirectory(directory.resolve("in"));
    Files.move(file("SELECT i AS k, i::INT AS n"), in.resolve("a.parquet"));
    Files.move(file("SELECT i + " + ROWS + " AS k"), in.resolve("b.parquet"));
    tables.run("CREATE TABLE t (k BIGINT, n INT DEFAULT 9)");
    assertThat(tables.load(in, "t", "")).isEqualTo(2 * ROWS);
    assertThat(tables.rows("SELECT sum(n), count(n) FROM t WHERE k >= " + ROWS))
        .containsExactly(List.of(String.valueOf(9 * ROWS), String.valueOf(ROWS)));
    assertThat(allPages("t", "k"))
        .containsSubsequence(pages(in.resolve("a.parquet"), "k"))
        .containsSubsequence(pages(in.resolve("b.parquet"), "k"));
    assertThat(allPages("t", "n")).containsSubsequence(pages(in.resolve("a.parquet"), "n"));
  }

  /** The row group with a bad row comes by rows, and so do those behind it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CASE WHEN i = 3000 THEN 'longer than ten' ELSE 'x' END AS v | v VARCHAR(10)",
        "CASE WHEN i <> 3000 THEN 'x' END AS v | v VARCHAR(10) NOT NULL",
        "CASE WHEN i = 3000 THEN 300 ELSE 1 END::INT AS v | v TINYINT",
        "CASE WHEN i = 3000 THEN DATE '12000-01-01' ELSE DATE '2020-01-01' END AS v | v DATE",
        "CASE WHEN i = 3000 THEN TIMESTAMP '12000-01-01' ELSE TIMESTAMP '2020-01-01' END AS v"
            + " | v DATETIME",
        "CASE WHEN i = 3000 THEN 12345.67 ELSE 1 END::DECIMAL(9, 2) AS v | v DECIMAL(5, 2)",
      })
  void badRowIsRejectedAsEver(String select, String column) {
    Path file = file("SELECT i AS k, " + select);
    tables.run(
        "CREATE TABLE t (k BIGINT, " + column + ")",
        "CREATE TABLE plain (k BIGINT, " + column + ") PROPERTIES ('compression' = 'none')");
    String options = ", bad_values='reject', max_filter_ratio='1'";
    assertThat(tables.load(file, "t", options)).isEqualTo(ROWS - 1);
    List<List<String>> rejected = rejected();
    assertThat(tables.load(file, "plain", options)).isEqualTo(ROWS - 1);
    assertThat(rejected()).hasSize(2).containsOnly(rejected.get(0));
    assertThat(tables.rows("SELECT * FROM t ORDER BY k"))
        .hasSize(ROWS - 1)
        .isEqualTo(tables.rows("SELECT * FROM plain ORDER BY k"));
    assertThat(pages(file, "v")).containsAnyElementsOf(allPages("t", "v"));
    assertThat(copied(file, "t")).isEmpty();
  }

  private List<List<String>> rejected() {
    return tables.rows(
        "SELECT line, column_name, bad_value, reason FROM information_schema.rejected_rows");
  }

  private static List<String> pages(Path file, String column) {
    return PageBodies.of(file).get(column);
  }

  private List<String> allPages(String table, String column) {
    List<String> pages = new ArrayList<>();
    tables.paths(table).forEach(file -> pages.addAll(PageBodies.of(file).get(column)));
    return pages;
  }

  @Test
  void badValueBecomesNullAsEver() {
    Path file = file("SELECT i AS k, CASE WHEN i = 3000 THEN 300 ELSE 1 END::INT AS v");
    tables.run("CREATE TABLE t (k BIGINT, v TINYINT)");
    assertThat(tables.load(file, "t", ", bad_values='null'")).isEqualTo(ROWS);
    assertThat(tables.rows("SELECT count(*), count(v) FROM t"))
        .containsExactly(List.of(String.valueOf(ROWS), String.valueOf(ROWS - 1)));
  }

  @Test
  void loadThatBearsNoBadRowFailsAndLeavesNothing() {
    Path file = file("SELECT i AS k, CASE WHEN i = 3000 THEN 300 ELSE 1 END::INT AS v");
    tables.run("CREATE TABLE t (k BIGINT, v TINYINT)");
    assertThatThrownBy(() -> tables.load(file, "t", ", bad_values='abort'"))
        .hasMessageContaining("row 3001");
    assertThat(tables.filesOnDisk()).isEmpty();
  }

  private static final MessageType TEXTS =
      MessageTypeParser.parseMessageType(
          "message m { required int64 k; optional binary s (STRING); }");

  private Path texts(IntFunction<byte[]> text, boolean dictionary) {
    List<Group> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Group row = new SimpleGroup(TEXTS).append("k", (long) i);
      byte[] bytes = text.apply(i);
      if (bytes.length > 0) {
        row.append("s", Binary.fromConstantByteArray(bytes));
      }
      rows.add(row);
    }
    return WrittenParquet.write(
        directory.resolve("texts.parquet"),
        TEXTS,
        rows,
        how ->
            how.withDictionaryEncoding(dictionary)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withPageSize(8_000));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void textThatIsNoUtf8IsRejected(boolean dictionary) {
    Path file =
        texts(i -> i == 5000 ? new byte[] {'a', (byte) 0xff} : utf8("t" + i % 50), dictionary);
    tables.run("CREATE TABLE t (k BIGINT, s STRING)", "CREATE TABLE b (k BIGINT, s VARBINARY)");
    assertThat(tables.load(file, "t", ", max_filter_ratio='1'")).isEqualTo(ROWS - 1);
    assertThat(copied(file, "t")).isEmpty();
    assertThat(rejected()).hasSize(1).first().asString().contains("5001, s");
    assertThat(tables.load(file, "b", "")).isEqualTo(ROWS);
    assertThat(copied(file, "b")).containsExactly("k", "s");
  }

  /**
   * Statistics, counts of NULLs, encodings: what a footer says is not asked for more than a hint.
   */
  @Test
  void statisticsOfTheFileAreNotBelieved() {
    Path file = texts(i -> i % 3 == 0 ? utf8("") : utf8("t" + i % 50), true);
    WrittenParquet.editFooter(
        file,
        footer ->
            footer
                .getRow_groups()
                .forEach(
                    group -> group.getColumns().forEach(chunk -> spoil(chunk.getMeta_data()))));
    tables.run(
        "CREATE TABLE t (k BIGINT, s STRING)",
        "CREATE TABLE required (k BIGINT, s STRING NOT NULL)");
    assertThat(tables.load(file, "t", "")).isEqualTo(ROWS);
    assertThat(copied(file, "t")).containsExactly("k", "s");
    assertThat(tables.metrics("t"))
        .containsExactly(
            "k values 6000 nulls 0 nans null from 0 to 5999",
            "s values 6000 nulls 2000 nans null from t0 to t9");
    assertThat(tables.rows("SELECT count(*) FROM t WHERE k > 5000 AND s IS NOT NULL").toString())
        .isEqualTo("[[666]]");
    assertThat(tables.load(file, "required", ", max_filter_ratio='1'")).isEqualTo(4000);
  }

  private static void spoil(ColumnMetaData chunk) {
    chunk.getStatistics().setNull_count(0);
    byte[] low = {3, 0, 0, 0, 0, 0, 0, 0};
    chunk.getStatistics().setMin_value(low).setMax_value(low).setMin(low).setMax(low);
  }

  @Test
  void pageThatIsDamagedIsTold() throws IOException {
    Path file = texts(i -> utf8("text " + i), false);
    byte[] bytes = Files.readAllBytes(file);
    ColumnMetaData[] last = new ColumnMetaData[1];
    WrittenParquet.editFooter(
        file, footer -> last[0] = footer.getRow_groups().get(0).getColumns().get(1).getMeta_data());
    int at = (int) (last[0].getData_page_offset() + last[0].getTotal_compressed_size() / 2);
    Arrays.fill(bytes, at, at + 200, (byte) 0x5a);
    Files.write(file, bytes);
    tables.run("CREATE TABLE t (k BIGINT, s STRING)");
    assertThatThrownBy(() -> tables.load(file, "t", ""))
        .hasMessageContaining("column 's' of row group 1 is damaged");
    assertThat(tables.filesOnDisk()).isEmpty();
  }

  @Test
  void fileThatIsCutOffIsTold() throws IOException {
    Path file = file(SELECT);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    tables.run("CREATE TABLE t (k BIGINT, n INT, s STRING, dt DATETIME)");
    assertThatThrownBy(() -> tables.load(file, "t", ""))
        .hasMessageContaining("it is cut off, or still being written");
    assertThat(tables.filesOnDisk()).isEmpty();
  }

  /** Between the look at its values and the copy. */
  @Test
  void fileThatChangesInTheMiddleIsTold() throws IOException {
    Path file = texts(i -> utf8("text " + i), false);
    byte[] bytes = Files.readAllBytes(file);
    bytes[1000] ^= 1;
    tables.run("CREATE TABLE t (k BIGINT, s STRING)");
    disk.onceCreated(() -> Files.write(file, bytes));
    assertThatThrownBy(() -> tables.load(file, "t", ""))
        .hasMessageContaining("it was changed while it was being loaded");
    assertThat(tables.filesOnDisk()).isEmpty();
    assertThat(tables.rows("SELECT count(*) FROM t").toString()).isEqualTo("[[0]]");
  }

  @Test
  void killedLoadLeavesNothing() {
    Path file = file(SELECT);
    tables.run("CREATE TABLE t (k BIGINT, n INT, s STRING, dt DATETIME)");
    PlimsollException killed = ErrorCode.CANCELLED.with("It was killed.");
    disk.onceCreated(() -> tables.session.cancel(killed));
    tables.session.beginCommand();
    assertThatThrownBy(() -> tables.load(file, "t", "")).isSameAs(killed);
    assertThat(tables.filesOnDisk()).isEmpty();
    tables.session.beginCommand();
    assertThat(tables.load(file, "t", "")).isEqualTo(ROWS);
    assertThat(copied(file, "t")).containsExactly("dt", "k", "n", "s");
  }

  @Test
  void fullDiskLeavesNothing() {
    Path file = file(SELECT);
    tables.run("CREATE TABLE t (k BIGINT, n INT, s STRING, dt DATETIME)");
    disk.onceWritten(
        () -> {
          throw new IOException("no space");
        });
    assertThatThrownBy(() -> tables.load(file, "t", "")).hasMessageContaining("no space");
    assertThat(tables.filesOnDisk()).isEmpty();
    assertThat(tables.rows("SELECT count(*) FROM t").toString()).isEqualTo("[[0]]");
    assertThat(tables.load(file, "t", "")).isEqualTo(ROWS);
  }

  @Test
  void rowsThatGoOnlineTooAreRead() {
    Path file = file("SELECT i AS k, i * 1000 AS ts, i::INT AS v");
    tables.run("CREATE TABLE t (k BIGINT, ts TIMESTAMP, v INT, INDEX(KEY=k, TS=ts))");
    tables.load(file, "t", ", target='both'");
    assertThat(tables.rows("SELECT count(*), sum(v) FROM t"))
        .containsExactly(List.of(String.valueOf(ROWS), "17997000"));
    assertThat(copied(file, "t")).isEmpty();
  }

  @Test
  void tableTakesUncompressedPagesIfItSaysSo() {
    Path file = directory.resolve("in.parquet");
    LoadedTables.duckDb(
        "COPY (SELECT i AS k FROM range(5000) r(i)) TO '"
            + file
            + "' (FORMAT parquet, CODEC uncompressed)");
    tables.run(
        "CREATE TABLE silent (k BIGINT)",
        "CREATE TABLE plain (k BIGINT) PROPERTIES ('compression' = 'none')");
    tables.load(file, "silent", "");
    tables.load(file, "plain", "");
    assertThat(copied(file, "silent")).isEmpty();
    assertThat(copied(file, "plain")).containsExactly("k");
  }

  @Test
  void severalWorkersCopyEachTheirRowGroups() {
    tables.close();
    tables =
        new LoadedTables(
            directory.resolve("more"), new LocalStorage(), Map.of("load_workers", "2"));
    Path file = file(SELECT);
    tables.run("CREATE TABLE t (k BIGINT, n INT, s STRING, dt DATETIME)");
    assertThat(tables.load(file, "t", "")).isEqualTo(ROWS);
    assertThat(allPages("t", "k")).containsExactlyInAnyOrderElementsOf(pages(file, "k"));
    assertThat(tables.rows("SELECT count(DISTINCT k), max(k) FROM t"))
        .containsExactly(List.of(String.valueOf(ROWS), String.valueOf(ROWS - 1)));
  }

  private void openWithSmallBuffer() {
    tables.close();
    tables =
        new LoadedTables(
            directory.resolve("small"),
            new LocalStorage(),
            Map.of("load_workers", "1", "write_buffer_size", "1MB"));
  }

  /** What the end of a file says of its pages is held in memory until then. */
  @Test
  void fileEndsWhenItsIndexIsLong() {
    openWithSmallBuffer();
    Path file = directory.resolve("many.parquet");
    LoadedTables.duckDb(
        "COPY (SELECT (hash(i) // 2)::BIGINT AS a, i + 1 AS b, i + 2 AS c"
            + " FROM range(300000) r(i)) TO '"
            + file
            + "' (FORMAT parquet, CODEC zstd, ROW_GROUP_SIZE 2048)");
    tables.run("CREATE TABLE t (a BIGINT, b BIGINT, c BIGINT)");
    assertThat(tables.load(file, "t", "")).isEqualTo(300_000);
    assertThat(tables.paths("t")).hasSizeGreaterThan(1);
    assertThat(allPages("t", "a")).containsExactlyInAnyOrderElementsOf(pages(file, "a"));
    assertThat(tables.rows("SELECT count(DISTINCT a), sum(c - b) FROM t"))
        .containsExactly(List.of("300000", "300000"));
  }

  /** A directory of little files would become a table of little row groups. */
  @Test
  void ofManySmallRowGroupsMostAreWrittenByRows() {
    tables.close();
    tables =
        new LoadedTables(directory.resolve("one"), new LocalStorage(), Map.of("load_workers", "1"));
    Path file = directory.resolve("small.parquet");
    LoadedTables.duckDb(
        "COPY (SELECT i AS a FROM range(61440) r(i)) TO '"
            + file
            + "' (FORMAT parquet, CODEC zstd, ROW_GROUP_SIZE 2048)");
    assertThat(PageBodies.footer(file).getBlocks()).hasSize(30);
    tables.run("CREATE TABLE t (a BIGINT)");
    assertThat(tables.load(file, "t", "")).isEqualTo(61_440);
    assertThat(tables.paths("t").stream().mapToInt(CopiedPagesTest::rowGroups).sum()).isEqualTo(17);
    assertThat(tables.rows("SELECT count(DISTINCT a), sum(a) FROM t"))
        .containsExactly(List.of("61440", "1887406080"));
  }

  private static int rowGroups(Path file) {
    return PageBodies.footer(file).getBlocks().size();
  }

  /** Columns that are encoded beside copied ones wait for the end of the row group. */
  @Test
  void rowGroupThatIsTooLongForTheBufferIsWrittenByRows() {
    openWithSmallBuffer();
    Path file = directory.resolve("long.parquet");
    LoadedTables.duckDb(
        "COPY (SELECT i AS k, '[' || hash(i) || ', ' || hash(i + 1) || ']' AS j"
            + " FROM range(100000) r(i)) TO '"
            + file
            + "' (FORMAT parquet, CODEC zstd)");
    tables.run("CREATE TABLE t (k BIGINT, j JSON)");
    assertThat(tables.load(file, "t", "")).isEqualTo(100_000);
    assertThat(copied(file, "t")).isEmpty();
    assertThat(tables.rows("SELECT count(DISTINCT k), count(DISTINCT j) FROM t"))
        .containsExactly(List.of("100000", "100000"));
  }
}
