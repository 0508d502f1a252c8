package plimsoll.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/**
 * SQL over HTTP: a statement in, newline-delimited JSON out. One statement a request; a failure
 * before the first row has a status code, a later one is the last line.
 */
final class SqlEndpoint implements Endpoint {
  static final String PATH = "/api/v1/catalogs/default_catalog/sql";
  static final String PATH_WITH_DATABASE = "/api/v1/catalogs/default_catalog/databases/{db}/sql";

  private static final Logger LOG = LoggerFactory.getLogger(SqlEndpoint.class);
  private static final String JSON_LINES = "application/x-ndjson";

  private final SqlDesk sql;
  private final ServerMetrics metrics;
  private final HttpAudit audit;
  private final Stopping stopping;
  private final int mostBodyBytes;
  private final AtomicLong connections = new AtomicLong();

  SqlEndpoint(
      SqlDesk sql,
      ServerMetrics metrics,
      HttpAudit audit,
      Stopping stopping,
      HttpSettings settings) {
    this.sql = sql;
    this.audit = audit;
    this.metrics = metrics;
    this.stopping = stopping;
    this.mostBodyBytes = settings.sqlBodyBytes();
  }

  @Override
  public void handle(Exchange exchange) {
    Statement statement = audit.preparing(exchange, () -> request(exchange));
    if (!stopping.during(() -> measured(exchange, statement))) {
      throw ErrorCode.SHUTTING_DOWN.with();
    }
  }

  private void measured(Exchange exchange, Statement statement) {
    long begin = System.nanoTime();
    boolean succeeded = false;
    try {
      succeeded = run(exchange, statement);
    } finally {
      metrics.statementEnded(succeeded, Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  private boolean run(Exchange exchange, Statement statement) {
    String database = exchange.path("db");
    try (SqlDesk.Answer answer =
        sql.run(
            exchange.guard().account(),
            exchange.origin(),
            database.isEmpty() ? null : database,
            statement.variables(),
            statement.text())) {
      List<@Nullable Object> first = answer.next();
      return send(exchange, answer, first);
    }
  }

  /** From the first line on, failures can only be told in the stream. */
  private boolean send(
      Exchange exchange, SqlDesk.Answer answer, @Nullable List<@Nullable Object> first) {
    boolean whole;
    try (OutputStream out = exchange.stream(HttpStatus.OK_200, JSON_LINES);
        RowLines lines = new RowLines(out)) {
      whole = rows(lines, answer, first);
    } catch (IOException e) {
      LOG.debug("The client of a statement is gone", e);
      exchange.broken(e);
      return false;
    }
    exchange.streamed();
    return whole;
  }

  private boolean rows(
      RowLines lines, SqlDesk.Answer answer, @Nullable List<@Nullable Object> first)
      throws IOException {
    lines.connection(connections.incrementAndGet());
    lines.meta(answer.columns());
    long count = 0;
    try {
      for (List<@Nullable Object> row = first; row != null; row = answer.next()) {
        lines.row(row);
        count++;
      }
    } catch (PlimsollException e) {
      lines.failure(e.getMessage());
      return false;
    }
    lines.statistics(answer.scanRows(), answer.scanBytes(), count);
    return true;
  }

  private Statement request(Exchange exchange) {
    JsonNode json;
    try {
      json =
          Json.MAPPER.readTree(exchange.body().all(mostBodyBytes, "Load data with _stream_load."));
    } catch (JsonProcessingException e) {
      throw ErrorCode.SYNTAX.because(
          e, "The body is not JSON: " + e.getOriginalMessage() + shape());
    } catch (IOException e) {
      throw ErrorCode.BODY_CUT_OFF.because(e, "");
    }
    if (json == null || !json.path("query").isTextual()) {
      throw ErrorCode.SYNTAX.with("The body has no text 'query'." + shape());
    }
    Map<String, String> variables = new HashMap<>();
    json.path("sessionVariables")
        .properties()
        .forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
    return new Statement(json.path("query").asText(), variables);
  }

  private static String shape() {
    return " Send {\"query\": \"SELECT 1\", \"sessionVariables\": {}}.";
  }

  private record Statement(String text, Map<String, String> variables) {}
}
