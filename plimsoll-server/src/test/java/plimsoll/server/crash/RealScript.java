package plimsoll.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import plimsoll.load.LoadBounds;
import plimsoll.load.LoadReport;
import plimsoll.load.LoadRequest;
import plimsoll.load.Requester;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Column;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.read.FilesSource;
import plimsoll.server.Plimsoll;

/**
 * One of everything that writes, through the parts of a server and from real files: tables made,
 * loads alone and in a group over two tables, one with rejected rows, one that aborts, a table
 * emptied, old files expired, a table dropped. The same in the same order each time.
 *
 * <p>Rows of a load are its label and 0, 1, 2, ...
 */
final class RealScript {
  private static final Schema SCHEMA =
      new Schema(
          List.of(Column.of(1, "label", Scalar.STRING), Column.of(2, "n", Scalar.INT).required()));
  private static final Requester NOBODY = new Requester("root", "local", "test", List.of());

  private final Plimsoll plimsoll;
  private final Path directory;
  private final CommitGate gate;
  private final Ledger ledger;

  /** Source files go to {@code directory}. */
  RealScript(Plimsoll plimsoll, Path directory, CommitGate gate, Ledger ledger) {
    this.plimsoll = plimsoll;
    this.directory = directory;
    this.gate = gate;
    this.ledger = ledger;
  }

  void play() throws Exception {
    plimsoll.metastore().createDatabase(Life.DATABASE, Map.of());
    Table a = create("a");
    Table b = create("b");
    load("a", "one", 3);
    loadWithBadRow("a", "tolerant", 2, 1);
    loadWithBadRow("a", "bad", 2, 0);
    group();
    ledger.attempt("", Map.of("a", 0));
    plimsoll.rowlessCommits().truncate(a, NOBODY);
    ledger.acknowledged("truncate");
    load("a", "after", 5);
    AnotherEngine.keepNoHistory(plimsoll.metastore(), plimsoll.storage(), a);
    load("a", "late-1", 1);
    load("a", "late-2", 2);
    plimsoll.tables().drop(b);
    ledger.acknowledged("drop");
    load("a", "last", 1);
  }

  private Table create(String name) {
    Table table = Table.of(UUID.randomUUID(), new TableName(Life.DATABASE, name), SCHEMA);
    plimsoll.tables().create(table);
    ledger.acknowledged(name);
    return table;
  }

  /** Loads that many rows. */
  LoadReport load(String table, String label, int rows) throws IOException {
    ledger.attempt(label, Map.of(table, rows));
    return answered(label, again(table, label, rows));
  }

  private void loadWithBadRow(String table, String label, int rows, double tolerated)
      throws IOException {
    ledger.attempt(label, Map.of(table, rows));
    answered(label, run(table, label, csv(label, rows) + label + ",none\n", tolerated));
  }

  /** Sends what is in the ledger already, or again, and notes no answer. */
  LoadReport again(String table, String label, int rows) throws IOException {
    return run(table, label, csv(label, rows), 0);
  }

  private LoadReport run(String table, String label, String csv, double tolerated)
      throws IOException {
    Path file = Files.writeString(directory.resolve(label + ".csv"), csv);
    LoadRequest request =
        new LoadRequest(
            LoadKind.CLI,
            Label.given(label),
            new TableName(Life.DATABASE, table),
            FilesSource.matching(plimsoll.storage(), file.toString()),
            CsvOptions.rfc4180(),
            null,
            BadValuePolicy.REJECT,
            LoadBounds.within(Duration.ofHours(1)).bearing(tolerated),
            NOBODY);
    return plimsoll.loads().run(plimsoll.planner().plan(request));
  }

  private static String csv(String label, int rows) {
    StringBuilder text = new StringBuilder("label,n\n");
    for (int row = 0; row < rows; row++) {
      text.append(label).append(',').append(row).append('\n');
    }
    return text.toString();
  }

  private LoadReport answered(String label, LoadReport report) {
    if (report.succeeded()) {
      ledger.acknowledged(label);
    } else {
      ledger.refused(label);
    }
    return report;
  }

  /** While the commit of one load is held up, three more become ready, one after the other. */
  private void group() throws Exception {
    gate.close();
    List<CompletableFuture<LoadReport>> loads = new ArrayList<>();
    loads.add(start("a", "g0", 1));
    gate.awaitCommit();
    loads.add(start("a", "g1", 2));
    awaitWaiting(1);
    loads.add(start("a", "g2", 3));
    awaitWaiting(2);
    loads.add(start("b", "g3", 4));
    awaitWaiting(3);
    gate.open();
    for (CompletableFuture<LoadReport> load : loads) {
      assertThat(load.get().failure()).isNull();
    }
    assertThat(plimsoll.committer().lastGroupSize()).isEqualTo(3);
  }

  private CompletableFuture<LoadReport> start(String table, String label, int rows) {
    CompletableFuture<LoadReport> report = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                report.complete(load(table, label, rows));
              } catch (IOException | RuntimeException e) {
                report.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return report;
  }

  private void awaitWaiting(int loads) {
    while (plimsoll.committer().waiting() < loads) {
      Thread.onSpinWait();
    }
  }
}
