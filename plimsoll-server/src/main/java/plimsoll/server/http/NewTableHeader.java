package plimsoll.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import plimsoll.error.ErrorCode;
import plimsoll.model.Column;
import plimsoll.model.DataTypes;
import plimsoll.model.ObjectNames;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;

/**
 * The columns of a table that a Stream Load creates if its target does not exist, as JSON: pairs of
 * name, in hex, and type. Our own command line sends it: table and rows come in one commit, and the
 * types are guesses.
 */
public final class NewTableHeader {
  /** The header's name. */
  public static final String NAME = "X-Plimsoll-New-Table";

  private static final HexFormat HEX = HexFormat.of();

  private NewTableHeader() {}

  /** The header's value. */
  public static String format(Table table) {
    ArrayNode columns = Json.MAPPER.createArrayNode();
    for (Column column : table.schema().columns()) {
      columns
          .addArray()
          .add(HEX.formatHex(column.name().getBytes(StandardCharsets.UTF_8)))
          .add(column.type().sql());
    }
    return columns.toString();
  }

  /**
   * The table that a value of the header says.
   *
   * @throws plimsoll.error.PlimsollException BAD_OPTION when it is not what {@link #format} writes,
   *     BAD_NAME for a name that no table may have
   */
  static Table parse(String value, TableName name) {
    try {
      return table(Json.MAPPER.readTree(value), name);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw ErrorCode.BAD_OPTION.because(e, NAME + " is not readable: " + e.getMessage());
    }
  }

  private static Table table(JsonNode json, TableName name) {
    List<Column> columns = new ArrayList<>();
    for (JsonNode column : json) {
      byte[] text = HEX.parseHex(column.path(0).asText());
      columns.add(
          Column.of(
              columns.size() + 1,
              new String(text, StandardCharsets.UTF_8),
              DataTypes.parse(column.path(1).asText())));
    }
    if (columns.isEmpty()) {
      throw ErrorCode.BAD_OPTION.with(NAME + " names no columns.");
    }
    return table(name, new Schema(columns).numbered());
  }

  /**
   * A table to be created.
   *
   * @throws plimsoll.error.PlimsollException BAD_NAME for a name that no table may have
   */
  public static Table table(TableName name, Schema schema) {
    ObjectNames.checkDatabase(name.database());
    ObjectNames.checkTable(name.table());
    return Table.of(UUID.randomUUID(), name, schema);
  }
}
