package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.error.ErrorCode;

/** Statements about the rows by key and time of tables. */
class OnlineTest {
  @TempDir private Path directory;
  private SessionFixture fixture;

  @BeforeEach
  void open() {
    reopen();
    fixture.run(
        "CREATE DATABASE demo",
        "USE demo",
        "CREATE TABLE trips (car STRING, at BIGINT, km INT, INDEX(KEY=car, TS=at))");
  }

  private void reopen() {
    fixture = new SessionFixture(directory.resolve("data"));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void online() {
    fixture.run("SET @@execute_mode = 'online'");
  }

  private String csv(String text) throws IOException {
    return Files.writeString(directory.resolve("trips.csv"), text).toString();
  }

  private List<List<String>> trips(String mode) {
    fixture.run("SET execute_mode = '" + mode + "'");
    return fixture.rows("SELECT car, at, km FROM trips ORDER BY car, at, km");
  }

  @Test
  void eachModeHasRowsOfItsOwn() {
    fixture.run("INSERT INTO trips VALUES ('a', 1, 10)");
    online();
    fixture.run("INSERT INTO trips VALUES ('b', 2, 20), (NULL, 3, NULL)");
    assertThat(trips("online"))
        .containsExactlyInAnyOrder(List.of("b", "2", "20"), List.of("NULL", "3", "NULL"));
    assertThat(trips("request")).hasSize(2);
    assertThat(trips("offline")).containsExactly(List.of("a", "1", "10"));
  }

  @Test
  void rowsOfEqualKeyAndTimeAreAllKept() {
    online();
    fixture.run(
        "INSERT INTO trips VALUES ('a', 1, 10), ('a', 1, 10), ('a', 1, 11)",
        "INSERT INTO trips VALUES ('a', 1, 10)");
    assertThat(fixture.rows("SELECT count(*), sum(km) FROM trips WHERE car = 'a'"))
        .containsExactly(List.of("4", "41"));
  }

  @Test
  void ignoreLeavesOutRowsThatAreThere() {
    online();
    fixture.run("INSERT INTO trips VALUES ('a', 1, 10)");
    assertThat(
            fixture
                .done("INSERT OR IGNORE INTO trips VALUES ('a', 1, 10), ('a', 1, 11), ('b', 1, 1)")
                .affectedRows())
        .isEqualTo(2);
    assertThat(fixture.done("INSERT IGNORE INTO trips VALUES ('b', 1, 1)").affectedRows()).isZero();
    assertThat(fixture.rows("SELECT count(*) FROM trips")).containsExactly(List.of("3"));
    fixture.run("SET execute_mode = offline");
    assertThatThrownBy(() -> fixture.run("INSERT IGNORE INTO trips VALUES ('b', 1, 1)"))
        .extracting("code")
        .isEqualTo(ErrorCode.UNSUPPORTED);
  }

  @Test
  void filesLoadWhereTheSessionOrTheStatementSays() throws IOException {
    String file = csv("car,at,km\na,1,10\nb,2,20\n");
    online();
    assertThat(fixture.done("LOAD DATA INFILE '" + file + "' INTO TABLE trips").affectedRows())
        .isEqualTo(2);
    fixture.run("LOAD DATA INFILE '" + file + "' INTO TABLE trips OPTIONS (put_if_absent=true)");
    assertThat(trips("online")).hasSize(2);
    assertThat(trips("offline")).isEmpty();
    fixture.run("LOAD DATA INFILE '" + file + "' INTO TABLE trips OPTIONS (target='both')");
    assertThat(trips("online")).hasSize(4);
    assertThat(trips("offline")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "target='online', mode='overwrite'     | must be 'append' where rows go online",
        "target='both', mode='error_if_exists' | must be 'append' where rows go online",
        "target='both', put_if_absent=true     | it is for target 'online' alone",
        "put_if_absent=true                    | it is for target 'online' alone",
        "target='nowhere'                      | target is 'nowhere'",
        "writer_type='fast'                    | must be 'single' or 'batch'",
      })
  void optionsThatContradictEachOtherAreRefused(String options, String why) throws IOException {
    String file = csv("car,at,km\na,1,10\n");
    assertThatThrownBy(
            () ->
                fixture.run(
                    "LOAD DATA INFILE '" + file + "' INTO TABLE trips OPTIONS (" + options + ")"))
        .hasMessageContaining(why);
  }

  /** Late history stays hidden, for it has expired; that it came is said. */
  @ParameterizedTest
  @CsvSource({"online", "both"})
  void rowsThatHadExpiredWhenTheyCameAreCounted(String target) throws IOException {
    fixture.run(
        "CREATE TABLE late (car STRING, at BIGINT, INDEX(KEY=car, TS=at, TTL=1h),"
            + " INDEX(KEY=at, TS=at, TTL=2h))");
    long now = System.currentTimeMillis();
    String file =
        csv("car,at\na," + now + "\nb,1\nc," + (now - 5_400_000) + "\nd,2\n"); // c: in one index
    StatementResult.Done done =
        fixture.done(
            "LOAD DATA INFILE '" + file + "' INTO TABLE late OPTIONS (target='" + target + "')");
    assertThat(done.affectedRows()).isEqualTo(4);
    assertThat(done.warnings())
        .containsExactly("2 rows had expired when they came: they are not shown online");
    online();
    assertThat(fixture.rows("SELECT car FROM late")).containsExactly(List.of("a"));
  }

  /** What orders rows is never NULL: such a row is bad, and the load says so. */
  @Test
  void rowWithoutATimeIsBad() throws IOException {
    String file = csv("car,at,km\na,,10\nb,2,20\n");
    online();
    String load = "LOAD DATA INFILE '" + file + "' INTO TABLE trips OPTIONS (%s)";
    assertThatThrownBy(() -> fixture.run(load.formatted("max_filter_ratio='0'")))
        .extracting("code")
        .isEqualTo(ErrorCode.TOO_MANY_FILTERED);
    assertThat(trips("online")).isEmpty();
    fixture.run(load.formatted("max_filter_ratio='0.5'"));
    assertThat(trips("online")).containsExactly(List.of("b", "2", "20"));
  }

  @Test
  void queriesSeeWhatTheirConditionsDemand() {
    online();
    fixture.run("INSERT INTO trips VALUES ('a', 1, 1), ('a', 5, 2), ('b', 1, 3), ('', 1, 4)");
    assertThat(fixture.rows("SELECT km FROM trips WHERE car = 'a' ORDER BY km"))
        .containsExactly(List.of("1"), List.of("2"));
    assertThat(fixture.rows("SELECT km FROM trips WHERE car = 'a' AND at > 1"))
        .containsExactly(List.of("2"));
    assertThat(fixture.rows("SELECT km FROM trips WHERE car = 'a' AND at >= 1 AND 5 > at"))
        .containsExactly(List.of("1"));
    assertThat(fixture.rows("SELECT km FROM trips WHERE car = 'a' AND at BETWEEN 2 AND 9"))
        .containsExactly(List.of("2"));
    assertThat(fixture.rows("SELECT km FROM trips WHERE car = 'a' AND at = 5"))
        .containsExactly(List.of("2"));
    assertThat(fixture.rows("SELECT km FROM trips WHERE car = 'a' AND at BETWEEN 9 AND 2"))
        .isEmpty();
    assertThat(fixture.rows("SELECT km FROM trips WHERE car = 'a' AND at NOT BETWEEN 2 AND 9"))
        .containsExactly(List.of("1"));
    assertThat(fixture.rows("SELECT km FROM trips WHERE car = ''")).containsExactly(List.of("4"));
    assertThat(fixture.rows("SELECT km FROM trips WHERE car = 'none'")).isEmpty();
    assertThat(fixture.rows("SELECT sum(km) FROM trips WHERE car = 'a' OR car = 'b'"))
        .containsExactly(List.of("6"));
    assertThat(
            fixture.rows(
                "SELECT x.km FROM trips x JOIN trips y ON x.car = y.car WHERE y.at = 5 ORDER BY 1"))
        .containsExactly(List.of("1"), List.of("2"));
  }

  /** Read are the rows of the key and of the time, no others. */
  @Test
  void onlyWhatIsDemandedIsRead() {
    fixture.run(
        "CREATE TABLE n (k BIGINT, d DATE, at DATETIME, INDEX(KEY=(k, d), TS=at), INDEX(KEY=d))");
    online();
    fixture.run(
        "INSERT INTO n VALUES (1, '2024-01-01', '2024-01-01 10:00:00'),"
            + " (1, '2024-01-01', '2024-01-02 10:00:00'), (1, '2024-01-02', '2024-01-01 10:00:00'),"
            + " (2, '2024-01-01', '2024-01-01 10:00:00')");
    assertThat(scanned("SELECT * FROM n")).isEqualTo(4);
    assertThat(scanned("SELECT * FROM n WHERE k = 1")).isEqualTo(4);
    assertThat(scanned("SELECT * FROM n WHERE d = '2024-01-01'")).isEqualTo(3);
    assertThat(scanned("SELECT * FROM n WHERE k = 1 AND d = '2024-01-01'")).isEqualTo(2);
    assertThat(
            scanned(
                "SELECT * FROM n WHERE k = 1 AND d = '2024-01-01' AND at > '2024-01-01 12:00:00'"))
        .isEqualTo(1);
    assertThat(scanned("SELECT * FROM n x JOIN n y ON x.k = y.k WHERE x.k = 1")).isEqualTo(4);
  }

  private long scanned(String query) {
    try (StatementResult.Rows rows = (StatementResult.Rows) fixture.session.execute(query)) {
      while (rows.cursor().next() != null) {
        // only how many were read matters
      }
      return rows.cursor().scanRows();
    }
  }

  @Test
  void restartKeepsTheRows() {
    online();
    fixture.run("INSERT INTO trips VALUES ('a', 1, 10)");
    fixture.close();
    reopen();
    fixture.run("USE demo");
    assertThat(trips("online")).containsExactly(List.of("a", "1", "10"));
    assertThat(trips("offline")).isEmpty();
  }

  @Test
  void truncateEmptiesBothSidesAndDropLeavesNothing() throws IOException {
    String file = csv("car,at,km\na,1,10\n");
    fixture.run("LOAD DATA INFILE '" + file + "' INTO TABLE trips OPTIONS (target='both')");
    fixture.run("TRUNCATE TABLE trips");
    assertThat(trips("online")).isEmpty();
    assertThat(trips("offline")).isEmpty();
    online();
    fixture.run("INSERT INTO trips VALUES ('a', 1, 10)", "DROP TABLE trips");
    fixture.run("CREATE TABLE trips (car STRING, at BIGINT, km INT)");
    assertThat(trips("online")).isEmpty();
    try (Stream<Path> staged = Files.list(directory.resolve("data/online/staged"))) {
      assertThat(staged).isEmpty();
    }
  }

  /** OpenMLDB's: the first column that can be a key, by time of arrival. */
  @Test
  void tableWithoutAnIndexHasTheDefaultOne() {
    fixture.run("CREATE TABLE plain (share DOUBLE, name STRING)");
    online();
    fixture.run("INSERT INTO plain VALUES (0.5, 'x'), (0.5, 'y')");
    assertThat(fixture.rows("SELECT share FROM plain WHERE name = 'y'"))
        .containsExactly(List.of("0.5"));
    fixture.run("CREATE TABLE keyless (share DOUBLE)");
    assertThatThrownBy(() -> fixture.run("INSERT INTO keyless VALUES (0.5)"))
        .hasMessageContaining("No column can be the key of an index");
  }

  @Test
  void indexesAreShownAsTheyWereDeclared() {
    fixture.run(
        "CREATE TABLE t (a INT, b STRING, at DATETIME,"
            + " INDEX(KEY=(a, b), TS=at, TTL=(30d, 10), TTL_TYPE=absorlat),"
            + " INDEX(TS=at, TTL=5, TTL_TYPE=latest), INDEX(KEY=b, TTL=90m))");
    String made = fixture.rows("SHOW CREATE TABLE t").get(0).get(1);
    assertThat(made)
        .contains(
            "INDEX(KEY=(`a`, `b`), TS=`at`, TTL=(43200m, 10), TTL_TYPE=absorlat)",
            "INDEX(TS=`at`, TTL=5, TTL_TYPE=latest)",
            "INDEX(KEY=(`b`), TTL=90m, TTL_TYPE=absolute)");
    fixture.run("DROP TABLE t", made);
    assertThat(fixture.rows("SHOW CREATE TABLE t").get(0).get(1)).isEqualTo(made);
    fixture.run("ALTER TABLE t RENAME COLUMN b TO c");
    assertThat(fixture.rows("SHOW CREATE TABLE t").get(0).get(1)).contains("KEY=(`a`, `c`)");
    assertThatThrownBy(() -> fixture.run("ALTER TABLE t DROP COLUMN c"))
        .hasMessageContaining("Column 'c' is in an INDEX");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INDEX(KEY=x)                        | x",
        "INDEX(TTL=1d)                       | An index needs KEY = (column, ...) or TS = column.",
        "INDEX(KEY=a, SPEED=1)               | SPEED",
        "INDEX(KEY=a, KEY=a)                 | is given twice",
        "INDEX(KEY=d)                        | Column 'd' is DOUBLE and cannot be KEY",
        "INDEX(KEY=a, TS=d)                  | Column 'd' is DOUBLE and cannot be TS",
        "INDEX(KEY=a, TTL=1x)                | must be a span such as 10m, 12h or 30d",
        "INDEX(KEY=a, TTL=1d, TTL_TYPE=late) | must be absolute, latest, absandlat, absorlat",
        "INDEX(KEY=a, TTL=1d, TTL_TYPE=latest)    | must be a number of rows",
        "INDEX(KEY=a, TTL=1001, TTL_TYPE=latest)  | must be 0 (no expiry) to 1000",
        "INDEX(KEY=a, TTL=1d, TTL_TYPE=absandlat) | is a span and a number",
        "INDEX(CKEY=a)                       | Rows of equal key would replace each other",
        "INDEX(KEY=a), INDEX(KEY=a)          | have the same KEY and TS",
      })
  void indexThatCannotBeIsRefused(String index, String why) {
    assertThatThrownBy(() -> fixture.run("CREATE TABLE t (a INT, d DOUBLE, " + index + ")"))
        .hasMessageContaining(why);
    assertThat(fixture.rows("SHOW TABLES")).containsExactly(List.of("trips"));
  }

