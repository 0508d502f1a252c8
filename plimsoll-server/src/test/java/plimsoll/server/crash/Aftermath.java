package plimsoll.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import plimsoll.error.ErrorCode;
import plimsoll.load.LoadReport;
import plimsoll.model.Table;
import plimsoll.model.TableName;

/** What users do after a restart: they load on, and send again what was never answered. */
final class Aftermath {
  private Aftermath() {}

  /** Loads into table a, if it is there: a new label, and one that has no answer. */
  static void loadOn(Life life, Ledger ledger, String label) throws IOException {
    TableName name = new TableName(Life.DATABASE, "a");
    Table table = life.metastore.table(name).orElse(null);
    if (table == null) {
      return;
    }
    ledger.attempt(label, Map.of("a", 2));
    assertThat(life.load(table, label, 2).failure()).as("a new load").isNull();
    ledger.acknowledged(label);
    ledger
        .unanswered()
        .filter(attempt -> attempt.rows().keySet().equals(Map.of("a", 0).keySet()))
        .ifPresent(attempt -> sendAgain(life, ledger, table, attempt));
  }

  private static void sendAgain(Life life, Ledger ledger, Table table, Ledger.Attempt attempt) {
    LoadReport report =
        life.load(table, attempt.label(), Objects.requireNonNull(attempt.rows().get("a")));
    if (report.succeeded()) {
      ledger.loadedLater(attempt);
    } else {
      assertThat(report.failure().code()).as("the label, again").isEqualTo(ErrorCode.LABEL_USED);
      assertThat(report.existing().orElseThrow().state().succeeded()).isTrue();
      ledger.acknowledged(attempt.label());
    }
  }
}
