package plimsoll.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Privilege;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.LoadBounds;
import plimsoll.load.LoadReport;
import plimsoll.load.LoadRequest;
import plimsoll.load.RejectedRows;
import plimsoll.load.Requester;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadState;
import plimsoll.model.RejectedRow;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.model.Target;
import plimsoll.sql.parse.PreparedText;

/**
 * The calls of OpenMLDB's REST server. Answers have HTTP status 200, errors too, and say {@code
 * code} and {@code msg}: 0 and {@code ok}, or -1 and why not.
 */
final class ApiServer {
  private static final int MOST_BODY_BYTES = 4 << 20; // as a tree it takes many times that
  private static final String LOAD_INSTEAD = "Load rows with _stream_load.";
  private static final Duration LONGEST_PUT = Duration.ofMinutes(10);

  private final Backend backend;
  private final LoadPlaces places;
  private final HttpAudit audit;

  ApiServer(Backend backend, LoadPlaces places, HttpAudit audit) {
    this.backend = backend;
    this.places = places;
    this.audit = audit;
  }

  /** Whatever fails is an answer too. */
  Endpoint answering(Endpoint call) {
    return exchange -> {
      try {
        call.handle(exchange);
      } catch (PlimsollException e) {
        exchange.code(e.code());
        exchange.json(HttpStatus.OK_200, Json.object().put("code", -1).put("msg", e.getMessage()));
      }
    };
  }

  private static ObjectNode ok() {
    return Json.object().put("code", 0).put("msg", "ok");
  }

  /**
   * {@code PUT /dbs/{db}/tables/{table}} of {@code {"value": [[v1, v2, ...], ...]}}: rows in the
   * order of the columns, one load into the online side. A header {@code label} makes it happen
   * once.
   */
  void put(Exchange exchange) throws IOException {
    LoadReport report =
        places.take(
            exchange.path("db"),
            () -> IdleTime.unlimitedDuring(exchange.request(), () -> load(exchange)));
    PlimsollException failure = report.failure();
    if (failure != null) {
      throw reason(report, failure);
    }
    boolean waits = report.record().state() == LoadState.COMMITTED;
    exchange.json(HttpStatus.OK_200, waits ? ok().put("msg", "Publish Timeout") : ok());
  }

  private LoadReport load(Exchange exchange) {
    exchange
        .body()
        .deadline(LONGEST_PUT, ErrorCode.TIMED_OUT.with("The request", LONGEST_PUT.toSeconds()));
    TableName name = new TableName(exchange.path("db"), exchange.path("table"));
    exchange.guard().require(name, Privilege.INSERT);
    Table table = exchange.guard().find(() -> table(name), name);
    JsonNode rows = body(exchange, LOAD_INSTEAD).path("value");
    if (!rows.isArray() || rows.isEmpty()) {
      throw ErrorCode.SYNTAX.with("The body has no rows. Send {\"value\": [[v1, v2, ...]]}.");
    }
    byte[] csv = JsonRows.csv(rows, table.schema());
    String label = exchange.header("label");
    LoadRequest request =
        new LoadRequest(
                LoadKind.STREAM,
                label == null || label.isEmpty() ? Label.generate("put_") : Label.given(label),
                name,
                new BytesSource(RequestBody.NAME, csv),
                JsonRows.OPTIONS,
                null,
                BadValuePolicy.REJECT,
                LoadBounds.within(LONGEST_PUT),
                new Requester(
                    exchange.user(), exchange.origin(), HttpAudit.line(exchange), List.of()))
            .into(Target.ONLINE);
    return backend.loads().load(request);
  }

  private Table table(TableName name) {
    backend.loads().checkTarget(name);
    return backend
        .metastore()
        .table(name)
        .orElseThrow(() -> ErrorCode.UNKNOWN_TABLE.with(name, ""));
  }

  /** The first bad row says more than that there are any. */
  private PlimsollException reason(LoadReport report, PlimsollException failure)
      throws IOException {
    String log = report.record().errorLog();
    if (failure.code() != ErrorCode.TOO_MANY_FILTERED || log == null) {
      return failure;
    }
    try (RejectedRows rows = backend.errorLogs().open(log)) {
      RejectedRow first = rows.next();
      return first == null ? failure : ErrorCode.REFUSED.with(first.reason());
    }
  }

