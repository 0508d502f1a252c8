package plimsoll.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static plimsoll.query.QueryFixture.query;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.flow.RowBytes;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.DataTypes;
import plimsoll.model.Fault;
import plimsoll.model.RejectedRow;
import plimsoll.model.Schema;

class QueryRowsTest {
  private static final Schema ALL_TYPES =
      new Schema(
          List.of(
              Column.of(1, "a", Scalar.BOOLEAN),
              Column.of(2, "b", Scalar.TINYINT),
              Column.of(3, "c", Scalar.BIGINT),
              Column.of(4, "d", Scalar.FLOAT),
              Column.of(5, "e", Scalar.DOUBLE),
              Column.of(6, "f", new DataType.Decimal(9, 2)),
              Column.of(7, "g", new DataType.Decimal(38, 3)),
              Column.of(8, "h", Scalar.DATE),
              Column.of(9, "i", Scalar.DATETIME),
              Column.of(10, "j", new DataType.Varchar(20, false))));
  private static final Schema NUMBER = new Schema(List.of(Column.of(1, "n", Scalar.INT)));

  @TempDir private Path directory;
  private QueryFixture fixture;
  private final List<RejectedRow> rejected = new ArrayList<>();
  private final Map<String, Long> nulled = new TreeMap<>();
  private final Progress progress = new Progress();

  private final RejectLog rejects =
      new RejectLog() {
        @Override
        public ChunkRejects chunk(int ordinal, String input, boolean firstOfInput) {
          return new Nulls();
        }

        @Override
        public void add(RejectedRow row) {
          rejected.add(row);
        }
      };

  /** Takes no rows, only what became NULL. */
  private final class Nulls implements RejectLog.ChunkRejects {
    @Override
    public void reject(long lineInChunk, long byteOffset, Fault fault, RowBytes row) {
      throw new AssertionError("rows are told whole");
    }

    @Override
    public void nulled(String column, long values) {
      nulled.merge(column, values, Long::sum);
    }

    @Override
    public void close(long lines) {}
  }

