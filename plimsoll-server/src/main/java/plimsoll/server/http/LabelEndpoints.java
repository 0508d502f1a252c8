package plimsoll.server.http;

import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.RunningLoad;
import plimsoll.model.Label;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.server.auth.Guard;

/** What became of a label, and how to cancel its load. Answers are HTTP 200 whatever they say. */
final class LabelEndpoints {
  private final LoadDesk loads;
  private final Metastore metastore;

  LabelEndpoints(LoadDesk loads, Metastore metastore) {
    this.loads = loads;
    this.metastore = metastore;
  }

  /**
   * {@code GET /api/{db}/get_load_state?label=}. UNKNOWN for a label that nobody used; the reason,
   * which may quote rows, only for those who may see the load.
   */
  void state(Exchange exchange) {
    String database = exchange.path("db");
    String text = exchange.query("label");
    String refusal = refusal(exchange, database, text);
    if (refusal != null || text == null) {
      exchange.code(ErrorCode.REFUSED);
      exchange.json(HttpStatus.OK_200, Json.failed(String.valueOf(refusal)));
      return;
    }
    Optional<LoadRecord> load = find(database, text);
    LoadState state = load.map(LoadRecord::state).orElse(LoadState.UNKNOWN);
    String reason = load.filter(exchange.guard()::manages).map(LoadRecord::reason).orElse("");
    exchange.json(
        HttpStatus.OK_200,
        Json.withOk(Json.object().put("state", state.name()).put("reason", reason)));
  }

  /** {@code POST /api/{db}/{table}/_cancel?label=}, or the label in place of the table. */
  void cancel(Exchange exchange) {
    String database = exchange.path("db");
    String given = exchange.query("label");
    String text = given != null ? given : exchange.path("table");
    String refusal = refusal(exchange, database, text);
    if (refusal == null) {
      refusal = cancel(exchange.guard(), database, text);
    }
    if (refusal != null) {
      exchange.code(ErrorCode.REFUSED);
    }
    exchange.json(HttpStatus.OK_200, refusal == null ? Json.ok() : Json.failed(refusal));
  }

  /** A load that the user may not cancel is one that is not there. */
  private @Nullable String cancel(Guard guard, String database, String text) {
    if (!find(database, text).map(guard::manages).orElse(false)) {
      return "No running load with label '" + text + "' in database '" + database + "'.";
    }
    if (loads.cancel(database, Label.given(text), RunningLoad.USER_CANCEL)) {
      return null;
    }
    return find(database, text)
        .map(
            load ->
                "Can not abort "
                    + load.state()
                    + " transaction "
                    + load.id()
                    + ", label is "
                    + text)
        .orElse("No running load with label '" + text + "' in database '" + database + "'.");
  }

  private @Nullable String refusal(Exchange exchange, String database, @Nullable String label) {
    if (database.isEmpty()) {
      return "No database selected.";
    }
    if (label == null || label.isEmpty()) {
      return "No label selected.";
    }
    return exchange.guard().sees(database) && metastore.databaseExists(database)
        ? null
        : "unknown database, database=" + database;
  }

  /** The load that holds the label, else the last aborted one. */
  private Optional<LoadRecord> find(String database, String text) {
    if (!isLabel(text)) {
      return Optional.empty();
    }
    Label label = Label.given(text);
    return loads.holder(database, label).or(() -> metastore.load(database, label));
  }

  private static boolean isLabel(String text) {
    try {
      Label.given(text);
      return true;
    } catch (PlimsollException e) {
      return false; // a text that can be no label was never used as one
    }
  }
}
