package plimsoll.server.crash;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import plimsoll.commit.CommitOutcome;
import plimsoll.commit.Metastore;
import plimsoll.commit.PreparedLoad;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.LoadReport;
import plimsoll.model.Table;

/** One of everything that writes: the same steps in the same order each time. */
final class Script {
  private final Life life;
  private final Ledger ledger;

  private Script(Life life, Ledger ledger) {
    this.life = life;
    this.ledger = ledger;
  }

  /** Plays all steps. A step that fails is noted, and the next one is tried. */
  static void play(Life life, Ledger ledger) throws IOException {
    new Script(life, ledger).play();
  }

  private interface Step {
    void run() throws IOException;
  }

  private void play() throws IOException {
    step("database", () -> life.metastore.createDatabase(Life.DATABASE, Map.of()));
    step("a", () -> life.create("a"));
    step("b", () -> life.create("b"));
    if (!ledger.acknowledged().containsAll(List.of("a", "b"))) {
      return;
    }
    Table a = table("a");
    Table b = table("b");
    load(a, "one", 3);
    group(List.of("both"), List.of(Map.of(a, 2, b, 4)));
    group(List.of("g1", "g2", "g3"), List.of(Map.of(a, 2), Map.of(a, 3), Map.of(b, 1)));
    aborted(a, "bad");
    truncate(a);
    load(a, "after", 5);
    step("short history", () -> AnotherEngine.keepNoHistory(life.metastore, life.storage, a));
    load(a, "late-1", 1);
    load(a, "late-2", 2);
    step("drop", () -> life.drop(b));
    load(a, "last", 1);
  }

  private Table table(String name) {
    return life.metastore.tables(Life.DATABASE).stream()
        .filter(table -> table.name().table().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void step(String name, Step step) throws IOException {
    try {
      step.run();
      ledger.acknowledged(name);
    } catch (PlimsollException | IOException e) {
      ledger.refused(name);
    } catch (Metastore.UnknownOutcomeException e) {
      return; // neither
    }
  }

  private void load(Table table, String label, int rows) {
    ledger.attempt(label, Map.of(table.name().table(), rows));
    LoadReport report = life.load(table, label, rows);
    answered(label, report.failure());
  }

  private void aborted(Table table, String label) {
    ledger.attempt(label, Map.of(table.name().table(), 1));
    answered(label, life.loadBadRow(table, label).failure());
  }

  private void answered(String label, @Nullable PlimsollException failure) {
    if (failure == null) {
      ledger.acknowledged(label);
    } else if (failure.code() != ErrorCode.UNKNOWN_OUTCOME) {
      ledger.refused(label);
    }
  }

  private void truncate(Table table) throws IOException {
    ledger.attempt("", Map.of(table.name().table(), 0));
    step("truncate", () -> life.truncate(table));
  }

  /** Several loads that are ready at the same moment. */
  private void group(List<String> labels, List<Map<Table, Integer>> rows) throws IOException {
    Map<String, PreparedLoad> ready = new LinkedHashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      Map<Table, Integer> mine = rows.get(i);
      ledger.attempt(
          label,
          mine.entrySet().stream()
              .collect(Collectors.toMap(one -> one.getKey().name().table(), Map.Entry::getValue)));
      step("stage " + label, () -> ready.put(label, life.prepare(label, mine)));
      if (!ready.containsKey(label)) {
        ledger.refused(label);
      }
    }
    for (CommitOutcome outcome : life.group().commit(List.copyOf(ready.values()))) {
      String label = outcome.record().label().text();
      answered(label, outcome.failure());
      if (ledger.refused().contains(label)) {
        life.discard(ready.get(label).work());
      }
    }
  }
}