  @BeforeEach
  void open() {
    fixture = new QueryFixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void everyTypeArrivesAsItIs() throws Exception {
    String row =
        "(true, -1, 9000000000, 1.5, -2.5, 1234567.89, -12345678901234567890123456789012345.678,"
            + " '1969-12-31', '1969-12-31 23:59:59.999999', 'Tromsø')";
    assertThat(printed(ALL_TYPES, "VALUES " + row))
        .containsExactly(
            "(1, -1, 9000000000, 1.5, -2.5, 1234567.89,"
                + " -12345678901234567890123456789012345.678,"
                + " '1969-12-31', '1969-12-31 23:59:59.999999', 'Tromsø')");
  }

  @Test
  void nullArrivesInEveryType() throws Exception {
    assertThat(printed(ALL_TYPES, "SELECT" + " NULL,".repeat(9) + " NULL"))
        .containsExactly("(" + "NULL, ".repeat(9) + "NULL)");
  }

  @Test
  void columnsOfTheQueryGoWhereTheyAreSent() throws Exception {
    Schema two = new Schema(List.of(Column.of(1, "a", Scalar.INT), Column.of(2, "b", Scalar.INT)));
    InsertTarget target = new InsertTarget(two, List.of(1), BadValuePolicy.REJECT);
    QueryRows rows = new QueryRows(fixture.engine, query("SELECT 7"), target);
    assertThat(rows.columnsPresent()).containsExactly(false, true);
    try (BatchSource.Reader reader = rows.newReader(rejects, progress)) {
      assertThat(VectorValues.row(two, reader.next(), 0)).endsWith(", 7)");
    }
  }

  @Test
  void manyBatchesKeepTheOrder() throws Exception {
    List<String> rows = printed(NUMBER, "SELECT i FROM range(10000) t(i) ORDER BY i DESC");
    assertThat(rows).hasSize(10000).startsWith("(9999)", "(9998)").endsWith("(0)");
  }

  @Test
  void longTextsEndABatchEarly() throws Exception {
    assertThat(batches(Scalar.STRING, "SELECT repeat('x', 1000000) || i FROM range(40) t(i)"))
        .isGreaterThan(1);
  }

  @Test
  void longListsEndABatchEarly() throws Exception {
    DataType texts = DataType.Array.of(Scalar.STRING);
    assertThat(batches(texts, "SELECT [repeat('x', 500000), 'y' || i] FROM range(80) t(i)"))
        .isGreaterThan(1);
    DataType numbers = DataType.Array.of(Scalar.BIGINT);
    assertThat(batches(numbers, "SELECT range(i, i + 100000) FROM range(40) t(i)"))
        .isGreaterThan(1);
  }

  /** How many batches the rows of a query, fewer than one could hold, come in. */
  private int batches(DataType type, String sql) throws IOException {
    Schema schema = new Schema(List.of(Column.of(1, "c", type)));
    int batches = 0;
    try (BatchSource.Reader reader = rows(schema, sql).newReader(rejects, progress)) {
      for (Batch batch = reader.next(); batch.rows() > 0; batch = reader.next()) {
        batches++;
      }
    }
    return batches;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "BOOLEAN       | 'maybe'",
        "TINYINT       | 300",
        "INT           | 'x'",
        "INT           | 3000000000",
        "BIGINT        | '1.2.3'",
        "LARGEINT      | 'x'",
        "FLOAT         | 'x'",
        "DOUBLE        | '1e'",
        "DECIMAL       | 99999999999",
        "DATE          | '2024-02-31'",
        "DATETIME      | '2024-01-01 25:00:00'",
      })
  void valueThatDoesNotConvertMakesItsRowBadOrBecomesNull(String type, String value)
      throws Exception {
    DataType to = type.equals("DECIMAL") ? new DataType.Decimal(10, 2) : Scalar.valueOf(type);
    Schema schema = new Schema(List.of(Column.of(1, "k", Scalar.INT), Column.of(2, "v", to)));
    String sql =
        "SELECT i, CASE WHEN i = 4999 THEN " + value + " END FROM range(5000) t(i) ORDER BY i";
    assertThat(printed(schema, sql)).hasSize(4999).doesNotContain("(4999, NULL)");
    assertThat(rejected)
        .extracting(RejectedRow::line, RejectedRow::column, RejectedRow::error)
        .containsExactly(tuple(5000L, "v", ErrorCode.BAD_VALUE));
    assertThat(rejected.get(0).value()).isEqualTo(value.replace("'", ""));
    assertThat(rejected.get(0).rawText()).startsWith("(4999, ").contains(value);
    assertThat(nulled).isEmpty();
    rejected.clear();
    assertThat(printed(schema, rows(schema, sql, BadValuePolicy.NULLIFY)))
        .hasSize(5000)
        .endsWith("(4999, NULL)");
    assertThat(rejected).isEmpty();
    assertThat(nulled).containsExactly(Map.entry("v", 1L));
  }

  @Test
  void columnThatTakesNoNullIsStrictAlways() throws Exception {
    Schema schema =
        new Schema(
            List.of(Column.of(1, "k", Scalar.INT), Column.of(2, "n", Scalar.INT).required()));
    QueryRows rows = rows(schema, "VALUES ('a', 'b'), ('c', '4')", BadValuePolicy.NULLIFY);
    assertThat(printed(schema, rows)).containsExactly("(NULL, 4)");
    assertThat(rejected).extracting(RejectedRow::rawText).containsExactly("('a', 'b')");
    assertThat(nulled).containsExactly(Map.entry("k", 1L));
  }

  @Test
  void manyBadRowsAreToldInTheirOrder() throws Exception {
    String sql =
        "SELECT CASE WHEN i % 2 = 0 THEN 'x' || i ELSE '1' END FROM range(20000) t(i) ORDER BY i";
    assertThat(printed(NUMBER, sql)).hasSize(10000);
    assertThat(rejected).hasSize(10000);
    assertThat(rejected).isSortedAccordingTo(Comparator.comparingLong(RejectedRow::line));
    assertThat(rejected.get(9999).value()).isEqualTo("x19998");
  }

