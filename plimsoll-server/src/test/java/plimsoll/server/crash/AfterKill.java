package plimsoll.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import plimsoll.error.ErrorCode;
import plimsoll.lake.iceberg.TableFiles;
import plimsoll.load.LoadReport;
import plimsoll.model.Label;
import plimsoll.model.LoadState;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.query.Query;
import plimsoll.query.QueryResult;
import plimsoll.query.ScanFiles;
import plimsoll.server.Plimsoll;
import plimsoll.server.Wiring;
import plimsoll.storage.local.LocalStorage;

/** Opens what a killed process left, in this process, and checks every promise. */
final class AfterKill {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Killing killing;
  private final Ledger ledger;

  private AfterKill(Killing killing, Ledger ledger) {
    this.killing = killing;
    this.ledger = ledger;
  }

  /** Recovers, checks, loads on, ends, and checks once more. */
  static void examine(Killing killing, Ledger ledger, Bug bug) throws IOException {
    new AfterKill(killing, ledger).examine(bug);
  }

  /** The same for statements: the one under way is whole or absent, and the rest can be run. */
  static void examineStatements(Killing killing, Bug bug) throws IOException {
    Story<SqlStory> story = SqlStory.story(line -> {}).read(killing.lines());
    try (Plimsoll plimsoll = Wiring.open(killing.data(), new LocalStorage(), bug::afterwards)) {
      SqlStory world = SqlStory.on(plimsoll);
      story.settle(world.state());
      Promises.checkFiles(plimsoll);
      story.play(world);
      story.checkEnd(world.state());
    }
    try (Plimsoll plimsoll = Wiring.open(killing.data(), new LocalStorage(), bug::afterwards)) {
      story.checkEnd(SqlStory.on(plimsoll).state());
      Promises.checkFiles(plimsoll);
    }
  }

  private void examine(Bug bug) throws IOException {
    try (Plimsoll plimsoll = Wiring.open(killing.data(), new LocalStorage(), bug::afterwards)) {
      Promises.check(plimsoll, ledger);
      checkRows(plimsoll);
      loadOn(plimsoll);
    }
    try (Plimsoll plimsoll = Wiring.open(killing.data(), new LocalStorage(), bug::afterwards)) {
      Promises.check(plimsoll, ledger);
      checkRows(plimsoll);
    }
  }

  /** A new label, and each one that has no answer. */
  private void loadOn(Plimsoll plimsoll) throws IOException {
    if (plimsoll.metastore().table(new TableName(Life.DATABASE, "a")).isEmpty()) {
      return;
    }
    RealScript clients = new RealScript(plimsoll, killing.directory(), new CommitGate(), ledger);
    assertThat(clients.load("a", "again", 2).failure()).as("a new load").isNull();
    for (Ledger.Attempt attempt : ledger.attempts()) {
      Integer rows = attempt.rows().get("a");
      if (rows != null && !attempt.isTruncate() && !ledger.isAnswered(attempt.label())) {
        sendAgain(clients, attempt, rows);
      }
    }
  }

  private void sendAgain(RealScript clients, Ledger.Attempt attempt, int rows) throws IOException {
    LoadReport report = clients.again("a", attempt.label(), rows);
    if (report.succeeded()) {
      ledger.loadedLater(attempt);
    } else {
      assertThat(report.failure().code()).as("the label, again").isEqualTo(ErrorCode.LABEL_USED);
      ledger.acknowledged(attempt.label());
    }
  }

  /** By a query: of each visible load 0, 1, 2, ... once, and nothing else. */
  private void checkRows(Plimsoll plimsoll) throws IOException {
    if (!plimsoll.metastore().databaseExists(Life.DATABASE)) {
      return;
    }
    for (Table table : plimsoll.metastore().tables(Life.DATABASE)) {
      Map<String, List<Long>> expected = new TreeMap<>();
      String name = table.name().table();
      for (Ledger.Attempt attempt : ledger.attempts()) {
        Integer rows = attempt.rows().get(name);
        if (rows != null && attempt.isTruncate() && isTruncated(plimsoll, table)) {
          expected.clear();
        } else if (rows != null && isVisible(plimsoll, attempt.label())) {
          long last = rows - 1L;
          expected.put(attempt.label(), List.of(last + 1, last + 1, 0L, last));
        }
      }
      assertThat(rows(plimsoll, table)).as("rows of %s by label", name).isEqualTo(expected);
    }
  }

  private static boolean isTruncated(Plimsoll plimsoll, Table table) {
    return Promises.truncated(plimsoll.metastore(), table.name()).isPresent();
  }

  private static boolean isVisible(Plimsoll plimsoll, String label) {
    return !label.isEmpty()
        && plimsoll
            .metastore()
            .load(Life.DATABASE, Label.given(label))
            .filter(load -> load.state() == LoadState.VISIBLE)
            .isPresent();
  }

  private static Map<String, List<Long>> rows(Plimsoll plimsoll, Table table) throws IOException {
    String pointer = plimsoll.metastore().pointer(table.name()).orElseThrow();
    List<String> files =
        plimsoll.lake().files(table, pointer).files().stream()
            .map(TableFiles.DataFile::path)
            .toList();
    Map<String, List<Long>> found = new TreeMap<>();
    if (files.isEmpty()) {
      return found;
    }
    String sql =
        "SELECT label, count(*), count(DISTINCT n), min(n), max(n) FROM "
            + ("\"" + Life.DATABASE + "\".\"" + table.name().table() + "\" GROUP BY label");
    ScanFiles scan = ScanFiles.of(table.name(), table.schema().columns(), files);
    try (QueryResult result = plimsoll.queries().run(new Query(sql, List.of(scan), LONG))) {
      for (Object[] row = result.next(); row != null; row = result.next()) {
        found.put(
            row[0].toString(),
            List.of(number(row[1]), number(row[2]), number(row[3]), number(row[4])));
      }
    }
    return found;
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }
}