  @Test
  void deleteTellsHowManyRowsWentAndWithoutAConditionAllGo() {
    fixture.run("INSERT INTO trips VALUES ('a', 1, 10)");
    online();
    fixture.run("INSERT INTO trips VALUES ('a', 1, 10), ('a', 1, 10), ('b', 2, 20)");
    StatementResult.Done done = fixture.done("DELETE FROM trips WHERE car = 'a'");
    assertThat(done.affectedRows()).isEqualTo(2);
    fixture.run("DELETE FROM trips");
    assertThat(trips("online")).isEmpty();
    assertThat(trips("offline")).hasSize(1);
    fixture.close();
    reopen();
    fixture.run("USE demo");
    assertThat(trips("online")).isEmpty();
    assertThat(
            fixture.rows(
                "SELECT unselected_rows FROM information_schema.loads WHERE type = 'DELETE'"
                    + " ORDER BY id"))
        .containsExactly(List.of("2"), List.of("1"));
  }

  @Test
  void materializeBringsRowsOfTheFilesThatAreNotOnlineYet() {
    fixture.run("INSERT INTO trips VALUES ('a', 1, 10), ('a', 2, 20), ('b', 3, 30), (NULL, 4, 40)");
    online();
    fixture.run("INSERT INTO trips VALUES ('a', 2, 20), ('a', 2, 21)");
    StatementResult.Done done = fixture.done("MATERIALIZE trips FROM 2 TO 4");
    assertThat(done.affectedRows()).isEqualTo(1);
    assertThat(trips("online"))
        .containsExactlyInAnyOrder(
            List.of("a", "2", "20"), List.of("a", "2", "21"), List.of("b", "3", "30"));
    fixture.run("SET execute_mode = 'offline'", "MATERIALIZE TABLE demo.trips");
    assertThat(trips("online")).hasSize(5);
    assertThat(trips("offline")).hasSize(4);
    assertThat(fixture.done("MATERIALIZE trips").affectedRows()).isZero();
    fixture.run("CREATE TABLE by_arrival (a INT)");
    assertThatThrownBy(() -> fixture.run("MATERIALIZE by_arrival FROM 1 TO 2"))
        .hasMessageContaining("Leave FROM and TO out");
    assertThatThrownBy(() -> fixture.run("MATERIALIZE trips FROM 'x' TO 2"))
        .hasMessageContaining("x");
  }

  @Test
  void whatOnlineDoesNotDoIsRefusedByName() {
    online();
    fixture.run(
        "INSERT INTO trips VALUES ('a', 1, 1)", "ALTER TABLE trips RENAME COLUMN km TO miles");
    assertThat(fixture.rows("SELECT miles FROM trips")).containsExactly(List.of("1"));
    assertThatThrownBy(() -> fixture.run("ALTER TABLE trips ADD COLUMN more INT"))
        .hasMessageContaining("columns of a table with rows online");
    assertThatThrownBy(() -> fixture.run("INSERT OVERWRITE trips VALUES ('a', 1, 1)"))
        .hasMessageContaining("where execute_mode is online");
    assertThatThrownBy(() -> fixture.run("SET execute_mode = 'both'"))
        .extracting("code")
        .isEqualTo(ErrorCode.BAD_SETTING);
  }
}
