package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.error.PlimsollException;

/** Which rows by key and time a DELETE removes. */
class OnlineDeleteTest {
  @TempDir private static Path directory;
  private static SessionFixture fixture;

  @BeforeAll
  static void open() {
    fixture = new SessionFixture(directory);
    fixture.run(
        "CREATE DATABASE demo",
        "USE demo",
        "CREATE TABLE both_ways (car STRING, at BIGINT, km INT,"
            + " INDEX(KEY=car, TS=at), INDEX(KEY=km, TS=at))",
        "CREATE TABLE trips (car STRING, at BIGINT, km INT, INDEX(KEY=car, TS=at))",
        "SET execute_mode = 'online'");
  }

  @AfterAll
  static void close() {
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          car = 'a'                         | b 1, b 9, NULL 3, - 4
          'a' = car                         | b 1, b 9, NULL 3, - 4
          car = 'a' AND at = 2              | a 1, a 5, b 1, b 9, NULL 3, - 4
          car = 'a' AND at > 1              | a 1, b 1, b 9, NULL 3, - 4
          car = 'a' AND 2 >= at             | a 5, b 1, b 9, NULL 3, - 4
          car = 'a' AND at < 2 AND at > 4   | a 1, a 2, a 5, b 1, b 9, NULL 3, - 4
          car = 'a' AND at BETWEEN 2 AND 5  | a 1, b 1, b 9, NULL 3, - 4
          both_ways.car = 'a' AND at >= -1  | b 1, b 9, NULL 3, - 4
          car IS NULL                       | a 1, a 2, a 5, b 1, b 9, - 4
          car = ''                          | a 1, a 2, a 5, b 1, b 9, NULL 3
          at <= 2                           | a 5, b 9, NULL 3, - 4
          at > 9223372036854775807          | a 1, a 2, a 5, b 1, b 9, NULL 3, - 4
          at < 4                            | a 5, b 9, - 4
          car = 'nobody'                    | a 1, a 2, a 5, b 1, b 9, NULL 3, - 4
          km = 10                           | a 2, a 5, b 1, b 9, NULL 3, - 4
          km = 10 AND at = 1                | a 2, a 5, b 1, b 9, NULL 3, - 4
          """)
  void deleteRemovesTheRowsOfAKeyOrOfTimes(String condition, String left) {
    fixture.run(
        "TRUNCATE TABLE both_ways",
        "INSERT INTO both_ways VALUES ('a', 1, 10), ('a', 2, 20), ('a', 5, 50), ('b', 1, 11),"
            + " ('b', 9, 90), (NULL, 3, 30), ('', 4, 40)");
    fixture.run("DELETE FROM both_ways WHERE " + condition);
    List<String> all = List.of(left.split(", "));
    assertThat(cars("TRUE")).containsExactlyInAnyOrderElementsOf(all);
    List<String> byTheOtherIndex = new ArrayList<>();
    for (int km : new int[] {10, 20, 50, 11, 90, 30, 40}) {
      byTheOtherIndex.addAll(cars("km = " + km));
    }
    assertThat(byTheOtherIndex).containsExactlyInAnyOrderElementsOf(all);
  }

  private List<String> cars(String condition) {
    return fixture.rows("SELECT car, at FROM both_ways WHERE " + condition).stream()
        .map(row -> (row.get(0).isEmpty() ? "-" : row.get(0)) + " " + row.get(1))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          km = 10                | No index of demo.trips finds these rows
          car = 'a' AND km = 10  | No index of demo.trips finds these rows
          car > 'a'              | No index of demo.trips finds these rows
          car = 'a' OR at = 1    | This condition, where execute_mode is online,
          at + 1 = 2             | This condition, where execute_mode is online,
          at <> 2                | This condition, where execute_mode is online,
          at NOT BETWEEN 1 AND 2 | This condition, where execute_mode is online,
          car IN ('a', 'b')      | This condition, where execute_mode is online,
          at IS NULL             | No index of demo.trips finds these rows
          at = NULL              | This condition, where execute_mode is online,
          at = 1.5               | BIGINT
          car = 'a' AND car = 'b'| Column 'car' cannot have several values
          nothing = 1            | nothing
          """)
  void conditionThatNoIndexAnswersIsRefused(String condition, String why) {
    fixture.run("TRUNCATE TABLE trips", "INSERT INTO trips VALUES ('a', 1, 10)");
    assertThatThrownBy(() -> fixture.run("DELETE FROM trips WHERE " + condition))
        .hasMessageContaining(why);
    assertThat(fixture.rows("SELECT car FROM trips")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          BOOLEAN        | TRUE                                     | FALSE
          TINYINT        | -128                                     | 127
          SMALLINT       | 300                                      | -300
          INT            | 70000                                    | 7
          BIGINT         | 9223372036854775807                      | 1
          LARGEINT       | 12345678901234567890123456789012345678   | -1
          LARGEINT       | 5                                        | 6
          DECIMAL(5,2)   | 1.50                                     | 1.51
          DECIMAL(5,2)   | 1.5                                      | 1
          DECIMAL(5,2)   | 2                                        | 2.01
          DECIMAL(38,10) | -1234567890123456789012345678.0123456789 | 0
          DATE           | '2024-02-29'                             | '2024-03-01'
          DATETIME       | '2024-02-29 01:02:03.5'                  | '2024-02-29 01:02:03'
          DATETIME       | '2024-02-29'                             | '2024-02-29 00:00:01'
          CHAR(5)        | 'a'                                      | 'b'
          VARCHAR(5)     | ''                                       | ' '
          STRING         | '5'                                      | '05'
          """)
  void keyOfAnyTypeIsFound(String type, String value, String other) {
    fixture.run(
        "DROP TABLE IF EXISTS typed",
        "CREATE TABLE typed (k " + type + ", at BIGINT, INDEX(KEY=k, TS=at))",
        "INSERT INTO typed VALUES (" + value + ", 1), (" + other + ", 2), (NULL, 3)");
    String keys = "SELECT at FROM typed WHERE k = ";
    assertThat(fixture.rows(keys + value)).containsExactly(List.of("1"));
    assertThat(fixture.rows(keys + other)).containsExactly(List.of("2"));
    fixture.run("DELETE FROM typed WHERE k = " + value + " AND at BETWEEN 0 AND 9");
    assertThat(fixture.rows(keys + value)).isEmpty();
    assertThat(fixture.rows("SELECT at FROM typed ORDER BY at"))
        .containsExactly(List.of("2"), List.of("3"));
  }

  /** What the column cannot hold, and what would be rounded or cut, names no row. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BOOLEAN      | TRUE | k = 2
          BOOLEAN      | TRUE | k = 1
          DECIMAL(5,2) | 1.50 | k = 1.505
          TINYINT      | 44   | k = 300
          BIGINT       | 1    | CAST(k AS TINYINT) = 1
          INT          | 1    | k = 1e0
          INT          | 1    | k = '1x'
          STRING       | '05' | k = 5
          """)
  void keyThatIsNoneOfItsColumnIsRefused(String type, String value, String condition) {
    fixture.run(
        "DROP TABLE IF EXISTS typed",
        "CREATE TABLE typed (k " + type + ", at BIGINT, INDEX(KEY=k, TS=at))",
        "INSERT INTO typed VALUES (" + value + ", 1)");
    assertThatThrownBy(() -> fixture.run("DELETE FROM typed WHERE " + condition))
        .isInstanceOf(PlimsollException.class);
    assertThat(fixture.rows("SELECT at FROM typed")).hasSize(1);
  }

  @Test
  void whereIndexesExpireDifferentlyNothingIsDeleted() {
    fixture.run(
        "CREATE TABLE expiring (car STRING, km INT, at BIGINT, INDEX(KEY=car, TS=at),"
            + " INDEX(KEY=km, TS=at, TTL=1d))");
    assertThatThrownBy(() -> fixture.run("DELETE FROM expiring WHERE car = 'a'"))
        .hasMessageContaining("rows of one index expire before those of another");
  }

  @Test
  void fieldOfAStructIsNoColumn() {
    fixture.run("CREATE TABLE nested (x INT, r STRUCT<x INT>, INDEX(KEY=x))");
    assertThatThrownBy(() -> fixture.run("DELETE FROM nested WHERE nested.r.x = 5"))
        .hasMessageContaining("is not supported yet");
  }
}
