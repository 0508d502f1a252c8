package plimsoll.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.access.Privilege;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.DryRunReport;
import plimsoll.load.LoadReport;
import plimsoll.load.LoadRequest;
import plimsoll.load.Requester;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadRecord;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.server.audit.AuditEntry;

/**
 * {@code PUT /api/{db}/{table}/_stream_load}: the body is the data, the headers say how to read it.
 */
final class StreamLoadEndpoint implements Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(StreamLoadEndpoint.class);

  private static final String NEW_TABLE = NewTableHeader.NAME.toLowerCase(Locale.ROOT);
  private static final String DRY_RUN = "dry_run";

  /** Headers of HTTP itself and of this server; all others may be options of the load. */
  private static final Set<String> NOT_OPTIONS =
      Set.of(
          "accept",
          "accept-encoding",
          "accept-language",
          "authorization",
          "cache-control",
          "connection",
          "content-length",
          "content-type",
          "cookie",
          "date",
          DRY_RUN,
          "expect",
          "forwarded",
          "host",
          "keep-alive",
          "label",
          "origin",
          "pragma",
          "priority",
          "referer",
          "te",
          "traceparent",
          "tracestate",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent",
          "via",
          NEW_TABLE,
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto",
          "x-plimsoll-token",
          "x-real-ip",
          "x-request-id");

  private final LoadDesk loads;
  private final StreamLoadHeaders headers;
  private final HttpAudit audit;
  private final Stopping stopping;
  private final LoadPlaces places;

  StreamLoadEndpoint(
      LoadDesk loads,
      StreamLoadHeaders headers,
      HttpAudit audit,
      Stopping stopping,
      LoadPlaces places) {
    this.audit = audit;
    this.loads = loads;
    this.headers = headers;
    this.stopping = stopping;
    this.places = places;
  }

  @Override
  public void handle(Exchange exchange) {
    if (!stopping.during(() -> send(exchange, answer(exchange)))) {
      send(exchange, refused(exchange, ErrorCode.SHUTTING_DOWN.with()));
    }
  }

  private static void send(Exchange exchange, byte[] answer) {
    exchange.answer(HttpStatus.OK_200, Exchange.JSON, answer);
  }

  private byte[] answer(Exchange exchange) {
    TableName target = new TableName(exchange.path("db"), exchange.path("table"));
    long begin = System.nanoTime();
    try {
      return places.take(target.database(), () -> load(exchange, target));
    } catch (PlimsollException e) {
      audit(exchange, target, begin, AuditEntry.failed(e), 0);
      return refused(exchange, e);
    } catch (RuntimeException | Error e) {
      LOG.error("Stream load into {} failed", target, e);
      audit(exchange, target, begin, AuditEntry.failed(e), 0);
      return refused(exchange, ErrorCode.BROKEN_INVARIANT.because(e, e.toString()));
    }
  }

  private void audit(Exchange exchange, TableName target, long begin, String outcome, long rows) {
    audit.write(exchange, List.of(target.toString()), begin, outcome, rows);
  }

  /** Rights, label, headers and table are checked in this order, before the body is asked for. */
  private byte[] load(Exchange exchange, TableName target) {
    long begin = System.nanoTime();
    exchange.guard().require(target, Privilege.INSERT);
    Label label = label(exchange.header("label"));
    boolean dry = isDry(exchange);
    LoadRecord holder =
        dry || label.generated() ? null : loads.holder(target.database(), label).orElse(null);
    if (holder != null) {
      exchange.code(ErrorCode.LABEL_USED);
      audit(exchange, target, begin, ErrorCode.LABEL_USED.name(), 0);
      return StreamLoadAnswer.taken(label.text(), holder.state(), 0);
    }
    long beginMillis = (System.nanoTime() - begin) / 1_000_000;
    LoadRequest request = request(exchange, label, target, headers.read(options(exchange)));
    if (request.create() == null) {
      exchange.guard().find(() -> checked(target), target);
    }
    if (dry) {
      return dryRun(exchange, begin, request.asDryRun());
    }
    LoadReport report = run(exchange, request, loads::load);
    PlimsollException failure = report.failure();
    if (failure != null) {
      exchange.code(failure.code());
    }
    String outcome = failure == null ? AuditEntry.OK : failure.code().name();
    audit(exchange, target, begin, outcome, report.record().counts().loaded());
    return StreamLoadAnswer.of(report, beginMillis, exchange.body().received(), errorUrl(exchange));
  }

  private byte[] dryRun(Exchange exchange, long begin, LoadRequest request) {
    DryRunReport report = run(exchange, request, loads::dryRun);
    PlimsollException failure = report.failure();
    if (failure != null) {
      exchange.code(failure.code());
    }
    audit(exchange, request.target(), begin, "DRY_RUN", 0);
    return DryRunAnswer.of(request.label().text(), report, exchange.body().received());
  }

  private static boolean isDry(Exchange exchange) {
    String given = exchange.header(DRY_RUN);
    if (given == null || given.equalsIgnoreCase("false")) {
      return false;
    }
    if (!given.equalsIgnoreCase("true")) {
      throw ErrorCode.BAD_OPTION.with(
          "Header 'dry_run' is '" + given + "', must be true or false.");
    }
    return true;
  }

  /** The table that the load shall create if need be: for that one needs more than INSERT. */
  private @Nullable Table newTable(Exchange exchange, TableName target) {
    String given = exchange.header(NEW_TABLE);
    if (given == null) {
      return null;
    }
    exchange.guard().require(target, Privilege.CREATE);
    return NewTableHeader.parse(given, target);
  }

  private TableName checked(TableName target) {
    loads.checkTarget(target);
    return target;
  }

  private static <T> T run(Exchange exchange, LoadRequest request, Function<LoadRequest, T> work) {
    RequestBody body = exchange.body();
    body.deadline(
        request.bounds().timeout(),
        ErrorCode.TIMED_OUT.with(
            "Load " + request.label(), request.bounds().timeout().toSeconds()));
    return IdleTime.unlimitedDuring(
        exchange.request(),
        () -> exchange.guard().find(() -> work.apply(request), request.target()));
  }

  private static Label label(@Nullable String given) {
    return given == null || given.isEmpty() ? Label.generate("") : Label.given(given);
  }

  private LoadRequest request(
      Exchange exchange, Label label, TableName target, StreamLoadHeaders.Options options) {
    return new LoadRequest(
            exchange.header(CsvOptionsHeader.NAME) == null ? LoadKind.STREAM : LoadKind.CLI,
            label,
            target,
            new BodySource(exchange.body()),
            options.csv(),
            options.fields(),
            options.badValues(),
            options.bounds(),
            new Requester(
                exchange.user(),
                exchange.origin(),
                HttpAudit.line(exchange),
                options.ignored().stream().map(what -> "header ignored: " + what).toList()))
        .in(options.zone())
        .into(options.stores())
        .creating(newTable(exchange, target));
  }

  private static Map<String, String> options(Exchange exchange) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String name : exchange.headerNames()) {
      String value = exchange.header(name);
      if (value != null && !NOT_OPTIONS.contains(name) && !name.startsWith("sec-")) {
        options.put(name, value);
      }
    }
    return options;
  }

  private static String errorUrl(Exchange exchange) {
    String scheme = exchange.request().isSecure() ? "https://" : "http://";
    return scheme + exchange.authority() + ErrorLogEndpoint.PATH + "?file=";
  }

  private static byte[] refused(Exchange exchange, PlimsollException failure) {
    exchange.code(failure.code());
    String label = exchange.header("label");
    return StreamLoadAnswer.refused(
        label == null ? "" : label, failure.getMessage(), exchange.body().received());
  }
}
