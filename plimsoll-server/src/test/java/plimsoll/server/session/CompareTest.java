package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.error.ErrorCode;

/** CHECK and REPAIR: both sides of a table, side by side. */
class CompareTest {
  private static final String CHECK = "CHECK TABLE trips ONLINE AGAINST OFFLINE";

  @TempDir private Path directory;
  private SessionFixture fixture;

  @BeforeEach
  void open() {
    fixture = new SessionFixture(directory.resolve("data"));
    fixture.run("CREATE DATABASE demo", "USE demo");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void table(String index) {
    fixture.run("CREATE TABLE trips (car STRING, at BIGINT, km INT, INDEX(" + index + "))");
  }

  private void insert(String mode, String rows) {
    fixture.run("SET execute_mode = '" + mode + "'", "INSERT INTO trips VALUES " + rows);
  }

  private List<List<String>> trips(String mode) {
    fixture.run("SET execute_mode = '" + mode + "'");
    return fixture.rows("SELECT car, at, km FROM trips ORDER BY car, at, km");
  }

  private static List<String> line(String... values) {
    List<String> line = new ArrayList<>(List.of("demo.trips"));
    line.addAll(List.of(values));
    return line;
  }

  @Test
  void sidesWithTheSameRowsAgreeHoweverTheyCame() throws IOException {
    table("KEY=car, TS=at");
    Path csv = Files.writeString(directory.resolve("t.csv"), "car,at,km\na,1,10\nb,2,20\n,3,\n");
    fixture.run("LOAD DATA INFILE '" + csv + "' INTO TABLE trips OPTIONS (target='both')");
    insert("online", "('c', 4, 40)");
    insert("offline", "('c', 4, 40)");
    assertThat(fixture.rows(CHECK)).containsExactly(line("NULL", "NULL", "4", "4", "agrees"));
  }

  @Test
  void emptyTableAgrees() {
    table("KEY=car, TS=at");
    assertThat(fixture.rows(CHECK)).containsExactly(line("NULL", "NULL", "0", "0", "agrees"));
  }

  @Test
  void rangesThatDifferAreShown() {
    table("KEY=car, TS=at");
    insert("online", "('a', 1, 1), ('b', 1, 1), ('c', 1, 1), ('d', 1, 1)");
    insert("offline", "('a', 1, 1), ('b', 1, 2), ('c', 1, 1), ('c', 2, 1), ('d', 1, 1)");
    assertThat(fixture.rows(CHECK))
        .containsExactly(
            line("NULL", "NULL", "4", "5", "differs"),
            line("'b'", "'c'", "1", "1", "differs"),
            line("'c'", "'d'", "1", "2", "differs"));
  }

  @Test
  void repairBringsWhatIsMissingAndRemovesNothing() {
    table("KEY=car, TS=at");
    insert("online", "('a', 1, 1), ('b', 1, 1), ('e', 1, 1), ('e', 1, 1)");
    insert("offline", "('a', 1, 1), ('b', 1, 2), ('b', 1, 2), ('c', 1, 1), ('e', 1, 1)");
    assertThat(fixture.done("REPAIR TABLE trips ONLINE FROM OFFLINE").affectedRows()).isEqualTo(3);
    assertThat(trips("online"))
        .containsExactly(
            List.of("a", "1", "1"),
            List.of("b", "1", "1"),
            List.of("b", "1", "2"),
            List.of("b", "1", "2"),
            List.of("c", "1", "1"),
            List.of("e", "1", "1"),
            List.of("e", "1", "1"));
    assertThat(fixture.done("REPAIR TABLE trips ONLINE FROM OFFLINE").affectedRows()).isZero();
    assertThat(fixture.done("REPAIR TABLE trips OFFLINE FROM ONLINE").affectedRows()).isEqualTo(2);
    assertThat(trips("offline")).isEqualTo(trips("online"));
    assertThat(fixture.rows(CHECK)).containsExactly(line("NULL", "NULL", "7", "7", "agrees"));
    assertThat(fixture.done("REPAIR TABLE trips OFFLINE FROM ONLINE").affectedRows()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void randomSidesAgreeOnceEachHasWhatTheOtherHad(int seed) throws IOException {
    table("KEY=(car, km), TS=at");
    Random random = new Random(seed);
    int cars = 1 + random.nextInt(20_000);
    for (String target : List.of("both", "online", "offline")) {
      StringBuilder rows = new StringBuilder("car,at,km\n");
      for (int i = random.nextInt(target.equals("both") ? 30_000 : 300); i > 0; i--) {
        rows.append("car").append(random.nextInt(cars)).append(',');
        rows.append(random.nextInt(1000)).append(',').append(random.nextInt(3)).append('\n');
      }
      Path csv = Files.writeString(directory.resolve(target + ".csv"), rows);
      fixture.run(
          "LOAD DATA INFILE '"
              + csv
              + "' INTO TABLE trips OPTIONS (mode='append', target='"
              + target
              + "')");
    }
    fixture.run("REPAIR TABLE trips ONLINE FROM OFFLINE", "REPAIR TABLE trips OFFLINE FROM ONLINE");
    assertThat(fixture.rows(CHECK)).hasSize(1);
    assertThat(trips("online")).isEqualTo(trips("offline"));
  }

  /** Online shows what has not expired; of the files the same is taken. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TTL=10m                           | 1",
        "TTL=2, TTL_TYPE=latest            | 2",
        "TTL=(10m, 2), TTL_TYPE=absandlat  | 2",
        "TTL=(10m, 2), TTL_TYPE=absorlat   | 1",
        "TTL=(10m, 1), TTL_TYPE=absandlat  | 1",
      })
  void rowsThatHaveExpiredAreLeftOut(String ttl, int shown) {
    table("KEY=car, TS=at, " + ttl);
    long now = System.currentTimeMillis();
    String rows = "('a', " + now + ", 1), ('a', " + (now - 3_600_000) + ", 2), ('a', 1, 3)";
    insert("online", rows);
    insert("offline", rows);
    assertThat(trips("online")).hasSize(shown);
    String count = Integer.toString(shown);
    assertThat(fixture.rows(CHECK)).containsExactly(line("NULL", "NULL", count, count, "agrees"));
    assertThat(fixture.done("REPAIR TABLE trips ONLINE FROM OFFLINE").affectedRows()).isZero();
  }

  /** Of rows of equal key and time at the border, the index shows those of the smallest hashes. */
  @Test
  void equalTimesAtTheBorderOfLatestAreToldApart() {
    table("KEY=car, TS=at, TTL=5, TTL_TYPE=latest");
    StringBuilder rows = new StringBuilder("('a', 9, 0), ('a', 8, 0)");
    for (int i = 0; i < 20; i++) {
      rows.append(", ('a', 7, ").append(i).append(')');
    }
    insert("online", rows.toString());
    insert("offline", rows.toString());
    assertThat(fixture.rows(CHECK)).containsExactly(line("NULL", "NULL", "5", "5", "agrees"));
  }

  @Test
  void filesOfSoftLinksAreComparedToo() throws IOException {
    table("KEY=car, TS=at");
    Path csv = Files.writeString(directory.resolve("t.csv"), "car,at,km\na,1,10\nb,2,20\n");
    fixture.run(
        "LOAD DATA INFILE '" + csv + "' INTO TABLE trips OPTIONS (deep_copy=false)",
        "REPAIR TABLE trips ONLINE FROM OFFLINE");
    assertThat(trips("online")).hasSize(2);
    assertThat(fixture.rows(CHECK)).containsExactly(line("NULL", "NULL", "2", "2", "agrees"));
  }

  @Test
  void rowsWithoutATimeAreSaidAndLeftOut() {
    table("KEY=car, TS=at");
    insert("offline", "('a', NULL, 1), ('b', 1, 1)");
    StatementResult.Done done = fixture.done("REPAIR TABLE trips ONLINE FROM OFFLINE");
    assertThat(done.affectedRows()).isEqualTo(1);
    assertThat(trips("online")).containsExactly(List.of("b", "1", "1"));
    try (StatementResult result = fixture.session.execute(CHECK)) {
      assertThat(result.warnings()).singleElement().asString().startsWith("1 rows of the files");
    }
  }

  @Test
  void tableByArrivalIsComparedUnlessItsRowsExpire() {
    fixture.run("CREATE TABLE trips (car STRING, at BIGINT, km INT)");
    insert("online", "('a', 1, 1), ('a', 1, 1)");
    insert("offline", "('a', 1, 1)");
    assertThat(fixture.rows(CHECK)).first().isEqualTo(line("NULL", "NULL", "2", "1", "differs"));
    fixture.run("DROP TABLE trips");
    table("KEY=car, TTL=1d");
    for (String statement : List.of(CHECK, "REPAIR TABLE trips ONLINE FROM OFFLINE")) {
      assertThatThrownBy(() -> fixture.session.execute(statement))
          .hasMessageContaining("expire by the time of their arrival")
          .extracting("code")
          .isEqualTo(ErrorCode.REFUSED);
    }
  }

  /** A row that any index has no time for cannot be online. */
  @Test
  void timesOfAllIndexesAreLookedAt() {
    fixture.run(
        "CREATE TABLE trips (car STRING, at BIGINT, km BIGINT, INDEX(KEY=car),"
            + " INDEX(KEY=car, TS=at), INDEX(KEY=at, TS=km))");
    insert("offline", "('a', 1, NULL), ('b', NULL, 1), ('c', 1, 1)");
    StatementResult.Done done = fixture.done("REPAIR TABLE trips ONLINE FROM OFFLINE");
    assertThat(done.affectedRows()).isEqualTo(1);
    assertThat(done.warnings()).singleElement().asString().startsWith("2 rows of the files");
    assertThat(fixture.rows(CHECK)).containsExactly(line("NULL", "NULL", "1", "1", "agrees"));
  }

  /** What a file keeps of a value and what a key's row keeps are the same bytes. */
  @Test
  void valuesOfEveryTypeAreTheSameOnBothSides() throws IOException {
    fixture.run(
        "CREATE TABLE trips (k INT, at DATETIME, a BOOLEAN, b TINYINT, c SMALLINT, d BIGINT,"
            + " e LARGEINT, f FLOAT, g DOUBLE, h DECIMAL(9,2), i DECIMAL(38,10), j DATE,"
            + " l CHAR(5), m VARCHAR(10), n STRING, o VARBINARY, p JSON, q ARRAY<INT>,"
            + " r MAP<STRING, INT>, s STRUCT<x INT, y STRING>, INDEX(KEY=k, TS=at))");
    String columns = "k;at;a;b;c;d;e;f;g;h;i;j;l;m;n;o;p;q;r;s\n";
    String rows =
        "1;2024-02-29 23:59:59.999999;true;-128;32767;9223372036854775807;"
            + "99999999999999999999999999999999999999;NaN;-0.0;-1234567.89;"
            + "-1234567890123456789012345678.0123456789;9999-12-31;ab;\u00e9;;AAE=;"
            + "{ \"a\" : [1, 2.0] };[1,null];{\"a\":1};{\"x\":1,\"y\":null}\n"
            + "2;0001-01-01 00:00:00;false;0;0;0;0;-0.0;NaN;0;0;0001-01-01;;;x;;null;[];{};{}\n"
            + "3;1969-12-31 23:59:59.000001;;;;;;Infinity;-Infinity;;;1969-12-31;;;;;;;;\n";
    Path csv = Files.writeString(directory.resolve("t.csv"), columns + rows);
    fixture.run(
        "LOAD DATA INFILE '"
            + csv
            + "' INTO TABLE trips OPTIONS (target='both', delimiter=';', quote='', null_value='',"
            + " bad_values='abort')");
    assertThat(fixture.rows(CHECK)).containsExactly(line("NULL", "NULL", "3", "3", "agrees"));
    fixture.run("SET execute_mode = 'online'", "DELETE FROM trips WHERE k = 2");
    assertThat(fixture.rows(CHECK)).first().isEqualTo(line("NULL", "NULL", "2", "3", "differs"));
    assertThat(fixture.done("REPAIR TABLE trips ONLINE FROM OFFLINE").affectedRows()).isEqualTo(1);
    assertThat(fixture.rows(CHECK)).containsExactly(line("NULL", "NULL", "3", "3", "agrees"));
  }

  /** Stopped wherever it is, nothing is brought. */
  @ParameterizedTest
  @ValueSource(ints = {0, 20, 60, 150})
  void killedRepairBringsNothing(int millis) throws Exception {
    table("KEY=car, TS=at");
    Path csv = directory.resolve("t.csv");
    StringBuilder rows = new StringBuilder("car,at,km\n");
    for (int i = 0; i < 200_000; i++) {
      rows.append("car").append(i).append(',').append(i).append(",1\n");
    }
    Files.writeString(csv, rows);
    fixture.run("LOAD DATA INFILE '" + csv + "' INTO TABLE trips OPTIONS (target='offline')");
    SqlSession session = fixture.newSession();
    CompletableFuture<Void> repair =
        CompletableFuture.runAsync(
            () -> session.execute("REPAIR TABLE demo.trips ONLINE FROM OFFLINE").close());
    Thread.sleep(millis); // at another place each time; what is asserted holds at all of them
    while (!repair.isDone()) {
      session.cancel(ErrorCode.CANCELLED.with("KILL")); // again: it may not have begun yet
      Thread.sleep(1);
    }
    int there = trips("online").size();
    assertThat(there).isEqualTo(repair.isCompletedExceptionally() ? 0 : 200_000);
    assertThat(fixture.done("REPAIR TABLE trips ONLINE FROM OFFLINE").affectedRows())
        .isEqualTo(200_000 - there);
  }

  /** What a load brings to both sides is on both or on neither when they are compared. */
  @Test
  void loadsMeanwhileAreSeenWholeOrNotAtAll() throws Exception {
    table("KEY=car, TS=at");
    Path csv = directory.resolve("t.csv");
    Files.writeString(csv, "car,at,km\n" + "a,1,10\n".repeat(1000));
    SessionFixture.Other other = fixture.other();
    other.done("USE demo");
    Thread loads =
        new Thread(
            () -> {
              for (int i = 0; i < 30; i++) {
                other.done(
                    "LOAD DATA INFILE '" + csv + "' INTO TABLE trips OPTIONS (target='both')");
              }
            });
    loads.start();
    while (loads.isAlive()) {
      assertThat(fixture.rows(CHECK)).hasSize(1);
    }
    loads.join();
    assertThat(fixture.rows(CHECK))
        .containsExactly(line("NULL", "NULL", "30000", "30000", "agrees"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CHECK TABLE trips",
        "CHECK TABLE trips OFFLINE AGAINST ONLINE",
        "REPAIR TABLE trips",
        "REPAIR TABLE trips ONLINE FROM ONLINE"
      })
  void otherWordsAreRefused(String statement) {
    table("KEY=car, TS=at");
    assertThatThrownBy(() -> fixture.session.execute(statement))
        .extracting("code")
        .isEqualTo(ErrorCode.SYNTAX);
  }
}
