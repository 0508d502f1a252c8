package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.access.UserName;

/** LOAD DATA … SET: columns computed from the fields of their row. */
class LoadSetTest {
  @TempDir Path directory;
  private SessionFixture fixture;

  @BeforeEach
  void start() {
    fixture = new SessionFixture(directory.resolve("data"));
    fixture.run(
        "CREATE DATABASE demo",
        "USE demo",
        "CREATE TABLE t (id INT, n TINYINT, name VARCHAR(9), day DATE, at DATETIME,"
            + " price DECIMAL(20, 2), flag BOOLEAN, list ARRAY<INT>, more INT DEFAULT '7')",
        "CREATE TABLE nested (n INT, s STRUCT<a INT, b STRUCT<c INT>>)");
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private StatementResult.Done load(String file, String options, String rest) throws IOException {
    return load("t", file, options, rest);
  }

  private StatementResult.Done load(String table, String file, String options, String rest)
      throws IOException {
    Path path = directory.resolve("in.csv");
    Files.writeString(path, file.replace("\\n", "\n"));
    return fixture.done(
        "LOAD DATA INFILE '"
            + path
            + "' INTO TABLE "
            + table
            + " OPTIONS ("
            + options
            + ") FIELDS TERMINATED BY ',' "
            + rest);
  }

  private String rows(String columns) {
    return String.join(
        "; ",
        fixture.rows("SELECT " + columns + " FROM t ORDER BY id").stream()
            .map(row -> String.join("|", row))
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      textBlock =
          """
          1,2\\n3,4\\n   ! (id, @n) SET n = @n * 2                      ! id, n       ! 1|4; 3|8
          1,2           ! (id, n) SET n = n + id                       ! id, n       ! 1|3
          1,a           ! (id, @a) SET name = concat(upper(@a), '-', id), n = 5 ! id, name, n ! 1|A-1|5
          1,a b         ! (id, @`a`) SET name = replace(@a, ' ', '')   ! id, name    ! 1|ab
          31/12/2023    ! (@d) SET day = str_to_date(@d, '%d/%m/%Y'), id = 1 ! id, day ! 1|2023-12-31
          1,            ! (id, @x) SET name = nullif(@x, '')           ! id, name    ! 1|NULL
          1,x           ! (id, name) SET n = length(name), name = name ! id, n, name ! 1|1|x
          1,x           ! (id, @unused)                                ! id, name    ! 1|NULL
          1,2,a,\\N,\\N,\\N,\\N,[],\\N   ! SET name = concat(name, n)                   ! id, n, name ! 1|2|a2
          1,[1]         ! (id, list) SET n = id                        ! id, n, list ! 1|1|[1]
          1,9.5         ! (id, price) SET price = price * 2            ! id, price   ! 1|19.00
          1,\\N         ! (id, @v) SET n = coalesce(@v, 3)             ! id, n, more ! 1|3|7
          2024-01-31 10:00:00,1 ! (at, id) SET day = date(at)          ! id, day     ! 1|2024-01-31
          1,1           ! (id, flag) SET n = if(flag, 5, 6)            ! id, n       ! 1|5
          x,1,7,y       ! (@d, id, @d, name) SET n = 3                 ! id, n, name ! 1|3|y
          6,1,7         ! (@d, id, @D) SET n = @d                      ! id, n       ! 1|7
          6,1,7         ! (@d, id, @d) SET n = @d + 1                  ! id, n       ! 1|8
          1,7           ! (@a, @b) SET id = 2                          ! id, n       ! 2|NULL
          1,7           ! (id, @n) SET n = @n, more = @n               ! id, n, more ! 1|7|7
          1,5,7         ! (id, n, @n) SET n = @n                       ! id, n       ! 1|7
          1,5           ! (id, @n) SET n = @n, more = 3                ! id, n, more ! 1|5|3
          1,[1]         ! (id, @l) SET list = @l                       ! id, list    ! 1|[1]
          1,2024-01-31  ! (id, @d) SET day = date_add(@d, INTERVAL 1 DAY) ! id, day  ! 1|2024-02-01
          1,2           ! (id, @n) SET day = '2024-01-31' + INTERVAL @n DAY ! id, day ! 1|2024-02-02
          1,2           ! (id, @`a b`) SET n = @`a b` + 1              ! id, n       ! 1|3
          1,2           ! (id, @'a b') SET n = @'a b' + 1              ! id, n       ! 1|3
          1,2           ! (id, @all) SET n = @all + 1                  ! id, n       ! 1|3
          1,2           ! (id, @using) SET n = -@using                 ! id, n       ! 1|-2
          1,2           ! (id, @n) SET n = (@n + 1) * 2, name = 'a'    ! id, n, name ! 1|6|a
          1,2           ! (id, n) SET more = n, n = n + 1              ! id, n, more ! 1|3|2
          1,2           ! (id, @n) SET flag = now() = current_timestamp, n = 1 ! id, flag ! 1|1
          """)
  void columnsAreComputed(String file, String rest, String columns, String expected)
      throws IOException {
    load(file, "", rest);
    assertThat(rows(columns)).isEqualTo(expected);
  }

  private static final String FIVE = "1,1\n2,x\n3,3\n4,400\n5,5\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      textBlock =
          """
          1,1\\n2,x\\n   ! SET n = @n + 0 ! line 2: ! 'x'
          1,1\\n2,400\\n ! SET n = @n + 0 ! line 2: ! '400.0'
          1,1\\n2,400\\n ! SET n = @n     ! line 2: ! '400'
          1,1\\n2,x\\n   ! SET n = @n     ! line 2: ! 'x'
          """)
  void rowAtFaultEndsTheLoad(String file, String set, String place, String value)
      throws IOException {
    for (String options : List.of("", "bad_values='abort'")) {
      assertThatThrownBy(() -> load(file, options, "(id, @n) " + set))
          .hasMessageContaining(place)
          .hasMessageContaining(value);
      assertThat(rows("id")).isEmpty();
    }
  }

  @Test
  void rowsAtFaultAreKeptAtTheirPlace() throws IOException {
    load(FIVE, "max_filter_ratio='1', bad_values='reject'", "(id, @n) SET n = @n + 0");
    assertThat(rows("id, n")).isEqualTo("1|1; 3|3; 5|5");
    assertThat(
            fixture
                .rows(
                    "SELECT line, column_name, bad_value, raw FROM information_schema.rejected_rows"
                        + " ORDER BY line")
                .toString())
        .isEqualTo("[[2, n, , 2,x], [4, n, 400.0, 4,400]]");
  }

  @Test
  void wrongExpressionIsToldAtItsPlace() {
    assertThatThrownBy(() -> load("1,2\n", "", "(id, @n)\n  SET more = 1,\n    n = 1 +\n  sum(@n)"))
        .hasMessageContaining("line 4:3: ");
    assertThatThrownBy(() -> load("1,2\n", "", "(id, @n)\nSET n = @n + @, more = 1"))
        .hasMessageContaining("line 2:14: ");
    assertThatThrownBy(() -> load("1,2\n", "", "(id, @n)\nSET more = 1, n=price"))
        .hasMessageContaining("line 2:17: ");
  }

  @Test
  void tableMayHaveColumnsWithAnyName() throws IOException {
    fixture.run("CREATE TABLE s (id INT, `rows` INT, input INT, `#row` INT, v0 INT)");
    Files.writeString(directory.resolve("in.csv"), "1,2,3\n");
    fixture.done(
        "LOAD DATA INFILE '"
            + directory.resolve("in.csv")
            + "' INTO TABLE s FIELDS TERMINATED BY ',' (id, `#row`, v0) SET `rows` = `#row` + id, input = v0 * 2");
    assertThat(fixture.rows("SELECT `rows`, input FROM s").toString()).isEqualTo("[[3, 6]]");
  }

  @Test
  void variableThatNothingReadsMayHoldAnything() throws IOException {
    Path path = directory.resolve("in.csv");
    Files.write(path, new byte[] {'1', ',', (byte) 0xFF, '\n'});
    fixture.done(
        "LOAD DATA INFILE '"
            + path
            + "' INTO TABLE t FIELDS TERMINATED BY ',' (id, @bytes) SET n = id + 1");
    assertThat(rows("id, n")).isEqualTo("1|2");
  }

  @Test
  void nowIsTheSameForAllRowsAndDefaults() throws IOException {
    fixture.run(
        "CREATE TABLE s (id INT, a DATETIME DEFAULT CURRENT_TIMESTAMP, b DATETIME, c DATETIME,"
            + " d DATE, e BIGINT, f DATETIME)");
    Path path = directory.resolve("in.csv");
    Files.writeString(path, "1\n".repeat(10_000));
    fixture.done(
        "LOAD DATA INFILE '"
            + path
            + "' INTO TABLE s FIELDS TERMINATED BY ',' (id) SET b = NOW(), c = current_timestamp,"
            + " d = CURDATE(), e = UNIX_TIMESTAMP(), f = utc_timestamp()");
    assertThat(
            fixture
                .rows(
                    "SELECT DISTINCT a = b, b = c, d = date(a), e = unix_timestamp(a), f = a FROM s")
                .toString())
        .isEqualTo("[[1, 1, 1, 1, 1]]");
    assertThat(fixture.rows("SELECT DISTINCT b FROM s")).hasSize(1);
  }

  /** Each type goes into the engine as an operand, and what it computes comes back. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      textBlock =
          """
          DATE           ! 2024-02-28      ! date_add(v, INTERVAL 1 DAY)    ! 2024-02-29
          DATETIME       ! 2024-02-28 23:59:59.5 ! date_add(v, INTERVAL 1 SECOND) ! 2024-02-29 00:00:00.500000
          SMALLINT       ! -32767          ! v - 1                          ! -32768
          INT            ! 2147483646      ! v + 1                          ! 2147483647
          BIGINT         ! 9223372036854775806 ! v + 1                      ! 9223372036854775807
          LARGEINT       ! -170141183460469231731687303715 ! v - 1          ! -170141183460469231731687303716
          DECIMAL(9, 3)  ! 1.125           ! v * 2                          ! 2.250
          DECIMAL(18, 2) ! -9999999999999999.99 ! -v                        ! 9999999999999999.99
          DECIMAL(38, 2) ! 99999999999999999999.25 ! v                      ! 99999999999999999999.25
          FLOAT          ! 0.5             ! v / 4                          ! 0.125
          DOUBLE         ! 0.1             ! v                              ! 0.1
          BOOLEAN        ! true            ! NOT v                          ! 0
          VARCHAR(9)     ! äöü             ! upper(v)                       ! ÄÖÜ
          STRING         ! a'b             ! concat(v, 'c')                 ! a'bc
          JSON           ! {"a": 1}        ! v                              ! {"a": 1}
          VARBINARY      ! abc             ! v                              ! YWJj
          """)
  void everyTypeCanBeReadAndComputed(String type, String field, String value, String expected)
      throws IOException {
    fixture.run("CREATE TABLE s (v " + type + ", w " + type + ")");
    Path path = directory.resolve("in.csv");
    Files.writeString(path, field + "\n\\N\n");
    fixture.done(
        "LOAD DATA INFILE '"
            + path
            + "' INTO TABLE s FIELDS TERMINATED BY ';' (v) SET w = "
            + value);
    assertThat(fixture.rows("SELECT w FROM s ORDER BY v IS NULL"))
        .containsExactly(List.of(expected), List.of("NULL"));
  }

  @Test
  void bytesThatAreNoTextAndNumbersThatAreNoneAreReadAsTheyAre() throws IOException {
    fixture.run("CREATE TABLE s (v VARBINARY, w VARCHAR(20), f DOUBLE, g DOUBLE, h FLOAT)");
    Path path = directory.resolve("in.csv");
    Files.write(path, new byte[] {(byte) 0xFF, 0x41, ';', 'n', 'a', 'n', '\n'});
    fixture.done(
        "LOAD DATA INFILE '"
            + path
            + "' INTO TABLE s FIELDS TERMINATED BY ';' (v, f)"
            + " SET w = hex(v), g = f + 1, h = f");
    assertThat(fixture.rows("SELECT w, g, h FROM s").toString())
        .isEqualToIgnoringCase("[[FF41, nan, nan]]");
  }

  @Test
  void columnsThatTakeNoNullOrOnlyShortTextAreChecked() throws IOException {
    fixture.run("CREATE TABLE s (id INT, a INT NOT NULL, b VARCHAR(3))");
    Path path = directory.resolve("in.csv");
    Files.writeString(path, "1;\\N;ab\n2;5;abcd\n3;6;x\n4;\\N;x\n");
    fixture.done(
        "LOAD DATA INFILE '"
            + path
            + "' INTO TABLE s OPTIONS (max_filter_ratio='1', bad_values='reject')"
            + " FIELDS TERMINATED BY ';' (id, @a, @b)"
            + " SET a = if(id = 4, @a + 0, coalesce(@a, 7)), b = concat(@b, '')");
    assertThat(fixture.rows("SELECT id, a, b FROM s ORDER BY id").toString())
        .isEqualTo("[[1, 7, ab], [3, 6, x]]");
    assertThat(
            fixture
                .rows(
                    "SELECT line, column_name, error_code FROM information_schema.rejected_rows"
                        + " ORDER BY line")
                .toString())
        .isEqualTo("[[2, b, TOO_LONG], [4, a, NULL_VALUE]]");
  }

  @Test
  void withIgnoreAValueThatDoesNotConvertBecomesNull() throws IOException {
    Path path = directory.resolve("in.csv");
    Files.writeString(path, "1,1\n2,400\n3,3\n");
    fixture.done(
        "LOAD DATA INFILE '"
            + path
            + "' IGNORE INTO TABLE t FIELDS TERMINATED BY ',' (id, @n) SET n = @n + 0");
    assertThat(rows("id, n")).isEqualTo("1|1; 2|NULL; 3|3");
  }

  @Test
  void clientsFileIsComputedToo() {
    Client client =
        new Client(
            UserName.ROOT,
            "local",
            "mysql",
            1,
            Connections.NONE,
            path -> new ByteArrayInputStream("1,1\n2,400\n".getBytes(StandardCharsets.UTF_8)));
    SqlSession session = new SqlSession(fixture.services, client);
    session
        .execute(
            "LOAD DATA LOCAL INFILE 'x' INTO TABLE demo.t FIELDS TERMINATED BY ','"
                + " (id, @n) SET n = @n + 0, name = @n")
        .close();
    assertThat(rows("id, n, name")).isEqualTo("1|1|1; 2|NULL|400");
  }

  @Test
  void rejectsOfManyChunksAndFilesKeepTheirLines() throws IOException {
    for (int file = 1; file <= 2; file++) {
      StringBuilder text = new StringBuilder();
      for (int line = 1; line <= 300_000; line++) {
        boolean bad = line % 100_000 == 7 * file;
        text.append(line).append(',').append(bad ? "x" + line : "5").append('\n');
      }
      Files.writeString(directory.resolve("many" + file + ".csv"), text.toString());
    }
    fixture.done(
        "LOAD DATA INFILE '"
            + directory
            + "/many*.csv' INTO TABLE t OPTIONS (max_filter_ratio='1', bad_values='reject')"
            + " FIELDS TERMINATED BY ',' (id, @n) SET n = @n + 0");
    assertThat(fixture.rows("SELECT count(*), sum(n) FROM t").toString())
        .isEqualTo("[[599994, 2999970]]");
    assertThat(
            fixture.rows(
                "SELECT line, raw FROM information_schema.rejected_rows ORDER BY source, line"))
        .extracting(row -> String.join(" ", row))
        .containsExactly(
            "7 7,x7",
            "100007 100007,x100007",
            "200007 200007,x200007",
            "14 14,x14",
            "100014 100014,x100014",
            "200014 200014,x200014");
  }

  @Test
  void rejectedRowsAreKeptAsInputButNotReplayed() throws IOException {
    String options = "max_filter_ratio='1', bad_values='reject'";
    String computed = label(load(FIVE, options, "(id, @n) SET n = @n + 0"));
    assertThatThrownBy(() -> fixture.run("REPLAY REJECTS OF demo.`" + computed + "`"))
        .hasMessageContaining("computed columns with SET");
    String direct = label(load("7,x\n", options, "(id, @n) SET n = @n"));
    fixture.run("REPLAY REJECTS OF demo.`" + direct + "` OPTIONS (bad_values='null')");
    assertThat(rows("id, n")).endsWith("7|NULL");
  }

  private static String label(StatementResult.Done load) {
    return load.info().replaceAll(".*'label':'([^']*)'.*", "$1");
  }

  @Test
  void parquetIsRefused() {
    assertThatThrownBy(
            () ->
                fixture.run(
                    "LOAD DATA INFILE '/nowhere/x' INTO TABLE t OPTIONS (format='parquet')"
                        + " SET n = 1"))
        .hasMessageContaining("parquet");
  }

  @Test
  void columnThatTheHeaderDoesNotNameCannotBeRead() throws IOException {
    assertThatThrownBy(() -> load("id\n1\n", "header='names'", "SET name = concat(n, 'x')"))
        .hasMessageContaining("SET reads column 'n', but no field goes into it.");
    load("id,n\n1,2\n", "header='names'", "SET name = concat(n, 'x')");
    assertThat(rows("id, n, name")).isEqualTo("1|2|2x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      textBlock =
          """
          (id, @n) SET n = @m * 2            ! Unknown column '@m' in the fields of the file
          (id, @n) SET n = price             ! Unknown column 'price' in the fields of the file
          (id, @n) SET nn = @n               ! Unknown column 'nn' in demo.t.
          (id, @n) SET n = @n, n = 2         ! Duplicate column 'n' in SET
          (id, n) SET n = n + 1, more = n    ! 'more' is computed from 'n', which SET computes before it
          (id, @n) SET n = @n, more = n      ! 'more' is computed from 'n', which SET computes before it
          (id, @n) SET n = (SELECT max(n) FROM t) ! a query has no place in it
          (id, @n) SET n = @n IN (SELECT id) ! a query has no place in it
          (id, @n) SET n = EXISTS (SELECT 1) ! a query has no place in it
          (id, @n) SET n = (@n) + (VALUES (1)) ! a query has no place in it
          (id, @n) SET n = sum(@n)           ! SUM would need other rows
          (id, @n) SET n = 1 + count(*)      ! COUNT would need other rows
          (id, @n) SET n = group_concat(@n)  ! GROUP_CONCAT would need other rows
          (id, @n) SET n = row_number() OVER () ! OVER would need other rows
          (id, @n) SET n = lag(id) OVER (ORDER BY id) ! OVER would need other rows
          (id, @n) SET n = sum(1) OVER ()    ! OVER would need other rows
          (id, @n) SET n = rank()            ! RANK would need other rows
          (id, list) SET n = list            ! ARRAY<INT>
          (id, @n) SET n = nonsense(@n)      ! nonsense
          (id, @n) SET n = *                 ! Unexpected '*'
          (id, @n) SET n = DISTINCT @n       ! Unexpected 'DISTINCT'
          (id, @n) SET n = @n LIMIT 1        ! LIMIT
          (id, @n) SET n = @n WHERE id = 1   ! Unexpected 'WHERE'
          (id, @n) SET n = @n AS x           ! Unexpected 'AS'
          (id, @n) SET n = (@n, 2)           ! SET takes one value for each column
          (id, @n) SET n = * FROM (SELECT 1 AS x, 99999 AS y) q UNION ALL SELECT id ! Unexpected '*'
          (id, @n) SET n = @n FROM t         ! Unexpected 'FROM'
          (id, @n) SET n = @( ) + @( , @) + ( @) ! Expected a name behind '@'.
          (id, @n) SET n = @n + @            ! Expected a name behind '@'.
          (id, @n) SET n = @ + @n            ! Expected a name behind '@'.
          (id, @n) SET n = (@,)              ! Expected a name behind '@'.
          (id, @n) SET n = 1 +               ! Unexpected '+'. Here could stand '('
          (id, @n) SET n = CASE WHEN @n > 1 THEN 2 ! The expression ends too early.
          (id, @n) SET n = default           ! DEFAULT in SET is not supported yet. A column that
          (id, @n) SET n = @n + 1 ORDER BY 1 ! ORDER
          """)
  void whatCannotBeComputedIsToldBeforeAFileIsRead(String rest, String says) throws IOException {
    assertThatThrownBy(() -> load("1,2\n", "", rest)).hasMessageContaining(says);
    assertThat(rows("id")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"s", "`#rows`.s.a", "`#rows`.s.b.c + 1"})
  void structsAndTheirFieldsAreNoOperands(String value) {
    assertThatThrownBy(() -> load("nested", "{\"a\":1}\n", "", "(s) SET n = " + value))
        .hasMessageContaining("STRUCT<a INT");
  }
}
