package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.access.UserName;
import plimsoll.error.ErrorCode;

/** Rejected rows in SQL: read, and loaded again. */
class ReplayTest {
  private static final String TIMES = "at,n\n2022-02-01,1\n5,2\n2022-02-02,x\n";

  @TempDir Path directory;
  private SessionFixture fixture;

  @BeforeEach
  void start() {
    fixture = new SessionFixture(directory.resolve("data"));
    fixture.run(
        "CREATE DATABASE demo",
        "USE demo",
        "CREATE TABLE t (id INT NOT NULL, price DECIMAL(10, 2), name VARCHAR(5))");
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  /** Loads a file; the label, which is generated. */
  private String load(String options, byte[] file) throws IOException {
    Path path = Files.write(directory.resolve("in.csv"), file);
    String info =
        fixture
            .done(
                "LOAD DATA INFILE '"
                    + path
                    + "' INTO TABLE t OPTIONS (mode='append', max_filter_ratio='1'"
                    + options
                    + ")")
            .info();
    return info.replaceAll(".*'label':'([^']*)'.*", "$1");
  }

  private String load(String options, String file) throws IOException {
    return load(options, file.getBytes(StandardCharsets.UTF_8));
  }

  private String text(String sql) {
    return String.join("; ", fixture.rows(sql).stream().map(row -> String.join(" ", row)).toList());
  }

  private AbstractThrowableAssert<?, ?> assertRefused(String statement, ErrorCode code) {
    return assertThatThrownBy(() -> fixture.run(statement))
        .satisfies(e -> assertThat(e).extracting("code").isEqualTo(code));
  }

  private static final String FILE = "id,price,name\n1,1.5,a\n2,soon,b\n3,3,\"cc,ccc\"\nx,4\n";

  @Test
  void rejectedRowsAreATable() throws IOException {
    String label = load(", bad_values='reject', short_rows='reject'", FILE);
    String where = " FROM information_schema.rejected_rows WHERE label = '" + label + "'";
    assertThat(
            text(
                "SELECT row_no, line, byte_offset, column_name, bad_value, error_code, raw"
                    + where
                    + " ORDER BY row_no"))
        .isEqualTo(
            "1 3 22 price soon BAD_VALUE 2,soon,b; 2 4 31 name cc,ccc TOO_LONG 3,3,\"cc,ccc\";"
                + " 3 5 44 NULL  FIELD_COUNT x,4");
    assertThat(text("SELECT database_name, table_name, count(*)" + where + " GROUP BY 1, 2"))
        .isEqualTo("demo t 3");
    assertThat(text("SELECT reason, hint" + where + " AND error_code = 'bad_value'"))
        .startsWith("Value 'soon' is out of range. The type of 'price' is DECIMAL(10, 2)")
        .contains("expected digits with an optional point", "bad_values=null");
    assertThat(text("SELECT count(*) FROM information_schema.rejected_rows")).isEqualTo("3");
    SqlSession stranger =
        new SqlSession(fixture.services, new UserName("nobody", "%"), "127.0.0.1");
    fixture.run("CREATE USER nobody");
    try (StatementResult.Rows rows =
        (StatementResult.Rows) stranger.execute("SELECT count(*)" + where)) {
      assertThat(rows.cursor().next()).containsExactly(0L);
    }
  }

  @Test
  void bytesThatAreNoTextAreGivenAsBase64() throws IOException {
    String label = load("", "id,price,name\n1,2,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(
            text(
                "SELECT error_code, column_name, raw_base64 FROM information_schema.rejected_rows"
                    + " WHERE label = '"
                    + label
                    + "'"))
        .isEqualTo("BAD_UTF8 name MSwyLOk=");
    fixture.run("REPLAY REJECTS OF `" + label + "` OPTIONS (encoding='latin1')");
    assertThat(text("SELECT * FROM t")).isEqualTo("1 2.00 é");
  }

  @Test
  void replayLoadsThemOnceAsAChild() throws IOException {
    String label = load(", bad_values='reject', short_rows='reject'", FILE);
    assertRefused("REPLAY REJECTS OF `" + label + "`", ErrorCode.TOO_MANY_FILTERED);
    fixture.run("ALTER TABLE t MODIFY COLUMN name VARCHAR(20)");
    StatementResult.Done done =
        fixture.done(
            "REPLAY REJECTS OF demo.`"
                + label
                + "` OPTIONS (bad_values='null', max_filter_ratio='0.5')");
    assertThat(done.affectedRows()).isEqualTo(2);
    assertThat(text("SELECT * FROM t ORDER BY id")).isEqualTo("1 1.50 a; 2 NULL b; 3 3.00 cc,ccc");
    assertRefused(
            "REPLAY REJECTS OF `" + label + "` OPTIONS (max_filter_ratio='1')",
            ErrorCode.LABEL_USED)
        .hasMessageContaining(label + "_replay");
    String of = " FROM information_schema.loads WHERE label = '" + label + "_replay'";
    assertThat(text("SELECT type, runtime_details" + of))
        .startsWith("REPLAY ")
        .contains("\"parent_label\":\"" + label + "\"", "\"parent_id\":");
    assertThat(text("SHOW LOAD FROM demo WHERE LABEL = '" + label + "_replay'"))
        .contains("\"ParentLabel\":\"" + label + "\"");
    fixture.run(
        "REPLAY REJECTS OF '"
            + label
            + "_replay' WITH LABEL again OPTIONS (short_rows='pad', strict_mode='false',"
            + " max_filter_ratio='1')");
    assertThat(text("SELECT count(*) FROM information_schema.rejected_rows WHERE label = 'again'"))
        .isEqualTo("1");
  }

  @Test
  void labelThatIsTakenIsRefusedBeforeTheLogIsLookedAt() throws IOException {
    String label = load(", bad_values='reject'", "h\n1,x,a\n");
    fixture.run("INSERT INTO t WITH LABEL taken SELECT 1, 2, 'a'");
    Path logs = directory.resolve("data/rejects");
    for (File log : Objects.requireNonNull(logs.toFile().listFiles())) {
      Files.writeString(log.toPath(), "damaged");
    }
    String replay = "REPLAY REJECTS OF '" + label + "'";
    assertRefused(replay + " WITH LABEL taken", ErrorCode.LABEL_USED);
    assertRefused(replay, ErrorCode.FILE_UNREADABLE)
        .hasMessageContaining("its line 1 is damaged", "take its bad rows from its input");
  }

  @Test
  void headerOfTheFirstLoadStillSaysWhichFieldIsWhich() throws IOException {
    String label =
        load(
            ", header='names', bad_values='reject'",
            "name,id,price\na,1,1\n\"b\"\"\",2,x\n'c,3,y\n");
    fixture.run("REPLAY REJECTS OF '" + label + "' OPTIONS (bad_values='null')");
    assertThat(text("SELECT * FROM t ORDER BY id")).isEqualTo("1 1.00 a; 2 NULL b\"; 3 NULL 'c");
    fixture.run("ALTER TABLE t RENAME COLUMN name TO title");
    assertRefused(
            "REPLAY REJECTS OF '" + label + "' WITH LABEL l2 OPTIONS (bad_values='null')",
            ErrorCode.UNKNOWN_COLUMN)
        .hasMessageContaining("name");
  }

  /** Such bytes say what a file is only at its start, where none of these rows was. */
  /** The first value of the load decided; the first kept row is the odd one. */
  @Test
  void timesOfKeptRowsAreReadEachByItself() throws IOException {
    fixture.run("CREATE TABLE times (at DATETIME, n INT)");
    Path file = Files.writeString(directory.resolve("times.csv"), TIMES);
    fixture.run(
        "LOAD DATA INFILE '"
            + file
            + "' INTO TABLE times OPTIONS (bad_values='reject', max_filter_ratio='1')");
    String label = text("SELECT label FROM information_schema.loads WHERE table_name = 'times'");
    fixture.run("REPLAY REJECTS OF `" + label + "` OPTIONS (bad_values='null')");
    assertThat(text("SELECT * FROM times ORDER BY at"))
        .isEqualTo("1970-01-01 00:00:00.005000 2; 2022-02-01 00:00:00 1; 2022-02-02 00:00:00 NULL");
  }

  @Test
  void rowsMayBeginWithWhatWouldBeABinaryFileOrAMark() throws IOException {
    String label =
        load(
            ", header='names', bad_values='reject'",
            "name,id,price\n"
                + "a,1,1\n".repeat(2000)
                + "\uFEFFmarked,2,1\n"
                + "\0zeroes\0,3,1\n"
                + "\uFEFF\"open,4,1\n");
    fixture.run("ALTER TABLE t MODIFY COLUMN name VARCHAR(20)");
    fixture.run("REPLAY REJECTS OF '" + label + "'");
    assertThat(text("SELECT id, name FROM t WHERE id > 1 ORDER BY id"))
        .isEqualTo("2 \uFEFFmarked; 3 \0zeroes\0; 4 \uFEFF\"open");
  }

  /** Each ended its own file, and must not take in the rows behind it. */
  @Test
  void rowsWithOpenQuotesStayApart() throws IOException {
    Path files = Files.createDirectories(directory.resolve("files"));
    Files.writeString(files.resolve("a.csv"), "h\n1,1,a\n2,2,\"b\n");
    Files.writeString(files.resolve("b.csv"), "h\n3,x,c\n4,4,\"d\n");
    String info =
        fixture
            .done(
                "LOAD DATA INFILE '"
                    + files
                    + "' INTO TABLE t OPTIONS (bad_values='reject', max_filter_ratio='1')")
            .info();
    String label = info.replaceAll(".*'label':'([^']*)'.*", "$1");
    fixture.run("REPLAY REJECTS OF '" + label + "' OPTIONS (enclose='', bad_values='null')");
    assertThat(text("SELECT * FROM t ORDER BY id"))
        .isEqualTo("1 1.00 a; 2 2.00 \"b; 3 NULL c; 4 4.00 \"d");
  }

  @Test
  void rowsThatWereNotKeptAreMissedOutLoud() throws IOException {
    String rows = "h\n1,x,a\n2,y,b\n3,z,c\n";
    String label = load(", bad_values='reject', log_rejected_record_num='2'", rows);
    assertThat(text("SELECT count(*) FROM information_schema.rejected_rows")).isEqualTo("2");
    assertThat(text("SELECT runtime_details FROM information_schema.loads"))
        .contains("rejected rows: kept the first 2 of 3");
    String replay = "REPLAY REJECTS OF '" + label + "' OPTIONS (bad_values='null'";
    assertRefused(replay + ")", ErrorCode.REFUSED).hasMessageContaining("Only 2 of the 3");
    fixture.run(replay + ", partial='true')");
    assertThat(text("SELECT count(*) FROM t")).isEqualTo("2");
    String none = load(", bad_values='reject', log_rejected_record_num='0'", rows);
    assertRefused("REPLAY REJECTS OF '" + none + "'", ErrorCode.REFUSED)
        .hasMessageContaining("kept none of its 3 rejected rows");
  }

  @Test
  void whatCannotBeReplayedSaysWhy() throws IOException {
    assertRefused("REPLAY REJECTS OF none", ErrorCode.UNKNOWN_LABEL);
    String good = load("", "h\n1,1,a\n");
    assertRefused("REPLAY REJECTS OF '" + good + "'", ErrorCode.REFUSED)
        .hasMessageContaining("has no rejected rows");
    String label = load(", bad_values='reject'", "h\n1,x,a\n");
    String replay = "REPLAY REJECTS OF '" + label + "' OPTIONS (";
    assertRefused(replay + "header='none')", ErrorCode.UNKNOWN_OPTION);
    assertRefused(replay + "bad_values='maybe')", ErrorCode.BAD_OPTION);
    assertRefused(replay + "partial='maybe')", ErrorCode.BAD_OPTION);
    assertRefused(replay + "enclose='', quote='')", ErrorCode.BAD_OPTION)
        .hasMessageContaining("twice");
    assertThatThrownBy(
            () ->
                fixture.run(
                    "LOAD DATA INFILE '"
                        + directory.resolve("in.csv")
                        + "' INTO TABLE t OPTIONS (mode='append', bad_values='reject')"))
        .hasMessageContaining("too many filtered rows");
    String aborted = text("SELECT label FROM information_schema.loads WHERE state = 'CANCELLED'");
    assertRefused("REPLAY REJECTS OF '" + aborted + "'", ErrorCode.REFUSED)
        .hasMessageContaining("was aborted");
    fixture.run("SET enable_insert_strict = false");
    fixture.run("INSERT INTO t WITH LABEL i SELECT 1, 2, 'a' UNION ALL SELECT 2, 3, 'too long'");
    assertRefused("REPLAY REJECTS OF i", ErrorCode.REFUSED).hasMessageContaining("are no text");
    for (File log :
        Objects.requireNonNull(directory.resolve("data/rejects").toFile().listFiles())) {
      assertThat(log.delete()).isTrue();
    }
    assertRefused("REPLAY REJECTS OF '" + label + "'", ErrorCode.FILE_NOT_FOUND);
    fixture.run("DROP TABLE t");
    assertRefused("REPLAY REJECTS OF '" + label + "'", ErrorCode.UNKNOWN_TABLE);
  }

  @Test
  void whoMayNotLoadIntoTheTableDoesNotKnowOfTheLoad() throws IOException {
    String label = load(", bad_values='reject'", "h\n1,x,a\n");
    fixture.run("CREATE USER reader", "GRANT SELECT ON demo.t TO reader");
    SqlSession reader = new SqlSession(fixture.services, new UserName("reader", "%"), "127.0.0.1");
    assertThatThrownBy(() -> reader.execute("REPLAY REJECTS OF demo.'" + label + "'"))
        .extracting("code")
        .isEqualTo(ErrorCode.UNKNOWN_LABEL);
  }
}
