package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
            + " price DECIMAL(20, 2), flag BOOLEAN, list ARRAY<INT>, more INT DEFAULT '7')");
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private StatementResult.Done load(String file, String options, String rest) throws IOException {
    Path path = directory.resolve("in.csv");
    Files.writeString(path, file.replace("\\n", "\n"));
    return fixture.done(
        "LOAD DATA INFILE '"
            + path
            + "' INTO TABLE t OPTIONS ("
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
        .isEqualTo("[[2, NULL, , 2,x], [4, n, 400.0, 4,400]]");
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
          (id, @n) SET n = @m * 2            ! A variable in a query is not supported
          (id, @n) SET n = price             ! Unknown column 'price'
          (id, @n) SET nn = @n               ! Unknown column 'nn'
          (id, @n) SET n = @n, n = 2         ! Duplicate
          (id, @n) SET n = (SELECT max(n) FROM t) ! t
          (id, @n) SET n = sum(@n)           ! #row
          (id, list) SET n = list            ! ARRAY<INT>
          (id, @n) SET n = nonsense(@n)      ! nonsense
          (id, @n) SET n = *                 ! SET takes one value
          """)
  void whatCannotBeComputedIsToldBeforeAFileIsRead(String rest, String says) throws IOException {
    assertThatThrownBy(() -> load("1,2\n", "", rest)).hasMessageContaining(says);
    assertThat(rows("id")).isEmpty();
  }
}
