package plimsoll.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static plimsoll.query.QueryFixture.query;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.Column;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.TableName;

class QueryEngineTest {
  private static final String ENDLESS =
      "SELECT count(*) FROM range(1000000) a(i), range(1000000) b(j) WHERE i + j = 3";

  @TempDir private Path directory;
  private QueryFixture fixture;

  @BeforeEach
  void open() {
    fixture = new QueryFixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void readsATable() throws Exception {
    assertThat(
            fixture.rows("SELECT id, name FROM \"demo\".\"cities\" ORDER BY id", fixture.cities()))
        .containsExactly(List.of(1, "Oslo"), List.of(2, "Bergen"), Arrays.asList(3, null));
  }

  @Test
  void valuesHaveTheJavaTypeOfTheirColumn() {
    String sql =
        "SELECT true a, 1::TINYINT b, 2::SMALLINT c, 3::INTEGER d, 4::BIGINT e, 1.5::FLOAT f,"
            + " 2.5::DOUBLE g, 1.20::DECIMAL(9,2) h, DATE '0001-02-03' i,"
            + " TIMESTAMP '2020-01-02 03:04:05.000006' j, 'x' k, sum(5::INTEGER) l,"
            + " 18446744073709551615::UBIGINT m, [1, 2] n, NULL o";
    try (QueryResult result = fixture.engine.run(query(sql))) {
      assertThat(result.columns())
          .extracting(column -> column.type().sql())
          .containsExactly(
              "BOOLEAN",
              "TINYINT",
              "SMALLINT",
              "INT",
              "BIGINT",
              "FLOAT",
              "DOUBLE",
              "DECIMAL(9, 2)",
              "DATE",
              "DATETIME",
              "STRING",
              "DECIMAL(38, 0)",
              "DECIMAL(20, 0)",
              "ARRAY<INT>",
              "STRING");
      assertThat(result.columns()).extracting(ResultColumn::name).startsWith("a", "b", "c");
      assertThat(result.next())
          .containsExactly(
              true,
              1,
              2,
              3,
              4L,
              1.5f,
              2.5,
              new BigDecimal("1.20"),
              LocalDate.of(1, 2, 3),
              LocalDateTime.of(2020, 1, 2, 3, 4, 5, 6000),
              "x",
              new BigDecimal(5),
              new BigDecimal("18446744073709551615"),
              "[1,2]",
              null);
      assertThat(result.next()).isNull();
      assertThat(result.rowsReturned()).isEqualTo(1);
    }
  }

  @Test
  void givenRowsAreATableBesideThoseOfFiles() {
    TableName name = new TableName("a b", "given");
    List<Column> columns =
        List.of(
            Column.of(1, "Word", Scalar.STRING),
            Column.of(2, "n", Scalar.BIGINT),
            Column.of(3, "at", Scalar.DATETIME));
    LocalDateTime time = LocalDateTime.of(2024, 2, 29, 1, 2, 3);
    List<Object[]> rows = new ArrayList<>();
    rows.add(new Object[] {"it's", 1L, time});
    rows.add(new Object[] {null, null, null});
    ScanRows given = new ScanRows(name, columns, Set.of("Word"), rows);
    ScanFiles empty = ScanFiles.of(QueryFixture.CITIES, QueryFixture.cityColumns(), List.of());
    Query query =
        new Query(
            "SELECT g.*, (SELECT count(*) FROM \"demo\".\"cities\") FROM \"a b\".\"given\" g"
                + " WHERE word = 'IT''S' OR n IS NULL ORDER BY n",
            List.of(given, empty),
            Duration.ofSeconds(60));
    assertThat(QueryFixture.rows(fixture.engine, query))
        .containsExactly(Arrays.asList(null, null, null, 0L), List.of("it's", 1L, time, 0L));
  }

  @Test
  void emptyTableHasItsColumns() {
    ScanFiles empty = ScanFiles.of(QueryFixture.CITIES, QueryFixture.cityColumns(), List.of());
    try (QueryResult result =
        fixture.engine.run(query("SELECT * FROM \"demo\".\"cities\"", empty))) {
      assertThat(result.columns())
          .containsExactly(
              new ResultColumn("id", Scalar.INT), new ResultColumn("name", Scalar.STRING));
      assertThat(result.next()).isNull();
    }
  }

  @Test
  void renamedColumnIsFoundByFieldId() throws Exception {
    String file = fixture.parquet("f.parquet", "SELECT 7 AS a, 8 AS b", "a:1,b:2");
    ScanFiles swapped =
        ScanFiles.of(
            QueryFixture.CITIES,
            List.of(Column.of(2, "a", Scalar.INT), Column.of(1, "b", Scalar.INT)),
            List.of(file));
    assertThat(fixture.rows("SELECT a, b FROM \"demo\".\"cities\"", swapped))
        .containsExactly(List.of(8, 7));
  }

  @Test
  void columnAddedLaterIsNullInOlderFiles() throws Exception {
    String older = fixture.parquet("f1.parquet", "SELECT 1 AS a", "a:1");
    String newer = fixture.parquet("f2.parquet", "SELECT 2 AS a, 'x' AS b", "a:1,b:2");
    ScanFiles scan =
        ScanFiles.of(
            QueryFixture.CITIES,
            List.of(Column.of(1, "a", Scalar.BIGINT), Column.of(2, "b", Scalar.STRING)),
            List.of(older, newer));
    assertThat(fixture.rows("SELECT a, b FROM \"demo\".\"cities\" ORDER BY a", scan))
        .containsExactly(Arrays.asList(1L, null), List.of(2L, "x"));
  }

  @Test
  void namesOfPartitionDirectoriesAreNoColumns() throws Exception {
    Files.createDirectories(directory.resolve("day=2020-01-01"));
    String file = fixture.parquet("day=2020-01-01/f.parquet", "SELECT 1 AS a", "a:1");
    ScanFiles scan =
        ScanFiles.of(QueryFixture.CITIES, List.of(Column.of(1, "a", Scalar.INT)), List.of(file));
    assertThat(fixture.rows("SELECT * FROM \"demo\".\"cities\"", scan)).containsExactly(List.of(1));
  }

  @Test
  void deletedPositionsAreNotSeen() throws Exception {
    ScanFiles cities = fixture.cities();
    String other = fixture.parquet("g.parquet", "SELECT 9 AS id, 'Voss' AS name", "id:1,name:2");
    String deletes =
        fixture.parquet(
            "d.parquet",
            "SELECT 'file:" + cities.files().get(0) + "' AS file_path, 1::BIGINT AS pos",
            "file_path:2147483546,pos:2147483545");
    ScanFiles scan =
        new ScanFiles(
            cities.table(),
            cities.columns(),
            List.of(cities.files().get(0), other),
            List.of(deletes));
    assertThat(fixture.rows("SELECT id FROM \"demo\".\"cities\" ORDER BY id", scan))
        .containsExactly(List.of(1), List.of(3), List.of(9));
  }

  @Test
  void columnsMayHaveTheNamesOfDuckDbsOwn() throws Exception {
    String file =
        fixture.parquet("h.parquet", "SELECT 'mine' AS filename, 5 AS n", "filename:1,n:2");
    ScanFiles scan =
        ScanFiles.of(
            new TableName("a b", "select"),
            List.of(
                Column.of(1, "filename", Scalar.STRING),
                Column.of(2, "file_row_number", Scalar.INT)),
            List.of(file));
    assertThat(fixture.rows("SELECT filename, file_row_number FROM \"a b\".\"select\"", scan))
        .containsExactly(List.of("mine", 5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "memory", "temp", "Memory", "default", "my-db", "a\"b", "öl"})
  void databasesMayHaveTheNamesOfDuckDbsOwn(String database) throws Exception {
    ScanFiles cities = fixture.cities();
    ScanFiles scan = ScanFiles.of(new TableName(database, "t"), cities.columns(), cities.files());
    String name = "\"" + database.replace("\"", "\"\"") + "\".\"t\"";
    assertThat(fixture.rows("SELECT max(id) FROM " + name, scan)).containsExactly(List.of(3));
  }

  @Test
  void nullComesFirstAsInMySql() throws Exception {
    assertThat(fixture.rows("SELECT id FROM \"demo\".\"cities\" ORDER BY name", fixture.cities()))
        .containsExactly(List.of(3), List.of(2), List.of(1));
  }

  @Test
  void orderOfTheQueryIsKept() {
    assertThat(fixture.rows("SELECT i FROM range(5) t(i) ORDER BY i DESC LIMIT 3"))
        .containsExactly(List.of(4L), List.of(3L), List.of(2L));
  }

  @Test
  void failedCastSaysWhichValue() {
    assertThatThrownBy(() -> fixture.rows("SELECT CAST('12x' AS INTEGER)"))
        .isInstanceOf(PlimsollException.class)
        .hasMessage("Could not convert string '12x' to INT");
  }

  @Test
  void failureAfterTheFirstRowsIsNotTheEnd() {
    String sql =
        "SELECT CAST(CASE WHEN i = 900000 THEN 'bad' ELSE '1' END AS INTEGER)"
            + " FROM range(1000000) t(i)";
    assertThatThrownBy(() -> fixture.rows(sql))
        .hasMessage("Could not convert string 'bad' to INT")
        .extracting("code")
        .isEqualTo(ErrorCode.QUERY_FAILED);
  }

  @Test
  void unknownFunctionIsNamed() {
    assertThatThrownBy(() -> fixture.rows("SELECT nosuch(1)"))
        .hasMessageContaining("nosuch")
        .hasMessageNotContaining("LINE");
  }

  @Test
  void missingDataFileIsNamedByItsTable() {
    String file = directory.resolve("gone.parquet").toString();
    ScanFiles gone = ScanFiles.of(QueryFixture.CITIES, QueryFixture.cityColumns(), List.of(file));
    assertThatThrownBy(() -> fixture.rows("SELECT * FROM \"demo\".\"cities\"", gone))
        .hasMessageContaining("demo.cities")
        .hasMessageNotContaining(directory.toString());
  }

  @Test
  void slowQueryTimesOut() {
    Query slow = new Query(ENDLESS, List.of(), Duration.ofSeconds(1));
    assertThatThrownBy(() -> QueryFixture.rows(fixture.engine, slow))
        .hasMessageStartingWith("The query took longer than its timeout of 1 s")
        .extracting("code")
        .isEqualTo(ErrorCode.TIMED_OUT);
  }

  @Test
  void slowReaderTimesOut() {
    Query query =
        new Query("SELECT i FROM range(100000000) t(i)", List.of(), Duration.ofMillis(50));
    assertThatThrownBy(() -> QueryFixture.rows(fixture.engine, query))
        .extracting("code")
        .isEqualTo(ErrorCode.TIMED_OUT);
  }

  @Test
  void whoStopsAQueryDoesNotWaitUntilItIsClosed() throws Exception {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    try {
      Execution.open(
              query("SELECT 1"),
              fixture.settings(256),
              timer,
              closing ->
                  CompletableFuture.runAsync(() -> closing.stop(ErrorCode.SHUTTING_DOWN.with()))
                      .orTimeout(20, TimeUnit.SECONDS)
                      .thenAccept(stopped::complete)
                      .join())
          .close();
    } finally {
      timer.shutdownNow();
    }
    assertThat(stopped).isCompleted();
  }

  @Test
  void cancelledQueryFailsWithTheReason() {
    try (QueryResult result = fixture.engine.run(query("SELECT i FROM range(100000000) t(i)"))) {
      CompletableFuture<Void> cancel =
          CompletableFuture.runAsync(() -> result.cancel(ErrorCode.SHUTTING_DOWN.with()));
      assertThatThrownBy(
              () -> {
                while (result.next() != null) {
                  assertThat(result.rowsReturned()).isPositive();
                }
              })
          .extracting("code")
          .isEqualTo(ErrorCode.SHUTTING_DOWN);
      cancel.join();
    }
  }

  @Test
  void cancelCountsAfterTheLastRowToo() {
    try (QueryResult result = fixture.engine.run(query("SELECT 1"))) {
      assertThat(result.next()).isNotNull();
      assertThat(result.next()).isNull();
      result.checkStopped();
      result.cancel(ErrorCode.SHUTTING_DOWN.with());
      assertThatThrownBy(result::checkStopped)
          .extracting("code")
          .isEqualTo(ErrorCode.SHUTTING_DOWN);
    }
  }

  @Test
  void closedEngineStopsItsQueries() {
    try (QueryResult result = fixture.engine.run(query("SELECT i FROM range(100000000) t(i)"))) {
      fixture.engine.close();
      assertThatThrownBy(
              () -> {
                while (result.next() != null) {
                  assertThat(result.rowsReturned()).isPositive();
                }
              })
          .extracting("code")
          .isEqualTo(ErrorCode.SHUTTING_DOWN);
    }
    assertThatThrownBy(() -> fixture.engine.run(query("SELECT 1")))
        .extracting("code")
        .isEqualTo(ErrorCode.SHUTTING_DOWN);
  }

  @Test
  void queryThatNeedsMoreThanItsMemorySaysSo() {
    QuerySettings small = new QuerySettings(64L << 20, 0, directory.resolve("spill"), 2);
    try (QueryEngine engine = new QueryEngine(small)) {
      Query query = query("SELECT i FROM range(100000000) t(i) ORDER BY hash(i)");
      assertThatThrownBy(() -> QueryFixture.rows(engine, query))
          .hasMessageContaining("64 MB of memory")
          .extracting("code")
          .isEqualTo(ErrorCode.QUERY_TOO_LARGE);
    }
  }

  @Test
  void spilledDataIsRemoved() {
    try (QueryEngine engine = new QueryEngine(fixture.settings(64))) {
      try (QueryResult result =
          engine.run(query("SELECT i, hash(i) h FROM range(4000000) t(i) ORDER BY h"))) {
        assertThat(result.next()).isNotNull();
      }
      assertThat(directory.resolve("spill"))
          .satisfiesAnyOf(
              spill -> assertThat(spill).doesNotExist(),
              spill -> assertThat(spill).isEmptyDirectory());
    }
  }

  @Test
  void planIsShown() throws Exception {
    assertThat(
            fixture.engine.explain(
                query("SELECT count(*) FROM \"demo\".\"cities\" WHERE id > 1", fixture.cities())))
        .contains("id > 1")
        .doesNotContain(directory.toString());
  }

  @Test
  void engineThatRanNothingHasNoSpillDirectory() {
    assertThat(directory.resolve("spill")).doesNotExist();
  }
}
