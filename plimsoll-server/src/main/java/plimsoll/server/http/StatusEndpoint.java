package plimsoll.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.eclipse.jetty.http.HttpStatus;
import plimsoll.model.LoadRecord;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.server.auth.Guard;

/**
 * {@code GET /api/plimsoll/status}: all that the console shows, of what the user may see. While
 * root has no password, everybody who gets here is root: {@link BrowserGuard} keeps pages of others
 * away.
 */
final class StatusEndpoint implements Endpoint {
  private static final int MOST_RECENT = 50;
  private static final int MOST_TABLES = 200;

  private final Backend backend;
  private final Throughput throughput;
  private final IntSupplier port;

  StatusEndpoint(Backend backend, Throughput throughput, IntSupplier port) {
    this.backend = backend;
    this.throughput = throughput;
    this.port = port;
  }

  @Override
  public void handle(Exchange exchange) {
    Guard guard = exchange.guard();
    List<LoadRecord> recent =
        backend.metastore().loads(null, MOST_RECENT).stream().filter(guard::manages).toList();
    ObjectNode status = Json.object();
    server(status.putObject("server"));
    running(status.putArray("running"), guard);
    recent(status.putArray("recent"), recent);
    tables(status.putArray("tables"), recent, guard);
    ArrayNode samples = status.putArray("throughput");
    for (Throughput.Sample sample : throughput.samples()) {
      samples
          .addObject()
          .put("at", sample.atMillis())
          .put("rows", sample.rows())
          .put("bytes", sample.bytes());
    }
    exchange.responseHeaders().put("Cache-Control", "no-store");
    exchange.json(HttpStatus.OK_200, status);
  }

  private void server(ObjectNode node) {
    ServerInfo info = backend.info();
    node.put("version", info.version())
        .put("started", info.started().toString())
        .put("uptimeSeconds", Duration.between(info.started(), Instant.now()).toSeconds())
        .put("dataDirectory", info.dataDirectory())
        .put("httpPort", port.getAsInt())
        .put("mysqlPort", info.mysqlPort());
  }

  private void running(ArrayNode list, Guard guard) {
    long now = System.currentTimeMillis();
    for (ActiveLoad load : backend.loads().running()) {
      if (!guard.manages("", List.of(load.table()))) {
        continue;
      }
      list.addObject()
          .put("id", load.id())
          .put("database", load.table().database())
          .put("table", load.table().table())
          .put("label", load.label().text())
          .put("kind", load.kind().name())
          .put("state", load.state().name())
          .put("elapsedMillis", Math.max(0, now - load.started().toEpochMilli()))
          .put("rows", load.loaded())
          .put("filtered", load.filtered())
          .put("bytes", load.sourceBytes())
          .put("totalBytes", load.totalBytes());
    }
  }

  private static void recent(ArrayNode list, List<LoadRecord> loads) {
    for (LoadRecord load : loads) {
      ObjectNode node =
          list.addObject()
              .put("id", load.id())
              .put("database", load.database())
              .put("label", load.label().text())
              .put("kind", load.kind().name())
              .put("state", load.state().name());
      ArrayNode tables = node.putArray("tables");
      load.tables().forEach(table -> tables.add(table.table()));
      node.put("rows", load.counts().loaded())
          .put("filtered", load.counts().filtered())
          .put("unselected", load.counts().unselected())
          .put("bytes", load.counts().sourceBytes())
          .put("finished", load.times().finished().toString())
          .put(
              "millis",
              Duration.between(load.times().started(), load.times().finished()).toMillis())
          .put("reason", load.reason())
          .put("errorLog", load.errorLog());
    }
  }

  private void tables(ArrayNode list, List<LoadRecord> recent, Guard guard) {
    Map<TableName, Instant> lastLoads = lastLoads(recent);
    for (String database : backend.metastore().databases()) {
      for (Table table : backend.metastore().tables(database)) {
        if (list.size() == MOST_TABLES) {
          return;
        }
        if (!guard.sees(table.name())) {
          continue;
        }
        ObjectNode node =
            list.addObject()
                .put("database", database)
                .put("table", table.name().table())
                .put("columns", table.schema().size());
        backend
            .sizes()
            .of(table)
            .ifPresent(size -> node.put("rows", size.rows()).put("bytes", size.bytes()));
        Instant last = lastLoads.get(table.name());
        node.put("lastLoad", last == null ? null : last.toString());
      }
    }
  }

  private static Map<TableName, Instant> lastLoads(List<LoadRecord> recent) {
    Map<TableName, Instant> last = new HashMap<>();
    for (LoadRecord load : recent) {
      if (load.state().succeeded()) {
        load.tables().forEach(table -> last.putIfAbsent(table, load.times().finished()));
      }
    }
    return last;
  }
}
