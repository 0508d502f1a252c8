package plimsoll.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.Conversions;
import plimsoll.error.ErrorCode;
import plimsoll.model.Column;
import plimsoll.model.Compression;
import plimsoll.model.IndexDefinition;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.pipeline.parse.CsvOptions;

/** Rows, parameters, answers and tables as OpenMLDB's REST server has them in JSON. */
final class JsonRows {
  /** How {@link #csv} writes rows: values convert as in any other load of OpenMLDB's. */
  static final CsvOptions OPTIONS =
      CsvOptions.rfc4180().toBuilder()
          .header(CsvOptions.Header.NONE)
          .nullMarkers(List.of("\\N"))
          .emptyIsNull(false)
          .blankLines(false)
          .compression(Compression.NONE)
          .conversions(Conversions.OPENMLDB_CLUSTER)
          .knownText(true)
          .build();

  private static final int MOST_ANSWER_BYTES = 32 << 20;
  private static final int ROWS_BETWEEN_LOOKS = 64;

  private JsonRows() {}

  /** Rows of JSON values in the order of the columns. SYNTAX if one has another number of them. */
  static byte[] csv(JsonNode rows, Schema schema) {
    StringBuilder csv = new StringBuilder();
    int number = 0;
    for (JsonNode row : rows) {
      number++;
      if (!row.isArray() || row.size() != schema.size()) {
        throw ErrorCode.SYNTAX.with(
            "Row "
                + number
                + " must be a list of "
                + schema.size()
                + " values, for "
                + String.join(", ", schema.names())
                + ".");
      }
      for (int i = 0; i < row.size(); i++) {
        csv.append(i == 0 ? "" : ",");
        append(csv, row.get(i));
      }
      csv.append('\n');
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder csv, JsonNode value) {
    if (value.isNull()) {
      csv.append("\\N");
    } else if (value.isTextual() || value.isContainerNode()) {
      String text = value.isTextual() ? value.textValue() : value.toString();
      csv.append('"').append(text.replace("\"", "\"\"")).append('"');
    } else if (value.isBigDecimal()) {
      csv.append(value.decimalValue()); // with an exponent where it has many zeros
    } else {
      csv.append(value.asText());
    }
  }

  /** Values for the parameters of a statement, by the types that {@code schema} names. */
  static List<@Nullable Object> parameters(@Nullable JsonNode input) {
    List<@Nullable Object> values = new ArrayList<>();
    if (input == null || input.isNull()) {
      return values;
    }
    JsonNode types = input.path("schema");
    JsonNode data = input.path("data");
    if (!types.isArray() || !data.isArray() || types.size() != data.size()) {
      throw ErrorCode.SYNTAX.with(
          "'input' must have lists 'schema' and 'data' of the same length.");
    }
    for (int i = 0; i < data.size(); i++) {
      values.add(parameter(types.get(i).asText(), data.get(i)));
    }
    return values;
  }

  private static @Nullable Object parameter(String type, JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    try {
      return switch (type.toLowerCase(Locale.ROOT)) {
        case "bool" -> value.asBoolean() ? 1L : 0L;
        case "smallint", "int16", "int", "int32", "bigint", "int64" -> whole(value);
        case "float", "double" -> Double.valueOf(value.asText());
        case "string", "varchar" -> value.asText();
        case "date" -> LocalDate.parse(value.asText());
        case "timestamp" ->
            LocalDateTime.ofEpochSecond(
                Math.floorDiv(whole(value), 1000),
                (int) Math.floorMod(whole(value), 1000L) * 1_000_000,
                ZoneOffset.UTC);
        default -> throw ErrorCode.SYNTAX.with("'" + type + "' is no type of a parameter.");
      };
    } catch (NumberFormatException | DateTimeException e) {
      throw ErrorCode.SYNTAX.because(e, "'" + value.asText() + "' is no " + type + ".");
    }
  }

  private static long whole(JsonNode value) {
    return Long.parseLong(value.asText());
  }

  /** {@code data.schema} and {@code data.data} of an answer; NaN and infinities as bare words. */
  static byte[] answer(SqlDesk.Answer answer, boolean nanIsNull) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long rows = 0;
    try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
      json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
      json.writeStartObject();
      json.writeNumberField("code", 0);
      json.writeStringField("msg", "ok");
      json.writeObjectFieldStart("data");
      json.writeArrayFieldStart("schema");
      for (SqlDesk.Column column : answer.columns()) {
        json.writeString(type(column.type()));
      }
      json.writeEndArray();
      json.writeArrayFieldStart("data");
      for (List<@Nullable Object> row = answer.next(); row != null; row = answer.next()) {
        json.writeStartArray();
        for (Object value : row) {
          write(json, value, nanIsNull);
        }
        json.writeEndArray();
        if (++rows % ROWS_BETWEEN_LOOKS == 0) {
          json.flush();
          requireRoom(out);
        }
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void requireRoom(ByteArrayOutputStream out) {
    if (out.size() > MOST_ANSWER_BYTES) {
      throw ErrorCode.REFUSED.with(
          "The answer is longer than "
              + MOST_ANSWER_BYTES
              + " bytes. Add a LIMIT, or ask "
              + SqlEndpoint.PATH
              + ", which answers row by row.");
    }
  }

  private static void write(JsonGenerator json, @Nullable Object value, boolean nanIsNull)
      throws IOException {
    if (value instanceof LocalDate day) {
      json.writeString(day.getYear() + "-" + day.getMonthValue() + "-" + day.getDayOfMonth());
    } else if (value instanceof LocalDateTime time) {
      json.writeNumber(time.toInstant(ZoneOffset.UTC).toEpochMilli());
    } else if (value instanceof Number number && !Double.isFinite(number.doubleValue())) {
      if (nanIsNull) {
        json.writeNull();
      } else {
        json.writeRawValue(number.toString());
      }
    } else {
      RowLines.value(json, value);
    }
  }

  /** The name of a type there. */
  private static String type(String sql) {
    String name = sql.contains("(") ? sql.substring(0, sql.indexOf('(')) : sql;
    return switch (name) {
      case "BOOLEAN" -> "Bool";
      case "TINYINT", "SMALLINT" -> "Int16";
      case "INT" -> "Int32";
      case "BIGINT" -> "Int64";
      case "FLOAT" -> "Float";
      case "DOUBLE" -> "Double";
      case "DATE" -> "Date";
      case "DATETIME" -> "Timestamp";
      case "STRING", "VARCHAR", "CHAR", "JSON" -> "String";
      default -> sql; // a type that OpenMLDB does not have
    };
  }

  /** A table: columns, then indexes. */
  static ObjectNode description(Table table) {
    ObjectNode described =
        Json.object().put("name", table.name().table()).put("db", table.name().database());
    ArrayNode columns = described.putArray("column_desc");
    for (Column column : table.schema().columns()) {
      columns
          .addObject()
          .put("name", column.name())
          .put("data_type", type(column.type().sql()))
          .put("not_null", !column.nullable());
    }
    ArrayNode keys = described.putArray("column_key");
    for (IndexDefinition index : table.indexes()) {
      ObjectNode key = keys.addObject();
      ArrayNode names = key.putArray("col_name");
      index.keys().forEach(names::add);
      key.put("ts_name", index.time());
    }
    return described;
  }
}
