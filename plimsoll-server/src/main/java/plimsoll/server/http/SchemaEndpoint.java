package plimsoll.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Table;
import plimsoll.model.TableName;

/** {@code GET /api/{db}/{table}/_schema}: here HTTP status codes mean what they say. */
final class SchemaEndpoint implements Endpoint {
  private static final int MOST_DECIMAL32_DIGITS = 9;
  private static final int MOST_DECIMAL64_DIGITS = 18;

  private final Metastore metastore;

  SchemaEndpoint(Metastore metastore) {
    this.metastore = metastore;
  }

  @Override
  public void handle(Exchange exchange) {
    String database = exchange.path("db");
    String name = exchange.path("table");
    if (database.isEmpty() || name.isEmpty()) {
      refuse(exchange, HttpStatus.BAD_REQUEST_400, "No database or table selected.");
      return;
    }
    exchange.guard().requireAny(new TableName(database, name));
    if (!metastore.databaseExists(database)) {
      exchange.code(ErrorCode.UNKNOWN_DATABASE);
      refuse(exchange, HttpStatus.NOT_FOUND_404, "Database [" + database + "] does not exists");
    } else {
      Optional<Table> table = metastore.table(new TableName(database, name));
      table.ifPresentOrElse(
          found -> exchange.json(HttpStatus.OK_200, schema(found)),
          () -> {
            exchange.code(ErrorCode.UNKNOWN_TABLE);
            refuse(exchange, HttpStatus.NOT_FOUND_404, "Table [" + name + "] does not exists");
          });
    }
  }

  private static void refuse(Exchange exchange, int status, String why) {
    exchange.json(status, Json.object().put("status", status).put("exception", why));
  }

  private static ObjectNode schema(Table table) {
    ObjectNode answer = Json.object().put("status", HttpStatus.OK_200);
    ArrayNode properties = answer.putArray("properties");
    for (Column column : table.schema().columns()) {
      ObjectNode property =
          properties
              .addObject()
              .put("name", column.name())
              .put("type", type(column.type()))
              .put("comment", column.comment());
      if (column.type() instanceof DataType.Decimal decimal) {
        property
            .put("precision", Integer.toString(decimal.precision()))
            .put("scale", Integer.toString(decimal.scale()));
      }
    }
    return answer;
  }

  /** The name of StarRocks' primitive type: without length or digits. */
  private static String type(DataType type) {
    if (type instanceof DataType.Decimal decimal) {
      if (decimal.precision() <= MOST_DECIMAL32_DIGITS) {
        return "DECIMAL32";
      }
      return decimal.precision() <= MOST_DECIMAL64_DIGITS ? "DECIMAL64" : "DECIMAL128";
    }
    if (type instanceof DataType.Varchar text) {
      return text.fixed() ? "CHAR" : "VARCHAR";
    }
    if (type.isNested()) {
      return type.sql().substring(0, type.sql().indexOf('<'));
    }
    if (type instanceof DataType.Varbinary) {
      return "VARBINARY";
    }
    return type == DataType.Scalar.STRING ? "VARCHAR" : type.sql();
  }
}
