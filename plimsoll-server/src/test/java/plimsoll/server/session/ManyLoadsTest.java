package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.access.UserName;
import plimsoll.model.Label;
import plimsoll.model.LoadCounts;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.LoadTimes;
import plimsoll.model.TableName;

/** More records of loads than are looked at together. */
class ManyLoadsTest {
  private static final int MANY = 4_500;
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path directory;
  private SessionFixture fixture;

  @BeforeEach
  void open() {
    fixture = new SessionFixture(directory.resolve("data"));
    fixture.run("CREATE DATABASE demo", "USE demo", "CREATE TABLE t (a INT)");
    fixture
        .services
        .metastore()
        .commit(
            List.of(), LongStream.rangeClosed(1, MANY).mapToObj(ManyLoadsTest::record).toList());
  }

  /** Three start at a time; each tenth is of ann. */
  private static LoadRecord record(long id) {
    Instant started = NOON.plusMillis(id / 3);
    return new LoadRecord(
        id,
        "demo",
        Label.given("l" + id),
        LoadState.VISIBLE,
        LoadKind.STREAM,
        List.of(new TableName("demo", "t")),
        LoadCounts.ZERO,
        new LoadTimes(started, started, 0, 0, 0, 0),
        null,
        "",
        id % 10 == 0 ? "ann" : "root",
        "",
        "",
        "",
        "",
        null,
        null);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void eachIsFoundOnce() {
    assertThat(
            fixture.rows(
                "SELECT COUNT(*), COUNT(DISTINCT job_id) FROM information_schema.loads"
                    + " WHERE db_name = 'demo'"))
        .containsExactly(List.of("" + MANY, "" + MANY));
    assertThat(fixture.rows("SHOW LOAD")).hasSize(MANY);
  }

  @Test
  void showLoadGivesThoseThatWereAskedFor() {
    assertThat(labels("SHOW LOAD LIMIT 2")).containsExactly("l1", "l2");
    assertThat(labels("SHOW LOAD ORDER BY JobId DESC LIMIT 2"))
        .containsExactly("l" + MANY, "l" + (MANY - 1));
    assertThat(labels("SHOW LOAD LIMIT 4000, 1")).containsExactly("l4001");
    assertThat(labels("SHOW LOAD LIMIT 5000, 1")).isEmpty();
    assertThat(labels("SHOW LOAD WHERE LABEL = 'l77' LIMIT 3")).containsExactly("l77");
    assertThat(labels("SHOW LOAD WHERE LABEL LIKE 'l449_' LIMIT 20")).hasSize(10);
  }

  private List<String> labels(String statement) {
    return fixture.rows(statement).stream().map(row -> row.get(1)).toList();
  }

  @Test
  void thoseThatOneMayNotSeeTakeNobodysPlace() {
    fixture.run("CREATE USER ann");
    SqlSession ann =
        new SqlSession(fixture.services, new UserName("ann", UserName.ANYWHERE), "local");
    SessionFixture.Other hers = new SessionFixture.Other(ann);
    assertThat(hers.rows("SELECT COUNT(*) FROM information_schema.loads"))
        .containsExactly(List.of("" + MANY / 10));
  }
}