  @Test
  void whatFailsInsideTheQueryFailsTheLoad() {
    assertThatThrownBy(() -> printed(NUMBER, "SELECT CAST('x' AS INTEGER) + 1"))
        .isInstanceOf(PlimsollException.class)
        .hasMessageContaining("'x'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"infinity", "-infinity", "20000-01-01", "0002-12-31 (BC)"})
  void timesBeyondTheCalendarAreRefused(String text) throws Exception {
    for (Scalar type : List.of(Scalar.DATE, Scalar.DATETIME)) {
      Schema schema = new Schema(List.of(Column.of(1, "k", Scalar.INT), Column.of(2, "t", type)));
      assertThat(printed(schema, "SELECT 7, '" + text + "'")).isEmpty();
      assertThat(rejected)
          .extracting(RejectedRow::value, RejectedRow::rawText)
          .containsExactly(tuple(text, "(7, '" + text + "')"));
      rejected.clear();
    }
  }

  @ParameterizedTest
  @CsvSource({"0000-01-01", "9999-12-31"})
  void firstAndLastDayAreTaken(String day) throws Exception {
    assertThat(printed(one(Scalar.DATE), "SELECT '" + day + "'"))
        .containsExactly("('" + day + "')");
    assertThat(printed(one(Scalar.DATETIME), "SELECT '" + day + " 23:59:59.999999'"))
        .containsExactly("('" + day + " 23:59:59.999999')");
    assertThat(rejected).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "ARRAY<TINYINT>           | [1, 1000]                          | [1, 1000]",
        "ARRAY<INT>               | '[1, x]'                           | [1, x]",
        "ARRAY<INT>               | 'x'                                | x",
        "ARRAY<VARCHAR(3)>        | ['abc', 'abcd']                    | [abc, abcd]",
        "ARRAY<JSON>              | ['1', '{']                         | [1, {]",
        "ARRAY<DATE>              | [DATE '10000-01-01']               | [10000-01-01]",
        "ARRAY<DATE>              | [DATE 'infinity']                  | [infinity]",
        "ARRAY<DATETIME>          | [TIMESTAMP 'infinity']             | [infinity]",
        "MAP<VARCHAR(9),TINYINT>  | MAP {'a': 1, 'b': 1000}            | {a=1, b=1000}",
        "STRUCT<a TINYINT>        | {'a': 1000}                        | {'a': 1000}",
        "STRUCT<a ARRAY<TINYINT>> | {'a': [1, 1000]}                   | {'a': [1, 1000]}",
        "JSON                     | '{'                                | {",
      })
  void partOfAValueIsNeverMadeNullInSilence(String type, String value, String told)
      throws Exception {
    Schema schema =
        new Schema(
            List.of(
                Column.of(1, "k", Scalar.INT),
                Column.of(2, "v", DataTypes.parse(type)),
                Column.of(3, "z", Scalar.STRING)));
    String sql = "SELECT 7, CASE WHEN i = 1 THEN " + value + " END, 'z' FROM range(3) t(i)";
    assertThat(printed(schema, sql)).containsExactly("(7, NULL, 'z')", "(7, NULL, 'z')");
    assertThat(rejected)
        .extracting(RejectedRow::line, RejectedRow::value)
        .containsExactly(tuple(2L, told));
    assertThat(rejected.get(0).rawText())
        .startsWith("(7, ")
        .contains(told.replace("'", "''"))
        .endsWith(", 'z')");
    rejected.clear();
    assertThat(printed(schema, rows(schema, sql, BadValuePolicy.NULLIFY)))
        .hasSize(3)
        .containsOnly("(7, NULL, 'z')");
    assertThat(rejected).isEmpty();
    assertThat(nulled).containsExactly(Map.entry("v", 1L));
  }

  @Test
  void longBadRowsAreToldSoon() throws Exception {
    String sql =
        "SELECT CASE WHEN i % 2 = 0 THEN '1' ELSE repeat('x', 1000000) END FROM range(200) t(i)";
    try (BatchSource.Reader reader = rows(NUMBER, sql).newReader(rejects, progress)) {
      assertThat(reader.next().rows()).isBetween(1, 40);
    }
    assertThat(rejected).hasSizeBetween(1, 40);
  }

  @Test
  void badRowsDoNotWaitForAGoodOne() throws Exception {
    AtomicInteger most = new AtomicInteger();
    RejectLog failing =
        new RejectLog() {
          @Override
          public ChunkRejects chunk(int ordinal, String input, boolean firstOfInput) {
            return new Nulls();
          }

          @Override
          public void add(RejectedRow row) {
            if (most.incrementAndGet() > Batch.CAPACITY) {
              throw ErrorCode.TOO_MANY_FILTERED.with();
            }
          }
        };
    QueryRows rows = rows(NUMBER, "SELECT 'x' || i FROM range(100000000) t(i)");
    BatchSource.Reader reader = rows.newReader(failing, progress);
    assertThatThrownBy(() -> drain(reader)).isInstanceOf(PlimsollException.class);
    assertThatThrownBy(reader::close).isInstanceOf(PlimsollException.class);
    assertThat(fixture.engine.isIdle()).as("the query is freed all the same").isTrue();
  }

  private static Schema one(DataType type) {
    return new Schema(List.of(Column.of(1, "t", type)));
  }

  @Test
  void rejectedRowIsKeptAsText() throws Exception {
    QueryRows rows = rows(NUMBER, "SELECT i FROM range(5000) t(i) ORDER BY i");
    try (BatchSource.Reader reader = rows.newReader(rejects, progress)) {
      reader.next();
      Batch second = reader.next();
      second.keep(new int[] {2, 3}, 2);
      reader.reject(second.origin(1), new Fault(ErrorCode.NULL_VALUE, "why", "n", "4099"));
    }
    assertThat(rejected)
        .extracting(RejectedRow::source, RejectedRow::line, RejectedRow::rawText)
        .containsExactly(tuple("query", 4100L, "(4099)"));
    assertThat(rows.firstReject()).contains(rejected.get(0));
  }

  @Test
  void stoppedLoadStopsItsQuery() throws Exception {
    QueryRows rows = rows(NUMBER, "SELECT 1 FROM range(100000000) t(i)");
    try (BatchSource.Reader reader = rows.newReader(rejects, progress)) {
      reader.next();
      rows.close();
      assertThatThrownBy(() -> drain(reader)).extracting("code").isEqualTo(ErrorCode.CANCELLED);
    }
  }

  @Test
  void stoppedLoadFailsWithItsOwnReason() throws Exception {
    QueryRows rows = rows(NUMBER, "SELECT 1 FROM range(100000000) t(i)");
    try (BatchSource.Reader reader = rows.newReader(rejects, progress)) {
      progress.stop(ErrorCode.SHUTTING_DOWN.with());
      rows.close();
      assertThatThrownBy(() -> drain(reader)).extracting("code").isEqualTo(ErrorCode.SHUTTING_DOWN);
    }
  }

  @Test
  void rowsThatWereClosedBeforeDoNotStart() {
    QueryRows rows = rows(NUMBER, "SELECT 1");
    rows.close();
    assertThatThrownBy(() -> rows.newReader(rejects, progress))
        .extracting("code")
        .isEqualTo(ErrorCode.CANCELLED);
  }

  private static void drain(BatchSource.Reader reader) throws IOException {
    int rows = Batch.CAPACITY;
    while (rows > 0) {
      rows = reader.next().rows();
    }
  }

  private QueryRows rows(Schema schema, String sql) {
    return rows(schema, sql, BadValuePolicy.REJECT);
  }

  private QueryRows rows(Schema schema, String sql, BadValuePolicy policy) {
    List<Integer> targets = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      targets.add(i);
    }
    return new QueryRows(fixture.engine, query(sql), new InsertTarget(schema, targets, policy));
  }

  private List<String> printed(Schema schema, String sql) throws IOException {
    return printed(schema, rows(schema, sql));
  }

  private List<String> printed(Schema schema, QueryRows rows) throws IOException {
    List<String> printed = new ArrayList<>();
    try (BatchSource.Reader reader = rows.newReader(rejects, progress)) {
      for (Batch batch = reader.next(); batch.rows() > 0; batch = reader.next()) {
        for (int row = 0; row < batch.rows(); row++) {
          printed.add(VectorValues.row(schema, batch, row));
        }
      }
    }
    return printed;
  }
}
