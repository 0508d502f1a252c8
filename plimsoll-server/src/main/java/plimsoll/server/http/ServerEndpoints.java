package plimsoll.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.eclipse.jetty.http.HttpStatus;

/**
 * How the server is: {@code /api/health}, {@code /api/bootstrap}, {@code /metrics}. No user needed.
 */
final class ServerEndpoints {
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Authenticator authenticator;
  private final Stopping stopping;
  private final ServerMetrics metrics;
  private final ServerInfo info;

  ServerEndpoints(
      Authenticator authenticator, Stopping stopping, ServerMetrics metrics, ServerInfo info) {
    this.authenticator = authenticator;
    this.stopping = stopping;
    this.metrics = metrics;
    this.info = info;
  }

  void health(Exchange exchange) {
    if (stopping.stopping()) {
      exchange.json(HttpStatus.SERVICE_UNAVAILABLE_503, Json.failed("shutting down"));
      return;
    }
    exchange.json(
        HttpStatus.OK_200,
        Json.object()
            .put("status", "OK")
            .put("online_backend_num", 1)
            .put("total_backend_num", 1)
            .put("code", "0")
            .put("msg", "Success")
            .put("message", "OK"));
  }

  /** Numbers are told only to those who have the token. */
  void bootstrap(Exchange exchange) {
    boolean trusted = authenticator.isToken(exchange.query("token"));
    ObjectNode answer = stopping.stopping() ? Json.failed("not ready") : Json.ok();
    answer
        .put("replayedJournalId", 0)
        .put("queryPort", trusted ? info.mysqlPort() : 0)
        .put("rpcPort", 0)
        .put("feStartTime", trusted ? info.started().toEpochMilli() : 0);
    if (trusted) {
      answer.put("feVersion", info.version());
    }
    exchange.json(HttpStatus.OK_200, answer);
  }

  void metrics(Exchange exchange) {
    exchange.answer(HttpStatus.OK_200, PROMETHEUS_TEXT, metrics.scrape());
  }
}
