package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.error.ErrorCode;
import plimsoll.model.TableName;

class DeleteTest {
  @TempDir private Path directory;
  private SessionFixture fixture;

  @BeforeEach
  void open() {
    fixture = new SessionFixture(directory.resolve("data"));
    fixture.run(
        "CREATE DATABASE demo",
        "USE demo",
        "CREATE TABLE t (id INT NOT NULL, v INT, s VARCHAR(9))",
        "INSERT INTO t VALUES (1, 10, 'a'), (2, NULL, 'b'), (3, 30, NULL)",
        "INSERT INTO t VALUES (4, 40, 'd'), (5, 50, 'e')");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String ids() {
    return String.join(
        " ", fixture.rows("SELECT id FROM t ORDER BY id").stream().map(r -> r.get(0)).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id = 2 | 1 3 4 5",
        "v > 10 | 1 2", // NULL is not greater: the row stays
        "NOT v > 10 | 2 3 4 5", // nor is it not greater
        "v IS NULL OR s IS NULL | 1 4 5",
        "id >= 4 | 1 2 3", // all of a file
        "NULL | 1 2 3 4 5",
        "FALSE | 1 2 3 4 5",
        "t.id IN (SELECT max(id) FROM t) | 1 2 3 4",
        "EXISTS (SELECT 1 FROM demo.t AS o WHERE o.id = t.id + 1) | 5",
        "s LIKE '%a%' -- nothing else | 2 3 4 5",
        "(id = 1) OR (id = 5) | 2 3 4",
      })
  void rowsForWhichItIsTrueGo(String condition, String left) {
    long before = 5;
    StatementResult.Done done = fixture.done("DELETE FROM t WHERE " + condition);
    assertThat(ids()).isEqualTo(left.trim());
    assertThat(done.affectedRows()).isEqualTo(before - left.trim().split(" ").length);
  }

  @Test
  void allRowsGoWithoutACondition() {
    assertThat(fixture.done("DELETE FROM demo.t").affectedRows()).isEqualTo(5);
    assertThat(ids()).isEmpty();
    assertThat(fixture.done("DELETE FROM demo.t").affectedRows()).isZero();
    fixture.run("INSERT INTO t (id) VALUES (9)");
    assertThat(ids()).isEqualTo("9");
  }

  @Test
  void rowsThatStayKeepTheirValues() {
    fixture.run("DELETE FROM t WHERE id = 1");
    assertThat(fixture.rows("SELECT * FROM t WHERE id < 4 ORDER BY id"))
        .containsExactly(List.of("2", "NULL", "b"), List.of("3", "30", "NULL"));
  }

  @Test
  void deleteIsALoadInTheHistory() {
    fixture.run("DELETE FROM t WHERE id = 1");
    assertThat(fixture.rows("SHOW LOAD ORDER BY JobId DESC LIMIT 1").get(0).toString())
        .contains("delete_", "FINISHED");
  }

  @Test
  void partitionedAndAlteredTableLosesTheRightRows() {
    fixture.run(
        "CREATE TABLE p (d DATE, v INT) PARTITION BY date_trunc('month', d)",
        "INSERT INTO p VALUES ('2024-01-01', 1), ('2024-01-02', 2), ('2024-02-01', 3), (NULL, 4)",
        "ALTER TABLE p RENAME COLUMN v TO w, ADD COLUMN x INT",
        "INSERT INTO p VALUES ('2024-01-03', 5, 50)",
        "DELETE FROM p WHERE w IN (1, 4) OR x = 50");
    assertThat(fixture.rows("SELECT * FROM p ORDER BY w"))
        .containsExactly(List.of("2024-01-02", "2", "NULL"), List.of("2024-02-01", "3", "NULL"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE FROM nowhere | UNKNOWN_TABLE | Unknown table",
        "DELETE FROM t WHERE x = 1 | UNKNOWN_COLUMN | line 1:21: Unknown column 'x'",
        "DELETE FROM t WHERE id = | SYNTAX | line 1",
        "DELETE FROM t WHERE id | BAD_QUERY | line 1",
        "DELETE FROM t WHERE id = 1 LIMIT 1 | UNSUPPORTED | DELETE … LIMIT is not supported yet. Say by a condition",
        "DELETE FROM t WHERE id = 1) OR (id = 2 | SYNTAX | line 1:27",
        "DELETE FROM t WHERE count(*) > 1 | BAD_QUERY | line 1",
        "DELETE FROM t WHERE CAST(s AS INT) = 1 | QUERY_FAILED | ",
      })
  void wrongConditionIsRefusedWithItsPlace(String statement, ErrorCode code, String message) {
    assertThatThrownBy(() -> fixture.run(statement.trim()))
        .hasMessageContaining(message == null ? "" : message.trim())
        .extracting("code")
        .isEqualTo(code);
    assertThat(ids()).isEqualTo("1 2 3 4 5");
  }

  @Test
  void otherReadersSeeOneSnapshotMore() throws Exception {
    int before = history();
    fixture.run("DELETE FROM t WHERE id IN (1, 4, 5)");
    assertThat(history()).isEqualTo(before + 1);
  }

  private int history() throws Exception {
    String pointer = fixture.plimsoll.metastore().pointer(new TableName("demo", "t")).orElseThrow();
    return fixture.plimsoll.lake().history(pointer).size();
  }

  @Test
  void loadsAndDeletesAtOnceLoseNothing() throws Exception {
    fixture.run("TRUNCATE TABLE t");
    int rounds = 8;
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < 2; thread++) {
        int first = thread * 1000;
        running.add(
            threads.submit(
                () -> {
                  SqlSession session = fixture.newSession();
                  for (int i = 0; i < rounds; i++) {
                    session
                        .execute(
                            "INSERT INTO demo.t VALUES ("
                                + (first + i)
                                + ", 1, 'keep'), ("
                                + (first + i)
                                + ", 0, 'go')")
                        .close();
                    session
                        .execute("DELETE FROM demo.t WHERE s = 'go' AND id = " + (first + i))
                        .close();
                  }
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(fixture.rows("SELECT count(*), min(s), max(s) FROM t"))
        .containsExactly(List.of(Integer.toString(2 * rounds), "keep", "keep"));
  }
}
