package plimsoll.server.http;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.server.audit.AuditEntry;
import plimsoll.server.audit.AuditLog;

/** Lines of the audit log for requests. */
final class HttpAudit {
  private final AuditLog log;

  HttpAudit(AuditLog log) {
    this.log = log;
  }

  /**
   * Wraps an endpoint so that each of its requests leaves a line, whatever comes of it: the line is
   * there when the client has the answer.
   */
  Endpoint each(Endpoint endpoint) {
    return exchange -> {
      long begin = System.nanoTime();
      exchange.beforeAnswer(() -> write(exchange, tables(exchange), begin, outcome(exchange), 0));
      try {
        endpoint.handle(exchange);
      } catch (IOException | RuntimeException | Error e) { // the router answers
        exchange.beforeAnswer(
            () -> write(exchange, tables(exchange), begin, AuditEntry.failed(e), 0));
        throw e;
      }
    };
  }

  /** As above, but behind the answer and soon: nothing is changed, and no disk shall delay it. */
  Endpoint eachSoon(Endpoint endpoint) {
    return new Endpoint() {
      @Override
      public void handle(Exchange exchange) throws IOException {
        soon(
            exchange,
            () -> {
              endpoint.handle(exchange);
              return true;
            });
      }

      @Override
      public boolean answersAtOnce(Exchange exchange) throws IOException {
        return !log.isBehind() && soon(exchange, () -> endpoint.answersAtOnce(exchange));
      }
    };
  }

  private interface Attempt {
    /** Whether there is an answer now. */
    boolean answers() throws IOException;
  }

  private boolean soon(Exchange exchange, Attempt attempt) throws IOException {
    long begin = System.nanoTime();
    boolean answered;
    try {
      answered = attempt.answers();
    } catch (IOException | RuntimeException | Error e) {
      log.writeSoon(entry(exchange, tables(exchange), begin, AuditEntry.failed(e), 0));
      throw e;
    }
    if (answered) {
      log.writeSoon(entry(exchange, tables(exchange), begin, outcome(exchange), 0));
    }
    return answered;
  }

  /** Prepares work that leaves a line of its own: leaves one here only if that fails. */
  <T> T preparing(Exchange exchange, Supplier<T> preparation) {
    long begin = System.nanoTime();
    try {
      return preparation.get();
    } catch (RuntimeException | Error e) {
      write(exchange, tables(exchange), begin, AuditEntry.failed(e), 0);
      throw e;
    }
  }

  private static List<String> tables(Exchange exchange) {
    return exchange.guard().takeTables();
  }

  private static String outcome(Exchange exchange) {
    ErrorCode code = exchange.code();
    return code == null ? AuditEntry.OK : code.name();
  }

  /**
   * Leaves a line.
   *
   * @param begin of the request, as {@link System#nanoTime}
   */
  void write(Exchange exchange, List<String> tables, long begin, String outcome, long rows) {
    log.write(entry(exchange, tables, begin, outcome, rows));
  }

  private static AuditEntry entry(
      Exchange exchange, List<String> tables, long begin, String outcome, long rows) {
    return new AuditEntry(
        Instant.now(),
        exchange.user(),
        exchange.origin(),
        "http",
        line(exchange),
        tables,
        outcome,
        rows,
        (System.nanoTime() - begin) / 1_000_000);
  }

  /** Method and path, and the label where it is no part of that and can be read. */
  static String line(Exchange exchange) {
    String label = label(exchange);
    return exchange.request().getMethod()
        + " "
        + exchange.request().getHttpURI().getPath()
        + (label == null ? "" : " label=" + label);
  }

  private static @Nullable String label(Exchange exchange) {
    try {
      return exchange.query("label");
    } catch (RuntimeException e) {
      return null; // Jetty cannot decode the query: the endpoint says so, or does not need it
    }
  }
}