  /**
   * {@code POST /dbs/{db}} of {@code {"mode": "online", "sql": "..."}}: one statement, with values
   * for its {@code ?} in {@code input}.
   */
  void sql(Exchange exchange) throws IOException {
    Statement statement = audit.preparing(exchange, () -> statement(exchange));
    byte[] rows;
    try (SqlDesk.Answer answer =
        backend
            .sql()
            .run(
                exchange.guard().account(),
                exchange.origin(),
                exchange.path("db"),
                statement.variables(),
                statement.text())) {
      rows = JsonRows.answer(answer, statement.nanIsNull());
    }
    exchange.answer(HttpStatus.OK_200, Exchange.JSON, rows);
  }

  private record Statement(String text, Map<String, String> variables, boolean nanIsNull) {}

  private static Statement statement(Exchange exchange) {
    JsonNode body = body(exchange, LOAD_INSTEAD);
    String given = body.path("mode").asText();
    String mode = mode(given);
    String text = body.path("sql").asText();
    if (text.isEmpty()) {
      throw ErrorCode.SYNTAX.with("The body has no text 'sql'.");
    }
    Map<String, String> variables = new HashMap<>();
    variables.put("execute_mode", mode);
    variables.put("sync_job", Boolean.toString(!given.equalsIgnoreCase("offasync")));
    JsonNode millis = body.path("timeout");
    if (millis.canConvertToLong() && millis.asLong() > 0) {
      long seconds = Math.max(1, Duration.ofMillis(millis.asLong()).toSeconds());
      variables.put("query_timeout", Long.toString(seconds));
    }
    PreparedText statement = PreparedText.of(text);
    List<@Nullable Object> values = JsonRows.parameters(body.get("input"));
    if (values.size() != statement.parameters()) {
      throw ErrorCode.SYNTAX.with(
          "The statement has "
              + statement.parameters()
              + " parameters, and input.data "
              + values.size()
              + " values.");
    }
    return new Statement(
        statement.bind(values), variables, body.path("write_nan_and_inf_null").asBoolean());
  }

  private static String mode(String given) {
    return switch (given.toLowerCase(Locale.ROOT)) {
      case "online", "onsync" -> "online";
      case "offsync", "offasync" -> "offline";
      default ->
          throw ErrorCode.BAD_OPTION.with(
              "mode is '" + given + "', must be online, onsync, offsync or offasync.");
    };
  }

  /** {@code GET /dbs}. */
  void databases(Exchange exchange) {
    ObjectNode answer = ok();
    ArrayNode names = answer.putArray("dbs");
    exchange.guard().visible(backend.metastore().databases()).forEach(names::add);
    exchange.json(HttpStatus.OK_200, answer);
  }

  /** {@code GET /dbs/{db}/tables}. */
  void tables(Exchange exchange) {
    String database = exchange.path("db");
    exchange.guard().requireAny(database);
    ObjectNode answer = ok();
    ArrayNode tables = answer.putArray("tables");
    backend.metastore().tables(database).stream()
        .filter(table -> exchange.guard().sees(table.name()))
        .forEach(table -> tables.add(JsonRows.description(table)));
    exchange.json(HttpStatus.OK_200, answer);
  }

  /** {@code GET /dbs/{db}/tables/{table}}. */
  void table(Exchange exchange) {
    TableName name = new TableName(exchange.path("db"), exchange.path("table"));
    exchange.guard().requireAny(name);
    Table table = exchange.guard().find(() -> table(name), name);
    ObjectNode answer = ok();
    answer.set("table", JsonRows.description(table));
    exchange.json(HttpStatus.OK_200, answer);
  }

  /** {@code POST /refresh}: nothing is kept that could be stale. */
  void refresh(Exchange exchange) {
    exchange.json(HttpStatus.OK_200, ok());
  }

  /** The object that the request sends; {@code instead} says what to do if it is too long. */
  static JsonNode body(Exchange exchange, String instead) {
    byte[] bytes = exchange.body().all(MOST_BODY_BYTES, instead);
    try {
      JsonNode body = Json.EXACT.readTree(bytes);
      if (body != null && body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      throw ErrorCode.SYNTAX.because(e, "The body is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw ErrorCode.BODY_CUT_OFF.because(e, "");
    }
    throw ErrorCode.SYNTAX.with("The body is no JSON object.");
  }
}
