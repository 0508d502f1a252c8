package plimsoll.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;
import plimsoll.access.Privilege;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.Requester;
import plimsoll.model.OnlineOptions;
import plimsoll.model.Table;
import plimsoll.model.TableName;

/**
 * The calls of OpenMLDB's name server that are about what a table shows offline. Answers are as
 * {@link ApiServer}'s: {@code code} and {@code msg}.
 */
final class NameServer {
  private static final String DB = "db";
  private static final String NAME = "name";
  private static final String TID = "tid";
  private static final String SHOW_ALL = "show_all";
  private static final List<String> OF_SHOW = List.of(DB, NAME, SHOW_ALL);
  private static final List<String> OF_UPDATE = List.of(DB, NAME, TID, OfflineInfo.NAME);
  private static final int UNUSED_BITS = 33;

  private final Backend backend;

  NameServer(Backend backend) {
    this.backend = backend;
  }

  /**
   * The number by which clients know a table: the first 31 bits of its identity, which are random,
   * so a table that takes the name of a dropped one has another.
   */
  static long tid(Table table) {
    return table.id().getMostSignificantBits() >>> UNUSED_BITS;
  }

  /**
   * {@code POST /NameServer/ShowTable} of {@code {"db": "d", "name": "t"}}: a table; without {@code
   * name} those of the database, with {@code "show_all": true} those of all databases.
   */
  void showTable(Exchange exchange) {
    JsonNode body = ApiServer.body(exchange, "Name the table only.");
    OfflineInfo.requireKnown(body, OF_SHOW, "ShowTable");
    ObjectNode answer = Json.object();
    ArrayNode tables = answer.putArray("table_info");
    shown(exchange, body).forEach(table -> tables.add(info(table)));
    exchange.json(HttpStatus.OK_200, answer.put("code", 0).put("msg", "ok"));
  }

  private List<Table> shown(Exchange exchange, JsonNode body) {
    JsonNode all = body.path(SHOW_ALL);
    if (!all.isMissingNode() && !all.isBoolean()) {
      throw ErrorCode.SYNTAX.with("'" + SHOW_ALL + "' must be true or false.");
    }
    if (all.asBoolean()) {
      return all(exchange);
    }
    String database = text(body, DB);
    if (body.has(NAME)) {
      TableName name = new TableName(database, text(body, NAME));
      exchange.guard().requireAny(name);
      return List.of(exchange.guard().find(() -> table(name), name));
    }
    exchange.guard().requireAny(database);
    return seen(exchange, database);
  }

  /** A database may be dropped while one reads. */
  private List<Table> all(Exchange exchange) {
    List<Table> tables = new ArrayList<>();
    for (String database : exchange.guard().visible(backend.metastore().databases())) {
      try {
        tables.addAll(seen(exchange, database));
      } catch (PlimsollException e) {
        if (e.code() != ErrorCode.UNKNOWN_DATABASE) {
          throw e;
        }
      }
    }
    return tables;
  }

  private List<Table> seen(Exchange exchange, String database) {
    return backend.metastore().tables(database).stream()
        .filter(table -> exchange.guard().sees(table.name()))
        .toList();
  }

  private ObjectNode info(Table table) {
    OnlineOptions options = OnlineOptions.of(table);
    ObjectNode info =
        JsonRows.description(table)
            .put(TID, tid(table))
            .put("partition_num", options.partitions())
            .put("replica_num", options.replicas())
            .put(OnlineOptions.STORAGE_MODE, options.storage().word())
            .put(OnlineOptions.COMPRESS_TYPE, options.compression().word());
    backend
        .offline()
        .offline(table)
        .ifPresent(offline -> info.set(OfflineInfo.NAME, OfflineInfo.write(offline)));
    return info;
  }

  /**
   * {@code POST /NameServer/UpdateOfflineTableInfo} of {@code {"db": "d", "name": "t", "tid": 7}}:
   * the table shows no files of others any more; with {@code offline_table_info} it shows what that
   * says instead.
   */
  void updateOfflineTableInfo(Exchange exchange) {
    JsonNode body = ApiServer.body(exchange, "Name fewer paths, or a directory.");
    OfflineInfo.requireKnown(body, OF_UPDATE, "UpdateOfflineTableInfo");
    TableName name = new TableName(text(body, DB), text(body, NAME));
    JsonNode tid = body.path(TID);
    if (!tid.canConvertToLong() || !tid.isIntegralNumber()) {
      throw ErrorCode.SYNTAX.with("The body has no number '" + TID + "'. ShowTable tells it.");
    }
    OfflineDesk.Offline wanted = OfflineInfo.read(body.get(OfflineInfo.NAME));
    exchange.guard().require(name, Privilege.ALTER);
    Table table = exchange.guard().find(() -> table(name), name);
    if (tid.asLong() != tid(table)) {
      throw ErrorCode.REFUSED.with(
          String.format(
              "Table %s has tid %d, not %s: it is another table than the one that was looked at."
                  + " ShowTable tells what it shows now.",
              name, tid(table), tid.asText()));
    }
    backend
        .offline()
        .replace(
            exchange.guard(),
            table,
            wanted,
            new Requester(exchange.user(), exchange.origin(), HttpAudit.line(exchange), List.of()));
    exchange.json(HttpStatus.OK_200, Json.object().put("code", 0).put("msg", "ok"));
  }

  private static String text(JsonNode body, String member) {
    String text = body.path(member).asText();
    if (!body.path(member).isTextual() || text.isEmpty()) {
      throw ErrorCode.SYNTAX.with("The body has no text '" + member + "'.");
    }
    return text;
  }

  private Table table(TableName name) {
    backend.loads().checkTarget(name);
    return backend
        .metastore()
        .table(name)
        .orElseThrow(() -> ErrorCode.UNKNOWN_TABLE.with(name, ""));
  }
}
